/*
 * test/unit/test_json_document.c
 *	  Unit tests of what the JSON readers share: parsing, limits, formats, floats.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/json_int.h"
#include "json_document.h"
#include "test.h"

#define COEFFICIENTS "'ml_score': 1, 'model': 'linear', 'features': [{'name': 'x', 'coef': 2}]"

static const MlsLoadOptions as_coefficients = {.format = "coefficients"};

static void
check_refused(const char *text, MlsCode code, const char *problems)
{
	JsonDocument json;

	json_open(&json, text, &as_coefficients);
	CHECK_INT(json.code, code);
	CHECK_STRING(json.problems, problems);
	json_close(&json);
}

TEST(text_that_is_no_json_has_a_place)
{
	check_refused("", MLS_SYNTAX, "the document is not JSON: it ends too early\n");
	check_refused(" \n", MLS_SYNTAX, "the document is not JSON: it ends too early\n");
	check_refused("{'a': 1", MLS_SYNTAX, "line 1, column 7: the document is not JSON\n");
	check_refused("{'a': [1,\n 2,, 3]}", MLS_SYNTAX, "line 2, column 4: the document is not JSON\n");
	check_refused("{'a': 1}\n\n x", MLS_SYNTAX, "line 3, column 2: text follows the document\n");
	check_refused("{'a': 'b}", MLS_SYNTAX, "line 1, column 7: the document ends inside a text\n");
	check_refused("{'a': '\xC3('}", MLS_SYNTAX, "line 1, column 8: a text is not UTF-8\n");
	check_refused("{'a': '\xED\xA0\x80'}", MLS_SYNTAX, "line 1, column 8: a text is not UTF-8\n");
	check_refused("{'a': '\xC0\x80'}", MLS_SYNTAX, "line 1, column 8: a text is not UTF-8\n");
	check_refused("{'a': '\n'}", MLS_SYNTAX, "line 1, column 8: a text holds a control character\n");
	check_refused("{'a': 'x\\u0000y'}", MLS_SYNTAX, "line 1, column 9: a text holds the character \\u0000\n");
	check_refused("[1]", MLS_INVALID, "the document is an array instead of an object\n");
}

TEST(places_are_right_behind_numbers_that_are_no_json)
{
	check_refused("{'a': [NaN, -Infinity, Infinity],\n 'b' 1}", MLS_SYNTAX,
				  "line 2, column 6: the document is not JSON\n");
	check_refused("{" COEFFICIENTS ", 'intercept': NaN}", MLS_INVALID,
				  "intercept: this is null instead of a number\n");

	/* in a text they are letters */
	check_refused("{" COEFFICIENTS ", 'target': 'NaN', 'NaN': 1}", MLS_INVALID, "NaN: this key is not known\n");
}

TEST(depth_is_bounded)
{
	JsonDocument json;
	char	   *text = malloc(200100);
	size_t		n = 0;

	n += (size_t) sprintf(text + n, "{\"ml_score\":1,\"model\":");
	memset(text + n, '[', 100000);
	n += 100000;
	memset(text + n, ']', 100000);
	n += 100000;
	text[n++] = '}';
	json_open_bytes(&json, text, n, NULL, &mls_malloc_host, 1 << 26);
	CHECK_INT(json.code, MLS_TOO_LARGE);
	CHECK_STRING(json.problems, "line 1, column 86: arrays and objects are nested too deep\n");
	json_close(&json);
	free(text);
}

TEST(a_byte_order_mark_is_passed_over)
{
	JsonDocument json;

	json_open(&json, "\xEF\xBB\xBF {" COEFFICIENTS "}", NULL);
	CHECK_STRING(json.problems, "");
	CHECK_INT(json.code, MLS_OK);
	json_close(&json);
}

TEST(formats_are_told_apart_by_their_keys)
{
	static const struct
	{
		const char *text;
		MlsFormat	format;
	}			cases[] = {
		{"{\"learner\": {}}", MLS_FORMAT_XGBOOST_JSON},
		{"{\"version\": [1, {\"a\": \"]}\\\"\"}], \"learner\": {}}", MLS_FORMAT_XGBOOST_JSON},
		{" {\"a\": \"ml_score\", \"ml_score\": 1}", MLS_FORMAT_COEFFICIENTS},
		{"{\"a\": {\"learner\": 1, \"ml_score\": 1}}", MLS_N_FORMATS},
		{"{\"learners\": 1}", MLS_N_FORMATS},
		{"{\"a\": \"learner", MLS_N_FORMATS},
		{"{\"a\"", MLS_N_FORMATS},
		{"{\"a\":", MLS_N_FORMATS},
		{"{", MLS_N_FORMATS},
		{"[\"learner\"]", MLS_N_FORMATS},
		{"", MLS_N_FORMATS},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_INT(mls_detect_json_format(cases[i].text, strlen(cases[i].text)), cases[i].format);
}

/*
 * The one float whose shortest decimal rounds to the middle of two floats when it
 * is made a double first (found by trying all of them).
 */
TEST(floats_are_nearest_to_their_text)
{
	CHECK((float) 7.038531e-26 != 7.038531e-26f);
	CHECK(mls_json_float(7.038531e-26) == 7.038531e-26f);
	CHECK(mls_json_float(-7.038531e-26) == -7.038531e-26f);
	CHECK(mls_json_float(0.1) == 0.1f);

	/* a middle that is meant: half to even */
	CHECK(mls_json_float(16777217.0) == 16777216.0f);
	CHECK(mls_json_float(16777219.0) == 16777220.0f);
	CHECK(mls_json_float(1e300) == INFINITY);
	CHECK(mls_json_float(1e-45) == 1e-45f);
}

/* ---- memory and cancelling ---- */

static int	questions_left;

static bool
cancelled(void *context)
{
	return questions_left-- <= 0;
}

TEST(a_load_can_be_cancelled_everywhere)
{
	size_t		length;
	char	   *text = test_read_file("model_fixtures/xgboost34_dart_softprob_hpc/model.json", &length);
	MlsHost		host = mls_malloc_host;
	JsonDocument json;
	int			n = 0;

	host.cancelled = cancelled;
	for (;; n++)
	{
		questions_left = n;
		json_open_bytes(&json, text, length, NULL, &host, 1 << 26);
		if (json.code == MLS_OK)
			break;
		CHECK_INT(json.code, MLS_CANCELLED);
		CHECK_INT(json.load.n_problems, 1);
		json_close(&json);
	}
	json_close(&json);
	CHECK(n > 20);
}

TEST(memory_is_bounded_everywhere)
{
	size_t		length;
	char	   *text = test_read_file("model_fixtures/xgboost34_category_names_bikes/model.json", &length);
	JsonDocument json;

	for (size_t limit = 0;; limit += 20000)
	{
		json_open_bytes(&json, text, length, NULL, &mls_malloc_host, limit);
		if (json.code == MLS_OK)
			break;
		CHECK_INT(json.code, MLS_TOO_LARGE);
		json_close(&json);
		REQUIRE(limit < 1 << 26);
	}
	json_close(&json);
}
