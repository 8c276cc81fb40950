/*
 * json/lightgbm_lines.c
 *	  Lines, keys and lists of LightGBM's model text: see lightgbm_lines.h.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "json/lightgbm_lines.h"

/* ---- lines ---- */

bool
mls_lgb_next_line(MlsLgbText *text)
{
	const char *feed;

	mls_tick(text->load);
	if (text->next >= text->end)
		return false;
	feed = memchr(text->next, '\n', (size_t) (text->end - text->next));
	text->line = text->next;
	text->length = (size_t) ((feed != NULL ? feed : text->end) - text->line);
	text->next = feed != NULL ? feed + 1 : text->end;
	text->number++;
	while (text->length > 0 && text->line[text->length - 1] == '\r')
		text->length--;
	return true;
}

bool
mls_lgb_starts_with(const MlsLgbText *text, const char *word)
{
	size_t		length = strlen(word);

	return text->length >= length && memcmp(text->line, word, length) == 0;
}

const char *
mls_lgb_line_place(const MlsLgbText *text)
{
	return mls_format(text->load, "line %u", text->number);
}

/* ---- keys and values ---- */

void
mls_lgb_take_line(MlsLgbText *text, const MlsAt *part, MlsLgbEntry *entries)
{
	const char *equals = memchr(text->line, '=', text->length);
	size_t		length = equals != NULL ? (size_t) (equals - text->line) : text->length;

	for (MlsLgbEntry *e = entries; e->key != NULL; e++)
	{
		if (strlen(e->key) != length || memcmp(e->key, text->line, length) != 0)
			continue;
		if (e->value != NULL)
		{
			MlsAt		at = {part, e->key, 0, NULL};

			mls_json_problem(text->load, MLS_INVALID, &at, "this key occurs twice");
		}
		e->value = equals != NULL ? equals + 1 : text->line + text->length;
		e->length = text->length - length - (equals != NULL);
		return;
	}
	if (equals == NULL)
		mls_problem(text->load, MLS_SYNTAX, mls_lgb_line_place(text), NULL, "this line is no key with a value");
	else
	{
		MlsAt		at = {part, mls_strndup(text->load, text->line, length), 0, NULL};

		if (!mls_json_is_utf8(text->line, length))
			mls_problem(text->load, MLS_SYNTAX, mls_lgb_line_place(text), NULL, "a key is not UTF-8");
		else
			mls_json_problem(text->load, MLS_UNSUPPORTED, &at, "this key is not known");
	}
}

const MlsLgbEntry *
mls_lgb_find(MlsLoad *load, const MlsAt *part, const MlsLgbEntry *entries, const char *key, bool required)
{
	while (strcmp(entries->key, key) != 0)
		entries++;
	if (entries->value == NULL && required)
	{
		MlsAt		at = {part, key, 0, NULL};

		mls_json_problem(load, MLS_INVALID, &at, "this key is missing");
	}
	return entries->value != NULL ? entries : NULL;
}

/* Takes the next word off a value; its length, 0: there is none. */
static size_t
next_word(const char **value, size_t *rest, const char **word)
{
	size_t		length = 0;

	while (*rest > 0 && (*value)[0] == ' ')
	{
		(*value)++;
		(*rest)--;
	}
	while (length < *rest && (*value)[length] != ' ')
		length++;
	*word = *value;
	*value += length;
	*rest -= length;
	return length;
}

uint32_t
mls_lgb_count_words(const MlsLgbEntry *entry)
{
	const char *value = entry->value;
	size_t		rest = entry->length;
	const char *word;
	uint32_t	n = 0;

	while (next_word(&value, &rest, &word) > 0)
		n++;
	return n;
}

bool
mls_lgb_parse_integer(const char *word, size_t length, int64_t *value)
{
	bool		negative = length > 0 && word[0] == '-';
	size_t		i = negative;

	*value = 0;
	if (i == length || length - i > 18)
		return mls_parse_int64(word, length, value);
	for (; i < length && word[i] >= '0' && word[i] <= '9'; i++)
		*value = *value * 10 + (word[i] - '0');
	if (i < length)
		return mls_parse_int64(word, length, value);
	if (negative)
		*value = -*value;
	return true;
}

const char *
mls_lgb_quote(MlsLoad *load, const char *word, size_t length)
{
	return mls_json_is_utf8(word, length) ? mls_quote(load, mls_strndup(load, word, length)) : "?";
}

/* Whether a list has n elements; notes how many it has instead. */
static bool
has_length(MlsLoad *load, const MlsAt *at, const MlsLgbEntry *entry, uint32_t n)
{
	uint32_t	length = mls_lgb_count_words(entry);

	if (length != n)
		mls_json_problem(load, MLS_INVALID, at, "there are %u values instead of %u", length, n);
	return length == n;
}

/* The words of a list, one after the other. */
typedef struct Words
{
	MlsAt		list;
	MlsAt		at;				/* the place of this one */
	const char *word;
	size_t		length;
	const char *value;			/* behind it */
	size_t		rest;
} Words;

/* Begins a list of n words; false, noted if it is required: there is none, or one of another length. */
static bool
begin_words(MlsLoad *load, const MlsAt *part, const MlsLgbEntry *entries, const char *key, uint32_t n, bool required,
			Words *words)
{
	const MlsLgbEntry *entry = mls_lgb_find(load, part, entries, key, required);

	memset(words, 0, sizeof(*words));
	words->list = (MlsAt) {part, key, 0, NULL};
	if (entry == NULL || !has_length(load, &words->list, entry, n))
		return false;
	words->value = entry->value;
	words->rest = entry->length;
	return true;
}

/* The ith word, in order. */
static void
take_word(MlsLoad *load, Words *words, uint32_t i)
{
	mls_tick(load);
	words->length = next_word(&words->value, &words->rest, &words->word);
	words->at = mls_json_element(&words->list, i, NULL);
}

/* Room for n values, zeroed. */
static void *
take_room(MlsLoad *load, MlsVec *room, uint32_t n, size_t size)
{
	if (room == NULL)
		return mls_alloc_n(load, n, size);
	room->n = 0;
	return mls_push_n(load, room, size, n);
}

/* The next word of a list that is all right so far, taken off it. */
static inline const char *
pass_word(const char **p, const char *end)
{
	const char *word;

	while (*p < end && **p == ' ')
		(*p)++;
	word = *p;
	while (*p < end && **p != ' ')
		(*p)++;
	return word;
}

/*
 * Reads a list that is as it should be, in one pass; false: it is not, or does not
 * occur, and what is wrong is still to be found out.
 */
static bool
read_integers(MlsLoad *load, const MlsLgbEntry *entry, uint32_t n, int64_t least, int64_t most, int32_t *values)
{
	const char *p = entry->value;
	const char *end = p + entry->length;
	int64_t		number;

	for (uint32_t i = 0; i < n; i++)
	{
		const char *word = pass_word(&p, end);

		mls_tick(load);
		if (!mls_lgb_parse_integer(word, (size_t) (p - word), &number) || number < least || number > most)
			return false;

		/* bits of a set fill all 32 */
		values[i] = (int32_t) (uint32_t) number;
	}
	return pass_word(&p, end) == end;
}

static bool
read_numbers(MlsLoad *load, const MlsLgbEntry *entry, uint32_t n, bool infinite_too, double *values)
{
	const char *p = entry->value;
	const char *end = p + entry->length;

	for (uint32_t i = 0; i < n; i++)
	{
		const char *word = pass_word(&p, end);

		mls_tick(load);
		if (!mls_parse_double(word, (size_t) (p - word), &values[i]) ||
			!(isfinite(values[i]) || (infinite_too && isinf(values[i]))))
			return false;
	}
	return pass_word(&p, end) == end;
}

int32_t *
mls_lgb_integers(MlsLoad *load, const MlsAt *part, const MlsLgbEntry *entries, const char *key, uint32_t n,
				 int64_t least, int64_t most, MlsVec *room)
{
	int32_t    *values = take_room(load, room, n, sizeof(int32_t));
	const MlsLgbEntry *entry = mls_lgb_find(load, part, entries, key, false);
	Words		words;
	bool		sound = true;

	if (n == 0 || (entry != NULL && read_integers(load, entry, n, least, most, values)))
		return values;
	if (!begin_words(load, part, entries, key, n, true, &words))
		return NULL;
	for (uint32_t i = 0; i < n; i++)
	{
		int64_t		number;

		take_word(load, &words, i);
		if (!mls_lgb_parse_integer(words.word, words.length, &number))
			mls_json_problem(load, MLS_INVALID, &words.at, "\"%s\" is no integer",
							 mls_lgb_quote(load, words.word, words.length));
		else if (number < least || number > most)
			mls_json_problem(load, MLS_INVALID, &words.at, "%lld is not between %lld and %lld",
							 (long long) number, (long long) least, (long long) most);
		else
			continue;
		sound = false;
	}
	return sound ? values : NULL;
}

double *
mls_lgb_numbers(MlsLoad *load, const MlsAt *part, const MlsLgbEntry *entries, const char *key, uint32_t n,
				bool infinite_too, MlsVec *room)
{
	double	   *values = take_room(load, room, n, sizeof(double));
	const MlsLgbEntry *entry = mls_lgb_find(load, part, entries, key, false);
	Words		words;
	bool		sound = true;

	if (n == 0 || (entry != NULL && read_numbers(load, entry, n, infinite_too, values)))
		return values;
	if (!begin_words(load, part, entries, key, n, true, &words))
		return NULL;
	for (uint32_t i = 0; i < n; i++)
	{
		take_word(load, &words, i);
		if (mls_parse_double(words.word, words.length, &values[i]) &&
			(isfinite(values[i]) || (infinite_too && isinf(values[i]))))
			continue;
		mls_json_problem(load, MLS_INVALID, &words.at, infinite_too ? "\"%s\" is no number" : "\"%s\" is no finite number",
						 mls_lgb_quote(load, words.word, words.length));
		sound = false;
	}
	return sound ? values : NULL;
}

bool
mls_lgb_integer(MlsLoad *load, const MlsAt *part, const MlsLgbEntry *entries, const char *key, int64_t least, int64_t most,
		int64_t *value)
{
	int32_t    *values = mls_lgb_integers(load, part, entries, key, 1, least, most, NULL);

	*value = values != NULL ? values[0] : 0;
	return values != NULL;
}

const char **
mls_lgb_words(MlsLoad *load, const MlsAt *part, const MlsLgbEntry *entries, const char *key, uint32_t n, bool required)
{
	Words		words;
	const char **list;

	if (!begin_words(load, part, entries, key, n, required, &words))
		return NULL;
	if (!mls_json_is_utf8(words.value, words.rest) || memchr(words.value, 0, words.rest) != NULL)
	{
		mls_json_problem(load, MLS_SYNTAX, &words.list, "this is not UTF-8");
		return NULL;
	}
	list = MLS_NEW_N(load, const char *, n);
	for (uint32_t i = 0; i < n; i++)
	{
		take_word(load, &words, i);
		list[i] = mls_strndup(load, words.word, words.length);
	}
	return list;
}
