/*
 * base/regex_replacement.c
 *	  The text that takes the place of a match, piece by piece.
 */
#include <stdbool.h>
#include <string.h>

#include "base/regex.h"

MlsReplacement
mls_replacement(const char *text, size_t length)
{
	return (MlsReplacement) {.text = text, .length = length};
}

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* The number of digits; as many of them as name a group, but at least one.  Gives how many they are. */
static size_t
read_number(const MlsRegex *regex, const char *digits, size_t length, uint32_t *number)
{
	uint32_t	n_groups = mls_regex_n_groups(regex);
	size_t		n = 1;

	*number = (uint32_t) (digits[0] - '0');
	while (n < length && is_digit(digits[n]) && *number * 10 + (uint32_t) (digits[n] - '0') <= n_groups)
		*number = *number * 10 + (uint32_t) (digits[n++] - '0');
	return n;
}

/* "{1}" or "{name}" at what; gives its length, 0 if it is none. */
static size_t
read_braces(const MlsRegex *regex, const char *what, size_t length, uint32_t *group)
{
	const char *close = memchr(what, '}', length);
	const char *name = what + 1;
	size_t		n;

	if (close == NULL || close == name)
		return 0;
	n = (size_t) (close - name);
	if (is_digit(*name))
	{
		if (read_number(regex, name, n, group) != n)
			return 0;
	}
	else
	{
		*group = mls_regex_group_number(regex, name, n);
		if (*group == 0)
			return 0;
	}
	return n + 2;
}

/* What stands behind a dollar. */
static MlsPiece
read_dollar(const MlsRegex *regex, MlsReplacement *r)
{
	const char *behind = r->text + r->next + 1;
	size_t		left = r->length - r->next - 1;
	size_t		used;

	if (left == 0)
		return MLS_PIECE_BAD;
	if (*behind == '$')
	{
		r->literal = behind;
		r->literal_length = 1;
		r->next += 2;
		return MLS_PIECE_FOUND;
	}
	if (is_digit(*behind))
		used = read_number(regex, behind, left, &r->group);
	else
		used = *behind == '{' ? read_braces(regex, behind, left, &r->group) : 0;
	if (used == 0 || r->group > mls_regex_n_groups(regex))
		return MLS_PIECE_BAD;
	r->is_group = true;
	r->next += 1 + used;
	return MLS_PIECE_FOUND;
}

MlsPiece
mls_replacement_next(const MlsRegex *regex, MlsReplacement *r)
{
	size_t		end;

	r->is_group = false;
	if (r->next == r->length)
		return MLS_PIECE_END;
	if (r->text[r->next] == '$')
		return read_dollar(regex, r);
	if (r->text[r->next] == '\\')
	{
		if (r->next + 1 == r->length)
			return MLS_PIECE_BAD;
		r->next++;				/* the character behind it begins a literal piece, whatever it is */
	}
	end = r->next + 1;
	while (end < r->length && r->text[end] != '$' && r->text[end] != '\\')
		end++;
	r->literal = r->text + r->next;
	r->literal_length = end - r->next;
	r->next = end;
	return MLS_PIECE_FOUND;
}
