/*
 * test/unit/test_fixtures.c
 *	  Real models against their trainers' own answers: a test for each folder of
 *	  model_fixtures/ (its README says what is in one).
 *
 * Each document is loaded as users load it; the rows are scored in one block, by
 * each variant of the inner loops that the CPU has, in small blocks, and by an
 * image in which every model is on its general kernel.  All must give the same
 * bits, and those must agree with the answers as the fixture's contract says.
 */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "compile/compile.h"
#include "csv.h"
#include "effects.h"
#include "exercised.h"
#include "eval/eval.h"
#include "eval/vectors.h"
#include "fixture.h"
#include "load/load.h"
#include "test.h"

#define FOLDER			"model_fixtures"
#define MAX_FIXTURES	5000
#define SMALL_BLOCK		3
#define MAX_COMPLAINTS	8		/* of one fixture */
#define MAX_WEIGHTS		100
#define MAX_TRIED		200000	/* bytes of a document that is scored again and again */

static int	complaints;

#define COMPLAIN(...) \
	do { \
		if (complaints++ < MAX_COMPLAINTS) \
		{ \
			printf("  "); \
			printf(__VA_ARGS__); \
			printf("\n"); \
		} \
	} while (0)

/* ---- the fixture's description ---- */

/* Whether a list of texts has a text. */
static bool
mentions(const cJSON *list, const char *text)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
		if (cJSON_IsString(item) && strcmp(item->valuestring, text) == 0)
		return true;
	return false;
}

static MlsLoadOptions
options_of(const cJSON *fixture, const char **names, MlsClassWeight *weights)
{
	const cJSON *load = cJSON_GetObjectItemCaseSensitive(fixture, "load");
	const cJSON *features = cJSON_GetObjectItemCaseSensitive(load, "feature_names");
	const char *iterations = fixture_text(load, "iterations");
	const cJSON *name;
	MlsLoadOptions options = {
		.format = fixture_text(load, "format"),
		.model_name = fixture_text(load, "model_name"),
		.event = fixture_text(load, "event"),
		.has_threshold = cJSON_HasObjectItem(load, "threshold"),
		.threshold = fixture_number(load, "threshold", NAN),
		.class_weights = weights,
		.margin = mentions(cJSON_GetObjectItemCaseSensitive(load, "extra_outputs"), "margin"),
		.leaf = mentions(cJSON_GetObjectItemCaseSensitive(load, "extra_outputs"), "leaf"),
		.feature_names = names,
		.has_missing = cJSON_HasObjectItem(load, "missing"),
		.missing = fixture_number(load, "missing", NAN),
		.all_iterations = iterations && strcmp(iterations, "all") == 0,
		.skip_verification = cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(load, "verify"))
	};

	cJSON_ArrayForEach(name, cJSON_GetObjectItemCaseSensitive(load, "class_weights"))
		if (options.n_class_weights < MAX_WEIGHTS)
		weights[options.n_class_weights++] = (MlsClassWeight) {name->string, name->valuedouble};
	cJSON_ArrayForEach(name, features)
		if (cJSON_IsString(name) && options.n_feature_names < 1000)
		names[options.n_feature_names++] = name->valuestring;
	if (options.n_feature_names == 0)
		options.feature_names = NULL;
	return options;
}

/* ---- inputs ---- */

/* Whether a column supplies an input: the same name, or as PostgreSQL folds and cleans it. */
static bool
names_match(const char *input, const char *column)
{
	if (strcmp(input, column) == 0)
		return true;
	for (; *input && *column; input++, column++)
	{
		bool		plain = (*input >= 'a' && *input <= 'z') || (*input >= '0' && *input <= '9');
		char		lower = *input >= 'A' && *input <= 'Z' ? (char) (*input + 'a' - 'A') : plain ? *input : '_';
		char		other = *column >= 'A' && *column <= 'Z' ? (char) (*column + 'a' - 'A') : *column;

		if (lower != other)
			return false;
	}
	return *input == *column;
}

static void
set_cell(MlsEval *eval, uint32_t input, uint32_t row, const char *type, const char *cell)
{
	int64_t		moment;

	if (cell == NULL)
		return;
	if (strcmp(type, "text") == 0 || strcmp(type, "jsonb") == 0)
		mls_set_text(eval, input, row, cell, strlen(cell));
	else if (strcmp(type, "bool") == 0)
		mls_set_boolean(eval, input, row, cell[0] == 't' || cell[0] == 'T' || cell[0] == '1');
	else if (strncmp(type, "int", 3) == 0)
		mls_set_integer(eval, input, row, strtoll(cell, NULL, 10));
	else if (strcmp(type, "float4") == 0)
		mls_set_float(eval, input, row, strtof(cell, NULL));
	else if (strcmp(type, "date") == 0 && mls_parse_date(cell, strlen(cell), &moment))
		mls_set_date(eval, input, row, moment);
	else if (strcmp(type, "time") == 0 && mls_parse_time(cell, strlen(cell), &moment))
		mls_set_time(eval, input, row, moment);
	else if (strcmp(type, "timestamp") == 0 && mls_parse_datetime(cell, strlen(cell), &moment))
		mls_set_datetime(eval, input, row, moment);
	else
		mls_set_double(eval, input, row, strtod(cell, NULL));
}

/* The column of the rows that supplies an input, or -1. */
static int
column_of_input(const Csv *rows, const char *input)
{
	int			exact = csv_column(rows, input);

	for (int i = 0; exact < 0 && i < rows->n_columns; i++)
		if (names_match(input, rows->names[i]))
			exact = i;
	return exact;
}

static void
set_rows(MlsEval *eval, const MlsImage *image, const cJSON *columns, const Csv *rows, int first, int n)
{
	const MlsImgInput *inputs = MLS_RECORDS(image, INPUT);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, INPUT); i++)
	{
		const char *name = mls_image_string(image, inputs[i].name)->bytes;
		int			column = column_of_input(rows, name);
		const char *type = NULL;
		const cJSON *declared;

		if (!inputs[i].read)
			continue;
		if (column < 0)
		{
			COMPLAIN("input.csv lacks the input \"%s\"", name);
			continue;
		}
		cJSON_ArrayForEach(declared, columns)
			if (fixture_text(declared, "name") && strcmp(fixture_text(declared, "name"), rows->names[column]) == 0)
			type = fixture_text(declared, "type");
		for (int row = 0; row < n; row++)
			set_cell(eval, i, (uint32_t) row, type ? type : "text", rows->cells[(first + row) * rows->n_columns + column]);
	}
}

/* ---- the answers ---- */

static void
check_row(const MlsImage *image, const MlsEval *eval, const cJSON *checks, const Csv *answers, int row)
{
	bool		has_result = mls_eval_status(eval, (uint32_t) row).code == MLS_REASON_NONE;
	int			error_column = csv_column(answers, "error");
	bool		should_fail = error_column >= 0 && answers->cells[row * answers->n_columns + error_column];
	const cJSON *check;

	if (should_fail == has_result)
		COMPLAIN("row %d: should be %s, is %s (reason %u)", row + 1, should_fail ? "invalid" : "valid",
				 has_result ? "valid" : "invalid", mls_eval_status(eval, (uint32_t) row).code);
	if (should_fail || !has_result)
		return;
	cJSON_ArrayForEach(check, checks)
	{
		uint32_t	column = fixture_column(image, check);
		int			place = csv_column(answers, fixture_text(check, "column"));

		if (column == MLS_NONE || place < 0)
		{
			if (row == 0)
				COMPLAIN("there is no result for \"%s\"", fixture_text(check, "column"));
			continue;
		}

		const char *expected = answers->cells[row * answers->n_columns + place];
		MlsCell		actual = mls_eval_cell(eval, column, (uint32_t) row);

		if (!fixture_agrees(check, actual, expected))
			COMPLAIN("row %d: %s is %s, not %s", row + 1, fixture_text(check, "column"), fixture_show(actual),
					 expected ? expected : "NULL");
	}
}

/* ---- the same bits in every block and on every kernel ---- */

static bool
same_cell(MlsCell a, MlsCell b)
{
	if (a.tag != b.tag || a.tag == MLS_TAG_MISSING)
		return a.tag == b.tag;
	if (a.tag == MLS_TAG_STRING)
		return strcmp(a.datum.s->bytes, b.datum.s->bytes) == 0;
	if ((a.tag == MLS_TAG_DOUBLE || a.tag == MLS_TAG_FLOAT) && isnan(a.datum.d) && isnan(b.datum.d))
		return true;
	return memcmp(&a.datum, &b.datum, sizeof(a.datum)) == 0;
}

static void
compare_evals(const char *what, const cJSON *checks, const MlsImage *image, const MlsEval *eval, int row,
			  const MlsImage *other_image, const MlsEval *other, int other_row)
{
	const cJSON *check;

	if ((mls_eval_status(eval, (uint32_t) row).code == 0) != (mls_eval_status(other, (uint32_t) other_row).code == 0))
		COMPLAIN("row %d: valid in only one of: block, %s", row + 1, what);
	if (mls_eval_status(eval, (uint32_t) row).code != 0)
		return;
	cJSON_ArrayForEach(check, checks)
	{
		uint32_t	a = fixture_column(image, check);
		uint32_t	b = fixture_column(other_image, check);

		if (a != MLS_NONE && b != MLS_NONE &&
			!same_cell(mls_eval_cell(eval, a, (uint32_t) row), mls_eval_cell(other, b, (uint32_t) other_row)))
			COMPLAIN("row %d: %s is %s in a block, something else %s", row + 1, fixture_text(check, "column"),
					 fixture_show(mls_eval_cell(eval, a, (uint32_t) row)), what);
	}
}

/* The evaluation of all rows in one block. */
static MlsEval *
score_block(const MlsImage *image, const cJSON *columns, const Csv *rows)
{
	MlsEval    *eval = mls_eval_new(image, (uint32_t) rows->n_rows, &mls_malloc_host);

	mls_eval_begin(eval, (uint32_t) rows->n_rows);
	set_rows(eval, image, columns, rows, 0, rows->n_rows);
	mls_eval_run(eval);
	return eval;
}

static void
score(const cJSON *fixture, const MlsLoaded *loaded, const MlsImage *plain, const char *folder)
{
	char		path[512];
	const cJSON *columns = cJSON_GetObjectItemCaseSensitive(fixture, "columns");
	const cJSON *checks = cJSON_GetObjectItemCaseSensitive(fixture, "checks");
	const MlsVectors *vectors;
	Csv		   *rows,
			   *answers;
	MlsEval    *eval,
			   *small,
			   *general;

	snprintf(path, sizeof(path), "%s/input.csv", folder);
	rows = csv_read(path);
	snprintf(path, sizeof(path), "%s/expected.csv", folder);
	answers = csv_read(path);
	CHECK_INT(answers->n_rows, rows->n_rows);

	eval = score_block(loaded->image, columns, rows);
	small = mls_eval_new(loaded->image, SMALL_BLOCK, &mls_malloc_host);
	general = score_block(plain, columns, rows);
	for (int row = 0; row < rows->n_rows && row < answers->n_rows; row++)
	{
		int			place = row % SMALL_BLOCK;

		if (place == 0)
		{
			int			n = rows->n_rows - row < SMALL_BLOCK ? rows->n_rows - row : SMALL_BLOCK;

			mls_eval_begin(small, (uint32_t) n);
			set_rows(small, loaded->image, columns, rows, row, n);
			mls_eval_run(small);
		}
		check_row(loaded->image, eval, checks, answers, row);
		compare_evals("in a smaller block", checks, loaded->image, eval, row, loaded->image, small, place);
		compare_evals("on the general kernels", checks, loaded->image, eval, row, plain, general, row);
	}
	for (uint32_t v = 0; (vectors = mls_vectors_at(v)) != NULL; v++)
	{
		MlsEval    *other;

		mls_use_vectors(vectors);
		other = score_block(loaded->image, columns, rows);
		for (int row = 0; row < rows->n_rows; row++)
			compare_evals(vectors->name, checks, loaded->image, eval, row, loaded->image, other, row);
		mls_eval_free(other);
	}
	mls_use_vectors(NULL);
	mls_eval_free(general);
	mls_eval_free(small);
	mls_eval_free(eval);
	csv_free(answers);
	csv_free(rows);
}

/* ---- what of the document matters ---- */

typedef struct Again
{
	const char *bytes;
	size_t		length;
	const MlsLoadOptions *options;
	const cJSON *fixture;
	const Csv  *rows;
} Again;

/* What is compared of a row with the reference, as text. */
static void
write_row(FILE *text, const MlsImage *image, const MlsEval *eval, const cJSON *checks, uint32_t row)
{
	const cJSON *check;

	fprintf(text, "%d", mls_eval_status(eval, row).code == MLS_REASON_NONE);
	cJSON_ArrayForEach(check, checks)
	{
		uint32_t	column = fixture_column(image, check);

		if (mls_eval_status(eval, row).code == MLS_REASON_NONE)
			fprintf(text, "\t%s", column == MLS_NONE ? "none" : fixture_show(mls_eval_cell(eval, column, row)));
	}
	fprintf(text, "\n");
}

/* Loads and scores the document once more: what comes out, as text. */
static char *
run_again(void *context)
{
	const Again *again = context;
	const cJSON *columns = cJSON_GetObjectItemCaseSensitive(again->fixture, "columns");
	const cJSON *checks = cJSON_GetObjectItemCaseSensitive(again->fixture, "checks");
	const int	complaints_before = complaints;
	char	   *bytes;
	size_t		length;
	FILE	   *text = open_memstream(&bytes, &length);
	MlsLoad		load;
	MlsLoaded	loaded;

	complaints = MAX_COMPLAINTS;	/* says nothing */
	mls_load_init(&load, &mls_malloc_host, (size_t) 1 << 30);
	if (mls_load_document(&load, again->bytes, again->length, again->options, &loaded) == MLS_OK)
	{
		MlsEval    *eval = score_block(loaded.image, columns, again->rows);

		for (int row = 0; row < again->rows->n_rows; row++)
			write_row(text, loaded.image, eval, checks, (uint32_t) row);
		mls_eval_free(eval);
	}
	else
		fprintf(text, EFFECTS_REFUSED "%s: %s", load.problems && load.problems->place ? load.problems->place : "document",
				load.problems ? load.problems->message : "");
	mls_load_free(&load);
	fclose(text);
	complaints = complaints_before;
	return bytes;
}

static void
note_effects(const char *bytes, size_t length, const MlsLoadOptions *options, const cJSON *fixture, const char *folder)
{
	char		path[512];
	Csv		   *rows;
	Again		again = {bytes, length, options, fixture, NULL};

	if (!exercised_file() || length > MAX_TRIED)
		return;
	snprintf(path, sizeof(path), "%s/input.csv", folder);
	again.rows = rows = csv_read(path);
	effects_note(run_again, &again);
	csv_free(rows);
}

/* ---- one fixture ---- */

typedef struct Plain
{
	MlsLoaded  *loaded;
	const MlsLoadOptions *options;
	MlsImage   *image;
} Plain;

static void
compile_plain(MlsLoad *load, void *arg)
{
	Plain	   *plain = arg;

	plain->image = mls_compile(load, plain->loaded->document, plain->loaded->model, plain->options, true);
}

static void
run_fixture(void)
{
	char		folder[300];
	char		path[512];
	const char *names[1000];
	MlsClassWeight weights[MAX_WEIGHTS];
	size_t		length;
	cJSON	   *fixture;
	MlsLoadOptions options;
	MlsLoad		load;
	MlsLoaded	loaded;
	MlsCode		code;
	bool		should_fail;

	snprintf(folder, sizeof(folder), FOLDER "/%s", test_current()->name);
	snprintf(path, sizeof(path), "%s/fixture.json", folder);
	fixture = cJSON_Parse(test_read_file(path, &length));
	REQUIRE(fixture != NULL);
	options = options_of(fixture, names, weights);
	should_fail = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(fixture, "load_error"));

	snprintf(path, sizeof(path), "%s/%s", folder, fixture_text(fixture, "document"));
	mls_load_init(&load, &mls_malloc_host, (size_t) 1 << 30);

	const char *bytes = test_read_file(path, &length);

	code = mls_load_document(&load, bytes, length, &options, &loaded);
	if (code != MLS_OK && !should_fail)
	{
		for (MlsProblem *problem = load.problems; problem; problem = problem->next)
			COMPLAIN("%s: %s", problem->place ? problem->place : "document", problem->message);
		CHECK_INT(code, MLS_OK);
	}
	if (code == MLS_OK && should_fail)
		COMPLAIN("the document should be refused");
	if (code == MLS_OK && !should_fail)
	{
		Plain		plain = {&loaded, &options, NULL};

		CHECK_INT(mls_run(&load, compile_plain, &plain), MLS_OK);
		if (plain.image)
			score(fixture, &loaded, plain.image, folder);
		note_effects(bytes, length, &options, fixture, folder);
	}
	mls_load_free(&load);
	cJSON_Delete(fixture);
	CHECK_INT(complaints, 0);
}

/* A test for each folder that holds a fixture.json. */
__attribute__((constructor))
static void
register_fixtures(void)
{
	static Test entries[MAX_FIXTURES];
	struct dirent **files;
	int			n = scandir(FOLDER, &files, NULL, alphasort);
	int			used = 0;

	for (int i = 0; i < n; i++)
	{
		char		path[512];
		FILE	   *file;

		snprintf(path, sizeof(path), FOLDER "/%s/fixture.json", files[i]->d_name);
		file = fopen(path, "r");
		if (file && used == MAX_FIXTURES)
		{
			fprintf(stderr, "there are more than %d fixtures\n", MAX_FIXTURES);
			exit(1);
		}
		if (file)
		{
			entries[used] = (Test) {__FILE__, used + 1, strdup(files[i]->d_name), run_fixture, NULL};
			test_register(&entries[used]);
			used++;
		}
		if (file)
			fclose(file);
		free(files[i]);
	}
	if (n >= 0)
		free(files);
}
