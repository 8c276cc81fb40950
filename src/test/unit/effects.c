/*
 * test/unit/effects.c
 *	  Which parts of a document change its scores: for docs/support.md.
 *
 * A reader may ask for an attribute and make nothing of it.  So each fixture is
 * scored again as if an element were not there, an attribute were absent or had
 * another value.  If what the fixture compares with its reference is then another,
 * or the document is refused, that part matters, and a line says so in the file
 * MLS_EXERCISED.matters:
 *
 *	 element  |  element@attribute  |  element@attribute=word
 *
 * the last where the schema lists the words, and of functions.  Once is enough for
 * each, so what a document holds and an earlier one has shown is not tried again.
 *
 * That a document is refused does not count where the attribute itself is what is
 * complained of: one can be judged and then not used.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "effects.h"
#include "test.h"

#define NAMES		"tools/support_names.txt"	/* elements, and behind tabs their attributes and the words of these */
#define MAX_WORDS	64
#define MAX_TRIES	8			/* of the values of one attribute in one document, where they are no words */

typedef struct Effects
{
	EffectsRun	run;
	void	   *context;
	char	   *as_it_stands;	/* what run() gives of the document */
	char	   *known;			/* "<line feed>name<line feed>" of all that matters, as far as is known */
	size_t		length;
	const char *names;			/* NAMES */
	char		tried[300];		/* the attribute that was tried last, and how often */
	int			tries;
} Effects;

/* ---- what is known ---- */

static char *
known_file(void)
{
	static char path[1000];

	snprintf(path, sizeof(path), "%s.matters", exercised_file());
	return path;
}

static void
read_known(Effects *effects)
{
	FILE	   *file = fopen(known_file(), "r");
	size_t		size = 1 << 20;

	effects->known = calloc(1, size);
	effects->known[0] = '\n';
	effects->length = 1;
	if (file)
		effects->length += fread(effects->known + 1, 1, size - 2, file);
	if (file)
		fclose(file);
}

static bool
is_known(const Effects *effects, const char *name)
{
	char		line[500];

	snprintf(line, sizeof(line), "\n%s\n", name);
	return strstr(effects->known, line) != NULL;
}

static void
note(Effects *effects, const char *name)
{
	FILE	   *file;

	if (is_known(effects, name))
		return;
	file = fopen(known_file(), "a");
	if (!file)
		abort();
	fprintf(file, "%s\n", name);
	fclose(file);
	free(effects->known);
	read_known(effects);
}

/* ---- trying ---- */

/* Whether the document reads as something else; refusals for what is complained of do not count, or none at all. */
static bool
differs(const Effects *effects, const char *element, const char *attribute, const char *value, const char *instead,
		bool refusals_count)
{
	char	   *outcome;
	char		complaint[300];
	bool		result;

	exercised_pretend(element, attribute, value, instead);
	outcome = effects->run(effects->context);
	exercised_pretend(NULL, NULL, NULL, NULL);
	result = strcmp(outcome, effects->as_it_stands) != 0;
	if (result && strncmp(outcome, EFFECTS_REFUSED, strlen(EFFECTS_REFUSED)) == 0)
	{
		snprintf(complaint, sizeof(complaint), "%s=\"%s\" is not", attribute ? attribute : "", instead ? instead : "");
		result = refusals_count && !strstr(outcome, complaint);
		snprintf(complaint, sizeof(complaint), "attribute %s", attribute ? attribute : "");
		result = result && !(attribute && strstr(outcome, complaint));
	}
	free(outcome);
	return result;
}

/* The words that an attribute can be, by the schema; none for those that can be anything. */
static int
words_of(const Effects *effects, const char *element, const char *attribute, char words[MAX_WORDS][60])
{
	char		key[200];
	const char *line;
	const char *end;
	int			n = 0;

	snprintf(key, sizeof(key), "\n%s:", element);
	line = strstr(effects->names, key);
	end = line ? strstr(line + 1, "\n") : NULL;
	for (; end && end[1] == '\t'; end = strchr(end + 1, '\n'))
	{
		size_t		length = strlen(attribute);
		const char *at = end + 2;

		if (strncmp(at, attribute, length) != 0 || at[length] != '=')
			continue;
		for (at += length + 1; *at == ' ' && n < MAX_WORDS;)
		{
			size_t		word = strcspn(++at, " \n");

			snprintf(words[n++], 60, "%.*s", (int) word, at);
			at += word;
		}
		break;
	}
	return n;
}

/* Functions that take any number of arguments, or one. */
static const char *const functions[] = {"max", "min", "concat", "isMissing", "isNotMissing", "sum", "and", "isIn"};
static const char *const numbers[] = {"0", "1", "7.5", "-3", "0.25", "2"};
static const char *const texts[] = {"zzz", "true", "false", "1"};

#define N(array)	(int) (sizeof(array) / sizeof((array)[0]))

static bool
attribute_matters(const Effects *effects, const char *element, const char *attribute, const char *value,
				  char words[MAX_WORDS][60], int n_words)
{
	const bool	is_function = strcmp(element, "Apply") == 0 && strcmp(attribute, "function") == 0;
	char	   *end;

	if (differs(effects, element, attribute, value, NULL, false))
		return true;
	for (int i = 0; i < n_words; i++)
	{
		if (strcmp(words[i], value) != 0 && differs(effects, element, attribute, value, words[i], true))
			return true;
	}
	if (n_words > 0)
		return false;
	for (int i = 0; is_function && i < N(functions); i++)
	{
		if (strcmp(functions[i], value) != 0 && differs(effects, element, attribute, value, functions[i], false))
			return true;
	}
	if (is_function)
		return false;
	(void) strtod(value, &end);
	if (*value != '\0' && *end == '\0')
	{
		for (int i = 0; i < N(numbers); i++)
		{
			if (differs(effects, element, attribute, value, numbers[i], true))
				return true;
		}
		return false;
	}
	for (int i = 0; i < N(texts); i++)
	{
		if (differs(effects, element, attribute, value, texts[i], true))
			return true;
	}
	return false;
}

static void
try_line(Effects *effects, char *line)
{
	char		words[MAX_WORDS][60];
	char		name[300];
	char		with_word[400];
	char	   *element = line;
	char	   *attribute = strchr(line, '\t');
	char	   *value;
	int			n_words;

	if (!attribute)
	{
		if (!is_known(effects, element) && differs(effects, element, NULL, NULL, NULL, true))
			note(effects, element);
		return;
	}
	*attribute++ = '\0';
	value = strchr(attribute, '\t');
	*value++ = '\0';
	n_words = words_of(effects, element, attribute, words);
	snprintf(name, sizeof(name), "%s@%s", element, attribute);
	if (n_words > 0 || strcmp(name, "Apply@function") == 0)
		snprintf(with_word, sizeof(with_word), "%s=%s", name, value);
	else
		snprintf(with_word, sizeof(with_word), "%s", name);
	if (is_known(effects, with_word))
		return;
	if (strcmp(effects->tried, name) != 0)
	{
		snprintf(effects->tried, sizeof(effects->tried), "%.299s", name);
		effects->tries = 0;
	}
	if ((n_words == 0 && ++effects->tries > MAX_TRIES) ||
		!attribute_matters(effects, element, attribute, value, words, n_words))
		return;
	note(effects, name);
	note(effects, with_word);
}

static int
compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *) a, *(char *const *) b);
}

void
effects_note(EffectsRun run, void *context)
{
	Effects		effects = {.run = run, .context = context};
	size_t		length;
	size_t		n;
	char	  **lines;

	if (!exercised_file())
		return;
	lines = exercised_lines(&n);
	qsort(lines, n, sizeof(char *), compare_lines);
	effects.names = test_read_file(NAMES, &length);
	read_known(&effects);
	exercised_pretend("", NULL, NULL, NULL);
	effects.as_it_stands = run(context);
	for (size_t i = 0; i < n; i++)
		try_line(&effects, lines[i]);
	exercised_pretend(NULL, NULL, NULL, NULL);
	for (size_t i = 0; i < n; i++)
		free(lines[i]);
	free(lines);
	free(effects.as_it_stands);
	free(effects.known);
}
