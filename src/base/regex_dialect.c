/*
 * base/regex_dialect.c
 *	  Patterns of other engines in PCRE2's spelling.
 *
 * Documents carry the patterns of the engine that their producer had in mind.
 * Java's names of ASCII classes (\p{Alpha}, \p{Punct} ...) become the ranges that
 * they are; its \p{IsAlphabetic} is PCRE2's \p{Alphabetic}; Python's flag u says
 * what is so here anyway.  Quoted text, comments and classes are passed over as
 * what they are.
 */
#include <stdbool.h>
#include <string.h>

#include "base/regex_dialect.h"

typedef struct Rewrite
{
	const char *in;				/* what is left of the pattern */
	const char *end;
	char	   *out;
} Rewrite;

/* Java's POSIX classes, US-ASCII only, as what stands between brackets. */
static const struct
{
	const char *name;
	const char *ranges;
}			ascii_classes[] =
{
	{"Lower", "a-z"},
	{"Upper", "A-Z"},
	{"ASCII", "\\x00-\\x7F"},
	{"Alpha", "a-zA-Z"},
	{"Digit", "0-9"},
	{"Alnum", "a-zA-Z0-9"},
	{"Punct", "!-/:-@\\[-`{-~"},
	{"Graph", "!-~"},
	{"Print", "\\x20-~"},
	{"Blank", " \\t"},
	{"Cntrl", "\\x00-\\x1F\\x7F"},
	{"XDigit", "0-9a-fA-F"},
	{"Space", "\\t-\\r\\x20"}
};

/* Java's words for Unicode's categories, where PCRE2 has only their abbreviations. */
static const struct
{
	const char *name;
	const char *category;
}			categories[] =
{
	{"Letter", "L"},
	{"Digit", "Nd"},
	{"Punctuation", "P"},
	{"Control", "Cc"}
};

#define LENGTH(array)	(sizeof(array) / sizeof((array)[0]))

static void
put(Rewrite *r, const char *text, size_t length)
{
	memcpy(r->out, text, length);
	r->out += length;
}

static void
put_text(Rewrite *r, const char *text)
{
	put(r, text, strlen(text));
}

/* Passes on n bytes, or as many as there are. */
static void
copy(Rewrite *r, size_t n)
{
	size_t		left = (size_t) (r->end - r->in);

	if (n > left)
		n = left;
	put(r, r->in, n);
	r->in += n;
}

static bool
starts_with(const Rewrite *r, const char *text)
{
	size_t		length = strlen(text);

	return (size_t) (r->end - r->in) >= length && memcmp(r->in, text, length) == 0;
}

/* Passes on everything up to and with a text, or to the end. */
static void
copy_through(Rewrite *r, const char *text)
{
	while (r->in < r->end && !starts_with(r, text))
		copy(r, 1);
	copy(r, strlen(text));
}

static bool
is_name(const char *name, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(name, word, length) == 0;
}

/* \p{Name} and \P{Name}; false if it is not one of those that are rewritten. */
static bool
rewrite_property(Rewrite *r, bool in_class)
{
	bool		negated = r->in[1] == 'P';
	const char *name = r->in + 3;
	const char *close;
	size_t		length;

	if (r->end - r->in < 4 || r->in[2] != '{')
		return false;
	close = memchr(name, '}', (size_t) (r->end - name));
	if (close == NULL)
		return false;
	length = (size_t) (close - name);
	for (size_t i = 0; i < LENGTH(ascii_classes); i++)
	{
		/* a class within a class cannot be negated by ranges */
		if (!is_name(name, length, ascii_classes[i].name) || (negated && in_class))
			continue;
		if (!in_class)
			put_text(r, negated ? "[^" : "[");
		put_text(r, ascii_classes[i].ranges);
		if (!in_class)
			put_text(r, "]");
		r->in = close + 1;
		return true;
	}
	if (length > 2 && name[0] == 'I' && name[1] == 's')
	{
		const char *category = NULL;

		name += 2;
		length -= 2;
		for (size_t i = 0; i < LENGTH(categories); i++)
		{
			if (is_name(name, length, categories[i].name))
				category = categories[i].category;
		}
		put_text(r, negated ? "\\P{" : "\\p{");
		put(r, category != NULL ? category : name, category != NULL ? strlen(category) : length);
		put_text(r, "}");
		r->in = close + 1;
		return true;
	}
	return false;
}

static void
rewrite_escape(Rewrite *r, bool in_class)
{
	if (starts_with(r, "\\Q"))
		copy_through(r, "\\E");
	else if (!((starts_with(r, "\\p") || starts_with(r, "\\P")) && rewrite_property(r, in_class)))
		copy(r, 2);
}

static void
rewrite_class(Rewrite *r)
{
	copy(r, 1);
	if (starts_with(r, "^"))
		copy(r, 1);
	if (starts_with(r, "]"))
		copy(r, 1);
	while (r->in < r->end && *r->in != ']')
	{
		if (*r->in == '\\')
			rewrite_escape(r, true);
		else if (starts_with(r, "[:"))
			copy_through(r, ":]");
		else
			copy(r, 1);
	}
	copy(r, 1);
}

/* "(?" and the flags behind it, without u. */
static void
rewrite_flags(Rewrite *r)
{
	const char *flags = r->in + 2;
	const char *p = flags;

	while (p < r->end && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || *p == '-'))
		p++;
	copy(r, 2);
	if (p == r->end || (*p != ')' && *p != ':'))
		return;					/* no flags: a group of another kind */
	for (; r->in < p; r->in++)
	{
		if (*r->in != 'u')
			put(r, r->in, 1);
	}
}

size_t
mls_regex_dialect(const char *pattern, size_t length, char *out)
{
	Rewrite		r = {pattern, pattern + length, out};

	while (r.in < r.end)
	{
		if (*r.in == '\\')
			rewrite_escape(&r, false);
		else if (*r.in == '[')
			rewrite_class(&r);
		else if (starts_with(&r, "(?#"))
			copy_through(&r, ")");
		else if (starts_with(&r, "(?"))
			rewrite_flags(&r);
		else
			copy(&r, 1);
	}
	return (size_t) (r.out - out);
}
