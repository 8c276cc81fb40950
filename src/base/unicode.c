/*
 * base/unicode.c
 *	  Capital and small letters of all scripts.
 *
 * utf8proc knows the letter that a letter becomes.  What becomes several letters,
 * or depends on its neighbors, is told by Unicode's SpecialCasing.txt and stands
 * here: one list, one letter that becomes two small ones, and the final sigma.
 */
#include <stdbool.h>
#include <stdint.h>

#include <utf8proc.h>

#include "base/unicode.h"

#define CAPITAL_SIGMA	0x03A3
#define SMALL_SIGMA		0x03C3
#define FINAL_SIGMA		0x03C2
#define CAPITAL_DOTTED_I	0x0130
#define DOT_ABOVE		0x0307

typedef struct SpecialCasing
{
	int32_t		from;
	int32_t		to[3];
} SpecialCasing;

static const SpecialCasing special_casings[] = {
#define MLS_SPECIAL_CASING(from, first, second, third) {from, {first, second, third}},
#include "lists/special_casing.h"
#undef MLS_SPECIAL_CASING
};

/* The mapping of a character to several, or NULL. */
static const SpecialCasing *
find_special(int32_t character)
{
	size_t		low = 0,
				high = sizeof(special_casings) / sizeof(special_casings[0]);

	while (low < high)
	{
		size_t		middle = (low + high) / 2;

		if (special_casings[middle].from == character)
			return &special_casings[middle];
		if (special_casings[middle].from < character)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* The character at text, and how many bytes it has; a byte that is none counts as -1. */
static size_t
next_character(const char *text, size_t length, int32_t *character)
{
	utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *) text, (utf8proc_ssize_t) length, character);

	if (size > 0)
		return (size_t) size;
	*character = -1;
	return 1;
}

static size_t
put_character(char *out, int32_t character)
{
	return (size_t) utf8proc_encode_char(character, (utf8proc_uint8_t *) out);
}

size_t
mls_uppercase(const char *text, size_t length, char *out)
{
	size_t		used = 0;
	int32_t		character;

	for (size_t i = 0, size; i < length; i += size)
	{
		const SpecialCasing *special;

		size = next_character(text + i, length - i, &character);
		if (character < 0)
			out[used++] = text[i];
		else if (character < 0x80)
			out[used++] = (char) (character >= 'a' && character <= 'z' ? character - 'a' + 'A' : character);
		else if ((special = find_special(character)) != NULL)
		{
			for (int k = 0; k < 3 && special->to[k] != 0; k++)
				used += put_character(out + used, special->to[k]);
		}
		else
			used += put_character(out + used, utf8proc_toupper(character));
	}
	return used;
}

/* ---- small letters ---- */

/* Unicode's property Cased: letters of either case, and a few other characters that have one. */
static bool
is_cased(int32_t character)
{
	static const int32_t others[][2] = {
		{0x00AA, 0x00AA}, {0x00BA, 0x00BA}, {0x02B0, 0x02B8}, {0x02C0, 0x02C1}, {0x02E0, 0x02E4}, {0x0345, 0x0345},
		{0x037A, 0x037A}, {0x1D2C, 0x1D6A}, {0x1D78, 0x1D78}, {0x1D9B, 0x1DBF}, {0x2071, 0x2071}, {0x207F, 0x207F},
		{0x2090, 0x209C}, {0x2160, 0x217F}, {0x24B6, 0x24E9}
	};

	switch (utf8proc_category(character))
	{
		case UTF8PROC_CATEGORY_LU:
		case UTF8PROC_CATEGORY_LL:
		case UTF8PROC_CATEGORY_LT:
			return true;
		default:
			break;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
	{
		if (character >= others[i][0] && character <= others[i][1])
			return true;
	}
	return false;
}

/* Unicode's property Case_Ignorable: marks, modifiers, and what stands within words. */
static bool
is_case_ignorable(int32_t character)
{
	static const int32_t within_words[] = {
		0x0027, 0x002E, 0x003A, 0x00B7, 0x0387, 0x055F, 0x05F4, 0x2018, 0x2019, 0x2024, 0x2027, 0xFE13, 0xFE52,
		0xFE55, 0xFF07, 0xFF0E, 0xFF1A
	};

	switch (utf8proc_category(character))
	{
		case UTF8PROC_CATEGORY_MN:
		case UTF8PROC_CATEGORY_ME:
		case UTF8PROC_CATEGORY_CF:
		case UTF8PROC_CATEGORY_LM:
		case UTF8PROC_CATEGORY_SK:
			return true;
		default:
			break;
	}
	for (size_t i = 0; i < sizeof(within_words) / sizeof(within_words[0]); i++)
	{
		if (character == within_words[i])
			return true;
	}
	return false;
}

/* Whether a letter comes next, but for what is ignored: the word goes on. */
static bool
word_goes_on(const char *text, size_t length)
{
	int32_t		character;

	for (size_t i = 0, size; i < length; i += size)
	{
		size = next_character(text + i, length - i, &character);
		if (character < 0)
			return false;
		if (is_cased(character))
			return true;
		if (!is_case_ignorable(character))
			return false;
	}
	return false;
}

size_t
mls_lowercase(const char *text, size_t length, char *out)
{
	size_t		used = 0;
	bool		in_word = false;	/* a letter came before, but for what is ignored */
	int32_t		character;

	for (size_t i = 0, size; i < length; i += size)
	{
		size = next_character(text + i, length - i, &character);
		if (character < 0)
			out[used++] = text[i];
		else if (character < 0x80)
			out[used++] = (char) (character >= 'A' && character <= 'Z' ? character - 'A' + 'a' : character);
		else if (character == CAPITAL_DOTTED_I)
		{
			out[used++] = 'i';
			used += put_character(out + used, DOT_ABOVE);
		}
		else if (character == CAPITAL_SIGMA)
			used += put_character(out + used, in_word && !word_goes_on(text + i + size, length - i - size)
								  ? FINAL_SIGMA : SMALL_SIGMA);
		else
			used += put_character(out + used, utf8proc_tolower(character));
		if (character < 0 || is_cased(character))
			in_word = character >= 0;
		else if (!is_case_ignorable(character))
			in_word = false;
	}
	return used;
}

/* ---- punctuation ---- */

static bool
is_punctuation(int32_t character)
{
	switch (utf8proc_category(character))
	{
		case UTF8PROC_CATEGORY_PC:
		case UTF8PROC_CATEGORY_PD:
		case UTF8PROC_CATEGORY_PS:
		case UTF8PROC_CATEGORY_PE:
		case UTF8PROC_CATEGORY_PI:
		case UTF8PROC_CATEGORY_PF:
		case UTF8PROC_CATEGORY_PO:
			return true;
		default:
			return false;
	}
}

size_t
mls_leading_punctuation(const char *text, size_t length)
{
	int32_t		character;
	size_t		size = next_character(text, length, &character);

	return character >= 0 && is_punctuation(character) ? size : 0;
}

size_t
mls_trailing_punctuation(const char *text, size_t length)
{
	size_t		start = length - 1;

	while (start > 0 && length - start < 4 && ((unsigned char) text[start] & 0xC0) == 0x80)
		start--;
	return mls_leading_punctuation(text + start, length - start) == length - start ? length - start : 0;
}
