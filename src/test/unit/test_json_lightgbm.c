/*
 * test/unit/test_json_lightgbm.c
 *	  Unit tests of the readers of LightGBM's files: what they refuse, and options.
 *
 * That they read right is seen by the fixtures.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_document.h"
#include "test.h"

#define FOLDER	"model_fixtures/"

TEST(damaged_documents_are_refused_with_a_place)
{
	CHECK(json_check_damaged("lightgbm_bad", "dump_truncated.json") > 40);
}

/* Every part of a document up to its trees' end is refused, and read within its bounds. */
static void
check_truncations(const char *path, const char *end, const char *format)
{
	size_t		length;
	char	   *text = test_read_file(path, &length);
	size_t		most = (size_t) (strstr(text, end) - text);

	for (size_t n = 0; n < most; n += 7)
	{
		/* exactly as many bytes, so that a read behind them is seen */
		char	   *part = malloc(n > 0 ? n : 1);
		JsonDocument json;

		memcpy(part, text, n);
		json_open_bytes(&json, part, n, &(MlsLoadOptions) {.format = format}, &mls_malloc_host, 1 << 26);
		CHECK(json.code == MLS_SYNTAX || json.code == MLS_INVALID || json.code == MLS_UNSUPPORTED);
		json_close(&json);
		free(part);
	}
}

TEST(every_truncation_is_refused)
{
	check_truncations(FOLDER "lightgbm47_names_credit/model.txt", "end of trees", "lightgbm");
	check_truncations(FOLDER "lightgbm47_names_json_bikes/model.json", "\"feature_importances\"", "lightgbm_json");
}

/* What becomes of a document with one byte changed: anything but a crash. */
static void
check_changes(const char *path, const char *format, size_t step)
{
	static const char bytes[] = "\0-9 =\n\xFF,";
	size_t		length;
	char	   *text = test_read_file(path, &length);

	for (size_t i = 0; i < length; i += step)
	{
		char	   *copy = malloc(length);
		JsonDocument json;

		memcpy(copy, text, length);
		copy[i] = bytes[i % (sizeof(bytes) - 1)];
		json_open_bytes(&json, copy, length, &(MlsLoadOptions) {.format = format}, &mls_malloc_host, 1 << 26);
		json_close(&json);
		free(copy);
	}
}

TEST(changed_bytes_do_no_harm)
{
	check_changes(FOLDER "lightgbm47_names_credit/model.txt", "lightgbm", 11);
	check_changes(FOLDER "lightgbm47_names_json_bikes/model.json", "lightgbm_json", 41);
}

#define HEADER \
	"tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx=1\n" \
	"objective=regression\nfeature_names=a b\nfeature_infos=[0:1] [0:1]\n\n"
#define REST	"\nend of trees\n\n"

TEST(all_problems_are_reported_at_once)
{
	JsonDocument json;

	json_open(&json,
			  "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx=1\nnew=1\n"
			  "objective=surprise\nfeature_names=a a\nfeature_infos=[0:1] [0:1]\n\n"
			  "Tree=0\nnum_leaves=2\nnum_cat=0\nsplit_feature=7\nthreshold=1\ndecision_type=2\nleft_child=-1\n"
			  "right_child=-2\nleaf_value=1 2\nshrinkage=1\n\n"
			  "Tree=1\nnum_leaves=2\nnum_cat=0\nsplit_feature=0\nthreshold=1\ndecision_type=2\nleft_child=-1\n"
			  "right_child=-1\nleaf_value=1 x\nshrinkage=1\npower=2\n\n" REST, NULL);
	CHECK_STRING(json.problems,
				 "new: this key is not known\n"
				 "Tree=1.power: this key is not known\n"
				 "objective: the objective \"surprise\" is not known\n"
				 "feature_names: there are two features \"a\"\n"
				 "Tree=0: split 0 is on feature 7 of 2\n"
				 "Tree=1.leaf_value[1]: \"x\" is no finite number\n");
	CHECK_INT(json.code, MLS_UNSUPPORTED);
	json_close(&json);
}

/* The answers of LightGBM 4.7.0 for this very document, for its four rows. */
TEST(a_document_by_hand_is_scored)
{
	JsonDocument json;
	double		rows[][2] = {{1.0, 0.0}, {1.5, 0.0}, {2.0, 0.0}, {1.0, 5.0}};
	double		expected[] = {3.25, 3.25, 0.5, 3.25};

	json_open(&json, HEADER
			  "Tree=0\r\nnum_leaves=2\nnum_cat=0\nsplit_feature=0\nthreshold=1.5\ndecision_type=2\nleft_child=-1\n"
			  "right_child=-2\nleaf_value=3 0.25\nshrinkage=1\n\n"
			  "Tree=1\nnum_leaves=1\nnum_cat=0\nleaf_value=0.25\nshrinkage=1\n\n" REST, NULL);
	CHECK_STRING(json.problems, "");
	REQUIRE(json.code == MLS_OK);
	for (int i = 0; i < 4; i++)
		CHECK_DOUBLE(json_score(&json, rows[i], 2).number, expected[i]);
	json_close(&json);
}

TEST(options_are_obeyed)
{
	const char *names[] = {"first", "second", "third"};
	MlsLoadOptions options = {.feature_names = names, .n_feature_names = 2, .all_iterations = true};
	const char *document = HEADER "Tree=0\nnum_leaves=2\nnum_cat=0\nsplit_feature=1\nthreshold=1.5\ndecision_type=0\n"
		"left_child=-1\nright_child=-2\nleaf_value=3 0.25\nshrinkage=1\n\n" REST;
	double		row[2] = {0, -7};
	JsonDocument json;

	json_open(&json, document, &options);
	CHECK_STRING(json.problems, "");
	CHECK_STRING(json.loaded.document->fields[1].name, "second");
	CHECK_DOUBLE(json_score(&json, row, 2).number, 3.0);
	json_close(&json);

	options.n_feature_names = 3;
	json_open(&json, document, &options);
	CHECK_INT(json.code, MLS_BAD_OPTION);
	json_close(&json);

	/* a number that means missing counts as 0 where the split knows no missing values */
	options = (MlsLoadOptions) {.has_missing = true, .missing = 99};
	row[1] = 99;
	json_open(&json, document, &options);
	CHECK_DOUBLE(json_score(&json, row, 2).number, 3.0);
	json_close(&json);
}

/* ---- nodes inside each other, as deep as the tree ---- */

/* A dump of one tree that is a chain: x above i goes on, up to x at most "levels" - 1; "broken" stands in the deepest leaf. */
static char *
chain(int levels, const char *broken)
{
	size_t		room = 2000 + (size_t) levels * 300;
	char	   *text = malloc(room);
	char	   *p = text;

	p += sprintf(p, "{\"name\":\"tree\",\"version\":\"v4\",\"num_class\":1,\"num_tree_per_iteration\":1,\"label_index\":0,"
				 "\"max_feature_idx\":0,\"objective\":\"regression\",\"average_output\":false,\"feature_names\":[\"x\"],"
				 "\"feature_infos\":{},\"tree_info\":[{\"tree_index\":0,\"num_leaves\":%d,\"num_cat\":0,\"shrinkage\":1,"
				 "\"tree_structure\":", levels + 1);
	for (int i = 0; i < levels; i++)
		p += sprintf(p, "{\"split_index\":%d,\"split_feature\":0,\"split_gain\":1,\"threshold\":%d,\"decision_type\":\"<=\","
					 "\"default_left\":true,\"missing_type\":\"None\",\"left_child\":{\"leaf_index\":%d,\"leaf_value\":%d.5},"
					 "\n\"right_child\":", i, i, i, i);
	p += sprintf(p, "{\"leaf_index\":%d,\"leaf_value\":-1%s}", levels, broken);
	for (int i = 0; i < levels; i++)
		*p++ = '}';
	sprintf(p, "}],\"pandas_categorical\":[]}");
	return text;
}

TEST(a_tree_may_be_as_deep_as_any)
{
	static const int levels[] = {1, 44, 45, 46, 93, 94, 1500, 4999};

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
	{
		char	   *text = chain(levels[i], "");
		JsonDocument json;

		json_open_bytes(&json, text, strlen(text), NULL, &mls_malloc_host, 1 << 28);
		CHECK_STRING(json.problems, "");
		if (json.code == MLS_OK)
		{
			CHECK_DOUBLE(json_score(&json, (double[]) {0}, 1).number, 0.5);
			CHECK_DOUBLE(json_score(&json, (double[]) {levels[i] - 1}, 1).number, levels[i] - 0.5);
			CHECK_DOUBLE(json_score(&json, (double[]) {levels[i]}, 1).number, -1);
		}
		json_close(&json);
		free(text);
	}
}

TEST(what_is_wrong_deep_in_a_tree_has_a_place)
{
	static const struct
	{
		int			levels;
		const char *broken;
		MlsCode		code;
		const char *place;		/* how the problem begins */
	}			cases[] = {
		{200, ",", MLS_SYNTAX, "line 201, column 50: the document is not JSON"},
		{200, "}", MLS_SYNTAX, "line 201, column "},
		{100, "]", MLS_SYNTAX, "line 101, column 48: the document is not JSON"},
		{3, ",\"leaf_shape\":1", MLS_UNSUPPORTED,
		"tree_info[0].tree_structure.right_child.right_child.right_child.leaf_shape: this key is not known"},
		{600, ",\"leaf_shape\":1", MLS_UNSUPPORTED, "tree_info[0].tree_structure.right_child.right_child."},
		{5070, "", MLS_TOO_LARGE, "line 5061, column 161: arrays and objects are nested too deep"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char	   *text = chain(cases[i].levels, cases[i].broken);
		JsonDocument json;

		json_open_bytes(&json, text, strlen(text), NULL, &mls_malloc_host, 1 << 28);
		CHECK_INT(json.code, cases[i].code);
		if (strncmp(json.problems, cases[i].place, strlen(cases[i].place)) != 0)
			CHECK_STRING(json.problems, cases[i].place);
		json_close(&json);
		free(text);
	}
}
