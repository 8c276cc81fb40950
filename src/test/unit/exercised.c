/*
 * test/unit/exercised.c
 *	  What of PMML the tests exercise, for docs/support.md.
 *
 * With MLS_EXERCISED set to the name of a file, each test's process adds to it
 * what the PMML reader asked its documents for, and what was refused.  The
 * linker puts the functions here between the reader and the tree (--wrap), so
 * the library itself knows nothing of it.  A line is
 *
 *	 test <tab> kind <tab> element [<tab> attribute <tab> value]
 *
 * kind is "read" of a document that was accepted, and "refused", with the
 * message in place of attribute and value, of one that was not.  An element
 * counts as read if the reader asked for one of its attributes or of those of an
 * element in it; one without attributes also if it asked for one of an element
 * around it.  effects.h adds which of it matters.
 *
 * tools/support.py makes the page of it.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "exercised.h"
#include "pmml/pmml.h"
#include "pmml/xml_tree.h"
#include "test.h"

#define MAX_VALUE	40			/* longer ones are no words of the standard */

extern const MlsXml *__real_mls_xml_parse(MlsLoad *load, const char *bytes, size_t length, bool is_utf8, size_t piece);
extern const MlsXml *__wrap_mls_xml_parse(MlsLoad *load, const char *bytes, size_t length, bool is_utf8, size_t piece);
extern const char *__real_mls_xml_get(const MlsXml *element, const char *name);
extern const char *__wrap_mls_xml_get(const MlsXml *element, const char *name);
extern MlsDocument *__real_mls_read_pmml(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options);
extern MlsDocument *__wrap_mls_read_pmml(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options);
extern void __real_mls_problem(MlsLoad *load, MlsCode code, const char *place, const char *hint, const char *format,...)
			__attribute__((format(printf, 5, 6)));
extern void __wrap_mls_problem(MlsLoad *load, MlsCode code, const char *place, const char *hint, const char *format,...)
			__attribute__((format(printf, 5, 6)));

/* A set of lines: those of one document, or all that were written. */
typedef struct Lines
{
	char	  **slots;			/* by hash */
	size_t		size;			/* a power of two, or 0 */
	size_t		n;
} Lines;

static Lines document;			/* read of the document at hand */
static Lines written;			/* by this process */
static const MlsXml *root;		/* of the document at hand */
static bool is_refused;			/* the document at hand */

/* As what the document is to be read. */
static struct
{
	const char *element;		/* NULL: as it stands */
	const char *attribute;
	const char *value;
	const char *instead;
}			pretended;

const char *
exercised_file(void)
{
	return getenv("MLS_EXERCISED");
}

/* Whether what is read is to be noted. */
static bool
is_noted(void)
{
	return exercised_file() && !pretended.element;
}

static size_t
hash_line(const char *line)
{
	size_t		hash = 5381;

	for (; *line; line++)
		hash = hash * 33 + (unsigned char) *line;
	return hash ^ hash >> 17;
}

/* Adds a line; false if it was there. */
static bool
add_line(Lines *lines, const char *line)
{
	size_t		i;

	if (lines->n >= lines->size / 2)
	{
		Lines		bigger = {NULL, lines->size ? lines->size * 2 : 1024, lines->n};

		bigger.slots = calloc(bigger.size, sizeof(char *));
		if (!bigger.slots)
			abort();
		for (size_t old = 0; old < lines->size; old++)
		{
			if (!lines->slots[old])
				continue;
			i = hash_line(lines->slots[old]) & (bigger.size - 1);
			while (bigger.slots[i])
				i = (i + 1) & (bigger.size - 1);
			bigger.slots[i] = lines->slots[old];
		}
		free(lines->slots);
		*lines = bigger;
	}
	i = hash_line(line) & (lines->size - 1);
	while (lines->slots[i] && strcmp(lines->slots[i], line) != 0)
		i = (i + 1) & (lines->size - 1);
	if (lines->slots[i])
		return false;
	lines->slots[i] = strdup(line);
	lines->n++;
	return true;
}

static void
clear_lines(Lines *lines)
{
	for (size_t i = 0; i < lines->size; i++)
		free(lines->slots[i]);
	free(lines->slots);
	*lines = (Lines) {NULL, 0, 0};
}

/* Whether a text is short and fits a line. */
static bool
is_word(const char *text)
{
	return strlen(text) <= MAX_VALUE && text[strcspn(text, "\t\n\r")] == '\0';
}

/* Adds a line to the file, in one piece, unless this process has done so. */
static void
write_line(const char *kind, const char *rest)
{
	char		line[1600];
	FILE	   *file;

	snprintf(line, sizeof(line), "%s:%s\t%s\t%s", strrchr(test_current()->file, '/') + 1, test_current()->name, kind, rest);
	if (!add_line(&written, line))
		return;
	file = fopen(exercised_file(), "a");
	if (!file)
		abort();
	fprintf(file, "%s\n", line);
	fclose(file);
}

char **
exercised_lines(size_t *n)
{
	char	  **lines = calloc(document.n + 1, sizeof(char *));

	*n = 0;
	for (size_t i = 0; i < document.size; i++)
	{
		if (document.slots[i])
			lines[(*n)++] = strdup(document.slots[i]);
	}
	return lines;
}

void
exercised_pretend(const char *element, const char *attribute, const char *value, const char *instead)
{
	pretended.element = element;
	pretended.attribute = attribute;
	pretended.value = value;
	pretended.instead = instead;
}

/* Takes the elements of a name out of a tree. */
static void
take_out(MlsXml *parent, const char *name)
{
	for (MlsXml **link = &parent->first; *link;)
	{
		if (mls_xml_is(*link, name))
			*link = (*link)->next;
		else
		{
			take_out(*link, name);
			link = &(*link)->next;
		}
	}
}

/* Writes what was read of the document at hand, if nothing was wrong with it. */
static void
end_document(void)
{
	for (size_t i = 0; i < document.size && !is_refused; i++)
	{
		if (document.slots[i])
			write_line("read", document.slots[i]);
	}
	clear_lines(&document);
	root = NULL;
	is_refused = false;
}

static void
end_process(void)
{
	end_document();
	clear_lines(&written);
}

const MlsXml *
__wrap_mls_xml_parse(MlsLoad *load, const char *bytes, size_t length, bool is_utf8, size_t piece)
{
	const MlsXml *element = __real_mls_xml_parse(load, bytes, length, is_utf8, piece);

	if (pretended.element && !pretended.attribute)
		take_out((MlsXml *) element, pretended.element);
	root = element;
	return element;
}

/* Adds what has no attributes to what was read, below an element that was (by the name of it). */
static void
add_bare(const MlsXml *element, bool is_read)
{
	if (element->foreign)
		return;
	if (is_read)
		add_line(&document, element->name);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		bool		is_bare = child->n_attributes == 0 || child->attributes[0].name[0] == '\0';

		add_bare(child, is_bare && is_read);
	}
}

/* The same for a whole tree; whether an element of it was read. */
static bool
add_read(const MlsXml *element)
{
	bool		is_read = false;

	for (size_t i = hash_line(element->name) & (document.size - 1); document.size > 0 && document.slots[i];
		 i = (i + 1) & (document.size - 1))
		is_read |= strcmp(document.slots[i], element->name) == 0;
	for (const MlsXml *child = element->first; child; child = child->next)
		is_read |= add_read(child);
	if (is_read)
		add_bare(element, true);
	return is_read;
}

MlsDocument *
__wrap_mls_read_pmml(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options)
{
	static bool is_registered;
	MlsDocument *result;

	if (!is_noted())
		return __real_mls_read_pmml(load, bytes, length, options);
	if (!is_registered)
		atexit(end_process);
	is_registered = true;
	end_document();
	result = __real_mls_read_pmml(load, bytes, length, options);
	add_read(root);
	root = NULL;
	return result;
}

const char *
__wrap_mls_xml_get(const MlsXml *element, const char *name)
{
	const char *value = __real_mls_xml_get(element, name);
	char		line[512];

	if (value && pretended.attribute && strcmp(name, pretended.attribute) == 0 &&
		mls_xml_is(element, pretended.element) && strcmp(value, pretended.value) == 0)
		value = pretended.instead;
	if (value && name[0] && is_noted() && !element->foreign && strlen(element->name) < 100)
	{
		add_line(&document, element->name);
		snprintf(line, sizeof(line), "%s\t%s\t%s", element->name, name, is_word(value) ? value : "");
		add_line(&document, line);
	}
	return value;
}

void
__wrap_mls_problem(MlsLoad *load, MlsCode code, const char *place, const char *hint, const char *format,...)
{
	char		message[1200];
	va_list		arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	is_refused |= !pretended.element;
	if (is_noted() && (code == MLS_UNSUPPORTED || code == MLS_INVALID) && place && strrchr(place, ' ') && !strpbrk(message, "\t\n\r"))
	{
		char		line[1400];

		snprintf(line, sizeof(line), "%.150s\t%s", strrchr(place, ' ') + 1, message);
		write_line("refused", line);
	}
	__real_mls_problem(load, code, place, hint, "%s", message);
}
