/*
 * load/verify_lists.c
 *	  Verification rows of which several state one case, and results that are lists.
 *
 * PMML 4.4, ModelVerification: where the model has a group field, the rows of one
 * key are one transaction; their items are its list, and a result of several
 * values is stated in the same way, a value in each row.
 */
#include "load/verify_lists.h"

#include <string.h>

#include "base/map.h"
#include "base/number.h"
#include "base/vec.h"

/* ---- rows of one key ---- */

/* One cell for those of the rows of a transaction; NULL if none says anything. */
static const char *
join_cells(MlsLoad *load, const MlsModelVerification *verification, const uint32_t *rows, uint32_t n,
		   uint32_t field, MlsCellsAre are)
{
	const char *list = NULL;

	for (uint32_t i = 0; i < n; i++)
	{
		const char *cell = verification->cells[(size_t) rows[i] * verification->n_fields + field];

		if (cell && are == MLS_CELLS_ARE_ONE)
			return cell;
		if (cell)
			list = mls_format(load, "%s%s%s", list ? list : "[", list ? ", " : "", mls_text_as_json(load, cell));
	}
	return list ? mls_format(load, "%s]", list) : NULL;
}

MlsModelVerification *
mls_verify_transactions(MlsLoad *load, const MlsModelVerification *verification, uint32_t group,
						const MlsCellsAre *are, uint32_t **first_rows)
{
	uint32_t	n_fields = verification->n_fields;
	MlsModelVerification *result = MLS_NEW(load, MlsModelVerification);
	MlsVec	   *rows_of = MLS_NEW_N(load, MlsVec, verification->n_rows);
	MlsMap		places = {0};

	*result = *verification;
	result->n_rows = 0;
	for (uint32_t row = 0; row < verification->n_rows; row++)
	{
		const char *key = verification->cells[(size_t) row * n_fields + group];
		MlsVec	   *rows = key ? mls_map_get(&places, key) : NULL;

		if (!rows)
		{
			rows = &rows_of[result->n_rows++];
			if (key)
				mls_map_put(load, &places, key, rows);
		}
		*MLS_PUSH(load, rows, uint32_t) = row;
	}

	result->cells = MLS_NEW_N(load, const char *, (size_t) result->n_rows * n_fields);
	*first_rows = MLS_NEW_N(load, uint32_t, result->n_rows);
	for (uint32_t i = 0; i < result->n_rows; i++)
	{
		(*first_rows)[i] = MLS_ITEM(&rows_of[i], uint32_t, 0);
		for (uint32_t field = 0; field < n_fields; field++)
			result->cells[(size_t) i * n_fields + field] =
				join_cells(load, verification, rows_of[i].items, rows_of[i].n, field, are[field]);
	}
	return result;
}

/* ---- lists ---- */

/* Takes the next element of a JSON array, as it is written; *p is behind the bracket or a comma. */
static bool
next_element(MlsLoad *load, const char **p, const char **element)
{
	const char *start = *p + strspn(*p, " \t\n\r");
	const char *end = start;
	bool		in_text = false;
	int			depth = 0;

	if (*start == ']' || *start == '\0')
		return false;
	for (; *end && (in_text || depth > 0 || (*end != ',' && *end != ']')); end++)
	{
		if (in_text && *end == '\\' && end[1])
			end++;
		else if (*end == '"')
			in_text = !in_text;
		else if (!in_text)
			depth += (*end == '[') - (*end == ']');
	}
	*p = *end == ',' ? end + 1 : end;
	while (end > start && strchr(" \t\n\r", end[-1]))
		end--;
	*element = mls_strndup(load, start, (size_t) (end - start));
	return true;
}

static bool
elements_agree(MlsLoad *load, const char *actual, const char *expected, const MlsVerificationField *field,
			   bool (*numbers_agree) (double, double, const MlsVerificationField *))
{
	size_t		length = strlen(expected);
	double		a,
				e;

	if (strcmp(actual, expected) == 0)
		return true;

	/* an expected number is a text where it stood in a cell of its own */
	if (expected[0] == '"' && length > 2)
	{
		expected = mls_strndup(load, expected + 1, length - 2);
		length -= 2;
	}
	if (actual[0] == '[')
		return strcmp(actual, expected) == 0 ||
			strcmp(actual, mls_format(load, "[%s]", mls_text_as_json(load, expected))) == 0;
	return mls_parse_double(actual, strlen(actual), &a) && mls_parse_double(expected, length, &e) &&
		numbers_agree(a, e, field);
}

bool
mls_lists_agree(MlsLoad *load, const char *actual, const char *expected, const MlsVerificationField *field,
				bool (*numbers_agree) (double, double, const MlsVerificationField *))
{
	const char *one,
			   *other;
	bool		more,
				more_expected;

	if (expected[0] != '[')
		expected = mls_format(load, "[%s]", mls_text_as_json(load, expected));
	actual++;
	expected++;
	do
	{
		more = next_element(load, &actual, &one);
		more_expected = next_element(load, &expected, &other);
		if (more != more_expected || (more && !elements_agree(load, one, other, field, numbers_agree)))
			return false;
	} while (more);
	return true;
}
