/*
 * test/unit/test_json_array.c
 *	  Unit tests of arrays of numbers that stay in the document: the same
 *	  elements, the same errors in the same places as from cJSON's tree.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/json_int.h"
#include "json_document.h"
#include "test.h"

/* A document with one array, {"a": [...]}, read by a function. */
typedef struct Reading
{
	const char *text;
	void		(*read) (MlsLoad *load, const MlsAt *at);
} Reading;

static void
read_step(MlsLoad *load, void *arg)
{
	Reading    *reading = arg;
	MlsAt		root = mls_json_parse(load, reading->text, strlen(reading->text), MLS_JSON_MAX_DEPTH);
	MlsAt		at = mls_json_member(&root, "a");

	reading->read(load, &at);
	mls_stop_if_problems(load);
}

/* Reads a document; the first problem is as expected (NULL: there is none). */
static void
check_read(const char *text, void (*read) (MlsLoad *load, const MlsAt *at), const char *problem)
{
	Reading		reading = {text, read};
	MlsLoad		load;

	mls_load_init(&load, &mls_malloc_host, 1 << 26);
	mls_run(&load, read_step, &reading);
	if (load.problems == NULL || problem == NULL)
		CHECK_STRING(load.problems ? load.problems->message : NULL, problem);
	else
	{
		char		whole[1200];

		snprintf(whole, sizeof(whole), "%s: %s", load.problems->place, load.problems->message);
		CHECK_STRING(whole, problem);
	}
	mls_load_free(&load);
}

/* ---- elements ---- */

#define NUMBERS "0, -0, 1,\t-17 , 0.5,1.5e3,1E-7,12345678901234567890123,0.1234567890123456789012345," \
	"1e308,1e999,-1e-999,2.2250738585072011e-308\n,9007199254740993,7.038531e-26,1e23"

static void
compare(MlsLoad *load, const MlsAt *at)
{
	cJSON	   *expected = cJSON_Parse("[" NUMBERS "]");
	const cJSON *item = expected->child;
	MlsElements elements = mls_json_elements(at);
	const cJSON *element;
	uint32_t	n = 0;

	CHECK(cJSON_IsArray(at->item));
	CHECK(at->item->child == NULL);
	for (; (element = mls_json_next(&elements)) != NULL; item = item->next, n++)
	{
		CHECK(cJSON_IsNumber(element));
		CHECK_DOUBLE(element->valuedouble, item->valuedouble);
		CHECK_INT(signbit(element->valuedouble), signbit(item->valuedouble));
	}
	CHECK(item == NULL);
	CHECK_INT(mls_json_length(at), n);

	/* and so once they are in the tree */
	item = expected->child;
	MLS_JSON_EACH(element, load, at->item)
	{
		CHECK(cJSON_IsNumber(element));
		CHECK_DOUBLE(element->valuedouble, item->valuedouble);
		item = item->next;
	}
	CHECK(item == NULL && at->item->child != NULL);
	CHECK_INT(mls_json_length(at), n);
	elements = mls_json_elements(at);
	CHECK(mls_json_next(&elements) == at->item->child);
	cJSON_Delete(expected);
}

TEST(numbers_are_what_the_tree_has)
{
	check_read("{\"a\":[" NUMBERS "]}", compare, NULL);
	check_read(" {\"b\": [NaN, {\"c\": [" NUMBERS "]}], \"a\" :[ " NUMBERS " ] , \"d\": null}", compare, NULL);
}

#define SIXTEEN "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16"

static void
read_mixture(MlsLoad *load, const MlsAt *at)
{
	static const int kinds[] = {cJSON_True, cJSON_False, cJSON_NULL, cJSON_NULL, cJSON_NULL, cJSON_NULL, cJSON_Number};
	MlsElements elements = mls_json_elements(at);

	CHECK(at->item->child == NULL);
	CHECK_INT(mls_json_length(at), 22);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		CHECK_INT(mls_json_next(&elements)->type, kinds[i]);
}

static void
read_floats(MlsLoad *load, const MlsAt *at)
{
	float	   *floats = mls_json_floats(load, at, 17, true);
	double	   *doubles = mls_json_doubles(load, at, 17, true);

	REQUIRE(floats != NULL && doubles != NULL);
	CHECK(isnan(floats[0]) && isnan(doubles[0]));
	CHECK_DOUBLE(floats[16], 16.0);
	CHECK_DOUBLE(doubles[16], 16.0);
	CHECK(mls_json_integers(load, at, 17, 0, 16) == NULL);
}

TEST(truth_values_and_nulls_may_be_among_them)
{
	check_read("{\"a\":[true,false, null,NaN,Infinity,-Infinity," SIXTEEN "]}", read_mixture, NULL);
	check_read("{\"a\":[NaN," SIXTEEN "]}", read_floats, "a[0]: this is null instead of a number");
}

/* ---- what stays in the tree ---- */

static void
is_in_tree(MlsLoad *load, const MlsAt *at)
{
	CHECK(cJSON_IsArray(at->item) && at->item->child != NULL);
}

TEST(short_and_mixed_arrays_are_in_the_tree)
{
	check_read("{\"a\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]}", is_in_tree, NULL);
	check_read("{\"a\":[" SIXTEEN ",\"17\"]}", is_in_tree, NULL);
	check_read("{\"a\":[" SIXTEEN ",[17]]}", is_in_tree, NULL);
	check_read("{\"a\":[[" SIXTEEN "]]}", is_in_tree, NULL);

	/* cJSON reads these, although JSON does not have them */
	check_read("{\"a\":[01," SIXTEEN "]}", is_in_tree, NULL);
	check_read("{\"a\":[1.," SIXTEEN "]}", is_in_tree, NULL);
	check_read("{\"a\":[\x01" SIXTEEN "]}", is_in_tree, NULL);
}

static void
is_text(MlsLoad *load, const MlsAt *at)
{
	CHECK(cJSON_IsString(at->item->child));
}

TEST(no_text_is_taken_for_an_array)
{
	check_read("{\"b\":[" SIXTEEN "],\"a\":[\"\xC3\xBF" "00000000\"]}", is_text, NULL);
	check_read("{\"b\":[" SIXTEEN "],\"a\":[\"\\u00FF00000000\"]}", is_text, NULL);
}

/* ---- errors; the places are those that cJSON itself gives ---- */

static void
check_refused(const char *text, MlsCode code, const char *problems)
{
	JsonDocument json;

	json_open(&json, text, &(MlsLoadOptions) {.format = "coefficients"});
	CHECK_INT(json.code, code);
	CHECK_STRING(json.problems, problems);
	json_close(&json);
}

TEST(errors_keep_their_places)
{
	check_refused("[" SIXTEEN "]", MLS_INVALID, "the document is an array instead of an object\n");
	check_refused("{'a': [" SIXTEEN "],\n 'b' 1}", MLS_SYNTAX, "line 2, column 6: the document is not JSON\n");
	check_refused("{'a': [" SIXTEEN "],\n 'b': [" SIXTEEN "] x}", MLS_SYNTAX,
				  "line 2, column 48: the document is not JSON\n");
	check_refused("{'a': [" SIXTEEN "], [" SIXTEEN "]: 1}", MLS_SYNTAX,
				  "line 1, column 50: the document is not JSON\n");
	check_refused("{'a': [" SIXTEEN "]", MLS_SYNTAX, "line 1, column 46: the document is not JSON\n");
	check_refused("{'a': [" SIXTEEN "],\n 'b': NaN, 'c': [" SIXTEEN "]}\n y", MLS_SYNTAX,
				  "line 3, column 2: text follows the document\n");
	check_refused("{'a': [" SIXTEEN ",]}", MLS_SYNTAX, "line 1, column 47: the document is not JSON\n");
	check_refused("{'a': [" SIXTEEN ",17", MLS_SYNTAX, "line 1, column 48: the document is not JSON\n");
	check_refused("{'ml_score': 1, 'model': [" SIXTEEN "], 'features': [" SIXTEEN "]}", MLS_INVALID,
				  "model: this is an array instead of text\n");
}

static void
read_integers(MlsLoad *load, const MlsAt *at)
{
	CHECK(mls_json_integers(load, at, 16, 1, 15) == NULL);
	CHECK(mls_json_integers(load, at, 17, 1, 16) == NULL);
	CHECK(mls_json_integers(load, at, 16, 1, 16) != NULL);
}

TEST(problems_name_the_element)
{
	check_read("{\"a\":[" SIXTEEN "]}", read_integers, "a[15]: 16 is not between 1 and 15");
}

/* ---- binary forms ---- */

TEST(binary_elements_are_big_endian)
{
	static const struct
	{
		MlsArrayForm form;
		const char *bytes;
		double		first;
		double		second;
	}			cases[] = {
		{MLS_ARRAY_INT8, "\xFF\x7F", -1, 127},
		{MLS_ARRAY_UINT8, "\xFF\x7F", 255, 127},
		{MLS_ARRAY_INT16, "\xFF\xFE\x01\x02", -2, 258},
		{MLS_ARRAY_INT32, "\xFF\xFF\xFF\xFD\x01\x00\x00\x00", -3, 16777216},
		{MLS_ARRAY_INT64, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFC\x00\x00\x00\x01\x00\x00\x00\x00", -4, 4294967296.0},
		{MLS_ARRAY_FLOAT32, "\x3F\xC0\x00\x00\xBD\xCC\xCC\xCD", 1.5, -0.1f},
		{MLS_ARRAY_FLOAT64, "\x3F\xF8\x00\x00\x00\x00\x00\x00\xBF\xB9\x99\x99\x99\x99\x99\x9A", 1.5, -0.1},
		{MLS_ARRAY_FLOAT32, "\x7F\xC0\x00\x00\x7F\x80\x00\x00", NAN, NAN},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		MlsJsonArray array = {cases[i].form, 2, cases[i].bytes};
		cJSON		item = {0};
		MlsAt		at = {.item = &item};
		MlsElements elements;
		const cJSON *element;

		mls_json_make_array(&item, &array);
		CHECK_INT(mls_json_length(&at), 2);
		elements = mls_json_elements(&at);
		for (int k = 0; k < 2; k++)
		{
			double		expected = k == 0 ? cases[i].first : cases[i].second;

			element = mls_json_next(&elements);
			REQUIRE(element != NULL);
			CHECK_INT(element->type, isnan(expected) ? cJSON_NULL : cJSON_Number);
			if (!isnan(expected))
				CHECK_DOUBLE(element->valuedouble, expected);
		}
		CHECK(mls_json_next(&elements) == NULL);
	}
}
