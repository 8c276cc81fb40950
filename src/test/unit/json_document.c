/*
 * test/unit/json_document.c
 *	  For tests of the JSON readers: documents, loaded as users load them.
 */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eval/eval.h"
#include "json_document.h"
#include "test.h"

#define LIMIT	((size_t) 1 << 28)

void
json_open_bytes(JsonDocument *json, const char *bytes, size_t length,
				const MlsLoadOptions *options, const MlsHost *host, size_t limit)
{
	static const MlsLoadOptions none;
	size_t		used = 0;

	memset(json, 0, sizeof(*json));
	mls_load_init(&json->load, host, limit);
	json->code = mls_load_document(&json->load, bytes, length, options ? options : &none, &json->loaded);
	for (const MlsProblem *p = json->load.problems; p && used < sizeof(json->problems); p = p->next)
		used += (size_t) snprintf(json->problems + used, sizeof(json->problems) - used, "%s%s%s\n",
								  p->place ? p->place : "", p->place ? ": " : "", p->message);
}

void
json_close(JsonDocument *json)
{
	mls_load_free(&json->load);
}

void
json_open(JsonDocument *json, const char *text, const MlsLoadOptions *options)
{
	size_t		length = strlen(text);
	char	   *copy = malloc(length + 1);

	for (size_t i = 0; i <= length; i++)
		copy[i] = text[i] == '\'' ? '"' : text[i];
	json_open_bytes(json, copy, length, options, &mls_malloc_host, LIMIT);
	free(copy);
}

void
json_open_fixture(JsonDocument *json, const char *name, const char *from, const char *to,
				  const MlsLoadOptions *options)
{
	char		path[256];
	size_t		length;
	char	   *text;
	char	   *at;
	char	   *changed;

	snprintf(path, sizeof(path), "model_fixtures/%s/model.json", name);
	text = test_read_file(path, &length);
	at = strstr(text, from);
	CHECK(at != NULL);
	if (at == NULL)
		at = text + length, from = "";
	changed = malloc(length + strlen(to) + 1);
	sprintf(changed, "%.*s%s%s", (int) (at - text), text, to, at + strlen(from));
	json_open_bytes(json, changed, strlen(changed), options, &mls_malloc_host, LIMIT);
	free(changed);
}

JsonScore
json_score(const JsonDocument *json, const double *inputs, uint32_t n)
{
	return json_score_target(json, inputs, n, 0);
}

JsonScore
json_score_target(const JsonDocument *json, const double *inputs, uint32_t n, uint32_t target)
{
	const MlsImage *image = json->loaded.image;
	const MlsImgResult *result = &MLS_RECORDS(image, RESULT)[target];
	JsonScore	score = {.number = NAN};
	MlsEval    *eval = mls_eval_new(image, 1, &mls_malloc_host);
	MlsCell		cell;

	mls_eval_begin(eval, 1);
	for (uint32_t i = 0; i < n && i < MLS_N_RECORDS(image, INPUT); i++)
	{
		if (MLS_RECORDS(image, INPUT)[i].read && !isnan(inputs[i]))
			mls_set_double(eval, i, 0, inputs[i]);
	}
	mls_eval_run(eval);
	score.reason = (MlsReasonCode) mls_eval_status(eval, 0).code;
	if (score.reason == MLS_REASON_NONE)
	{
		if (result->number != MLS_NONE)
		{
			cell = mls_eval_cell(eval, result->number, 0);
			if (cell.tag == MLS_TAG_DOUBLE || cell.tag == MLS_TAG_FLOAT)
				score.number = cell.datum.d;
		}
		cell = mls_eval_cell(eval, result->value, 0);
		if (cell.tag == MLS_TAG_STRING)
			snprintf(score.value, sizeof(score.value), "%s", cell.datum.s->bytes);
	}
	mls_eval_free(eval);
	return score;
}

/* ---- documents that must be refused ---- */

/* The class of SQLSTATEs that the host gives a code. */
static const char *
sqlstate_class(MlsCode code)
{
	switch (code)
	{
		case MLS_SYNTAX:
		case MLS_INVALID:
			return "22";
		case MLS_UNSUPPORTED:
			return "0A";
		case MLS_TOO_LARGE:
			return "54";
		default:
			return "?";
	}
}

int
json_check_damaged(const char *folder, const char *whole)
{
	char		path[256];
	size_t		length;
	cJSON	   *cases;
	const cJSON *item;
	int			n = 0;

	snprintf(path, sizeof(path), "model_fixtures/%s/cases.json", folder);
	cases = cJSON_Parse(test_read_file(path, &length));
	CHECK(cases != NULL);
	cJSON_ArrayForEach(item, cases)
	{
		const char *file = cJSON_GetObjectItem(item, "file")->valuestring;
		const char *expected = cJSON_GetObjectItem(item, "sqlstate_class")->valuestring;
		char	   *bytes;
		JsonDocument json;

		snprintf(path, sizeof(path), "model_fixtures/%s/%s", folder, file);
		bytes = test_read_file(path, &length);
		json_open_bytes(&json, bytes, length, NULL, &mls_malloc_host, LIMIT);
		if (strcmp(sqlstate_class(json.code), expected) != 0)
			printf("  %s: %s\n", file, json.problems);
		CHECK_STRING(sqlstate_class(json.code), expected);
		CHECK(json.load.n_problems < 10);
		if (json.load.problems != NULL && json.load.problems->place == NULL)
			CHECK(strstr(whole, file) != NULL);
		json_close(&json);
		n++;
	}
	cJSON_Delete(cases);
	return n;
}

/* ---- documents with one value changed ---- */

/* What a value is replaced by. */
static const char *const instead[] = {
	"null", "true", "-1", "0.5", "3", "1e308", "\"\"", "\"x\"", "[]", "[[]]", "{}", "[1, 1]", "{\"name\": \"x\"}"
};

#define N_INSTEAD	(sizeof(instead) / sizeof(instead[0]))

/* Loads a document; one that loads scores some rows, one that does not says where it is wrong. */
static void
check_either(const char *text, const char *format, const char *key, const char *as)
{
	JsonDocument json;

	json_open_bytes(&json, text, strlen(text), &(MlsLoadOptions) {.format = format}, &mls_malloc_host, LIMIT);
	if (json.code == MLS_OK)
	{
		for (int row = 0; row < 3; row++)
		{
			double		inputs[100];

			for (int i = 0; i < 100; i++)
				inputs[i] = row == 0 ? NAN : row == 1 ? i % 7 : -INFINITY;
			if (MLS_N_RECORDS(json.loaded.image, RESULT) > 0)
				json_score(&json, inputs, 100);
		}
	}
	else if (json.load.problems == NULL || json.load.problems->place == NULL)
	{
		printf("  \"%s\" as %s: %s\n", key, as, json.problems);
		CHECK(false);
	}
	json_close(&json);
}

/*
 * A kind of value: the way to it from the root, without the places in arrays, such
 * as ".model.trees[].left[]".
 */
typedef struct Kind
{
	struct Kind *next;
	int			count;			/* values of this kind that were come by */
	char		way[200];
} Kind;

/* The kind of a value below one with this way; a new one if there is none yet. */
static Kind *
kind_of(Kind **kinds, const char *parent, const cJSON *child)
{
	char		way[sizeof((*kinds)->way)];
	Kind	   *kind;

	snprintf(way, sizeof(way), child->string != NULL ? "%s.%s" : "%s[]", parent, child->string);
	for (kind = *kinds; kind != NULL; kind = kind->next)
	{
		if (strcmp(kind->way, way) == 0)
			return kind;
	}
	kind = calloc(1, sizeof(*kind));
	memcpy(kind->way, way, sizeof(way));
	kind->next = *kinds;
	return *kinds = kind;
}

/* Loads the document with a value's key changed, then with each of the others in the place of the value. */
static void
mutate(cJSON *root, cJSON *child, const char *format)
{
	const char *key = child->string != NULL ? child->string : "an element";
	char		mark[] = "\1";
	cJSON		kept = *child;
	char	   *text;
	char	   *at;

	if (child->string != NULL)
	{
		child->string = (char *) "another";
		text = cJSON_PrintUnformatted(root);
		child->string = kept.string;
		check_either(text, format, key, "another key");
		cJSON_free(text);
	}

	/* printing takes longer than loading: once, with a byte that no JSON has where the value is */
	child->type = cJSON_Raw;
	child->child = NULL;
	child->valuestring = mark;
	text = cJSON_PrintUnformatted(root);
	*child = kept;
	at = strchr(text, *mark);
	for (size_t i = 0; i < N_INSTEAD; i++)
	{
		char	   *changed = malloc(strlen(text) + strlen(instead[i]));

		sprintf(changed, "%.*s%s%s", (int) (at - text), text, instead[i], at + 1);
		check_either(changed, format, key, instead[i]);
		free(changed);
	}
	cJSON_free(text);
}

/* Changes each step-th value of a kind below an item, its first one always. */
static void
mutate_below(cJSON *root, cJSON *parent, const char *way, const char *format, int step, Kind **kinds)
{
	for (cJSON *child = parent->child; child != NULL; child = child->next)
	{
		Kind	   *kind = kind_of(kinds, way, child);

		if (kind->count++ % step == 0)
			mutate(root, child, format);
		mutate_below(root, child, kind->way, format, step, kinds);
	}
}

void
json_check_mutations(const char *name, const char *format, int step)
{
	char		path[256];
	size_t		length;
	cJSON	   *root;
	Kind	   *kinds = NULL;
	int			count = 0;

	snprintf(path, sizeof(path), "model_fixtures/%s/model.json", name);
	root = cJSON_Parse(test_read_file(path, &length));
	CHECK(root != NULL);
	mutate_below(root, root, "", format, step, &kinds);
	cJSON_Delete(root);
	while (kinds != NULL)
	{
		Kind	   *next = kinds->next;

		count += kinds->count;
		free(kinds);
		kinds = next;
	}
	CHECK(count > 20);
}
