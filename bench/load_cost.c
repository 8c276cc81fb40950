/*
 * bench/load_cost.c
 *	  What it costs to load a large document, beside the bare parser of its format.
 *
 *	 load_cost FORMAT MEGABYTES
 *
 * The document is made here: a sum of trees of depth 8 over 30 fields, as the
 * exporters write them (JPMML: nested nodes with simple predicates, indented;
 * XGBoost: parallel arrays; LightGBM: lines of numbers, and in dumps nested objects;
 * CatBoost: splits and leaves, and in trees that are not symmetric nested objects,
 * indented; the Python package, of scikit-learn's: parallel arrays).  Printed are CPU seconds and the peak of memory, both as
 * multiples: time of libxml2's SAX parser without handlers, of its tree, of cJSON's
 * tree, and for what no parser is for, of strtod over all numbers of the document;
 * memory of the document's bytes, which are not counted.  The best of three.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>
#include <libxml/parser.h>

#include "load/load.h"

#define FIELDS		30
#define DEPTH		8
#define NODES		((2 << DEPTH) - 1)
#define MEMORY		((size_t) 1 << 40)
#define REPETITIONS 3

typedef struct Text
{
	char	   *bytes;
	size_t		length;
	size_t		room;
} Text;

static uint64_t state = 88172645463325252u;

static uint64_t
next_random(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static double
random_number(void)
{
	return (double) (float) ((double) (next_random() >> 11) / (double) (UINT64_C(1) << 53) * 20 - 10);
}

static void add(Text *text, const char *format,...) __attribute__((format(printf, 2, 3)));

static void
add(Text *text, const char *format,...)
{
	va_list		arguments;

	if (text->room - text->length < 4096)
	{
		text->room = text->room * 2 + 65536;
		text->bytes = realloc(text->bytes, text->room);
		if (text->bytes == NULL)
			exit(1);
	}
	va_start(arguments, format);
	text->length += (size_t) vsnprintf(text->bytes + text->length, 4096, format, arguments);
	va_end(arguments);
}

/* ---- documents ---- */

static void
add_node(Text *text, int level, int id, const char *predicate)
{
	add(text, "%*s<Node id=\"%d\" score=\"%.9g\" recordCount=\"%d\">\n%*s%s\n", level + 5, "", id, random_number(),
		1 << (DEPTH - level), level + 6, "", predicate);
	for (int side = 0; level < DEPTH && side < 2; side++)
	{
		char		child[128];
		static int	field;
		static double value;

		if (side == 0)
		{
			field = (int) (next_random() % FIELDS);
			value = random_number();
		}
		snprintf(child, sizeof(child), "<SimplePredicate field=\"x%d\" operator=\"%s\" value=\"%.9g\"/>", field,
				 side == 0 ? "lessOrEqual" : "greaterThan", value);
		add_node(text, level + 1, 2 * id + side, child);
	}
	add(text, "%*s</Node>\n", level + 5, "");
}

static Text
pmml(size_t size)
{
	Text		text = {0};

	add(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\">\n"
		"<Header/>\n<DataDictionary>\n <DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>\n");
	for (int i = 0; i < FIELDS; i++)
		add(&text, " <DataField name=\"x%d\" optype=\"continuous\" dataType=\"double\"/>\n", i);
	add(&text, "</DataDictionary>\n<MiningModel functionName=\"regression\">\n <MiningSchema>\n"
		"  <MiningField name=\"y\" usageType=\"target\"/>\n");
	for (int i = 0; i < FIELDS; i++)
		add(&text, "  <MiningField name=\"x%d\"/>\n", i);
	add(&text, " </MiningSchema>\n <Segmentation multipleModelMethod=\"sum\">\n");
	for (int tree = 1; text.length < size; tree++)
	{
		add(&text, "  <Segment id=\"%d\">\n   <True/>\n   <TreeModel functionName=\"regression\""
			" missingValueStrategy=\"nullPrediction\" splitCharacteristic=\"binarySplit\">\n    <MiningSchema>\n", tree);
		for (int i = 0; i < FIELDS; i++)
			add(&text, "     <MiningField name=\"x%d\"/>\n", i);
		add(&text, "    </MiningSchema>\n");
		add_node(&text, 0, 1, "<True/>");
		add(&text, "   </TreeModel>\n  </Segment>\n");
	}
	add(&text, " </Segmentation>\n</MiningModel>\n</PMML>\n");
	return text;
}

static void
add_array(Text *text, const char *name, char kind)
{
	add(text, "\"%s\":[", name);
	for (int i = 0; i < NODES; i++)
	{
		bool		leaf = i >= NODES / 2;

		if (i > 0)
			add(text, ",");
		if (kind == 'l' || kind == 'r')
			add(text, "%d", leaf ? -1 : 2 * i + (kind == 'l' ? 1 : 2));
		else if (kind == 'p')
			add(text, "%d", i == 0 ? 2147483647 : (i - 1) / 2);
		else if (kind == 'f')
			add(text, "%d", leaf ? 0 : (int) (next_random() % FIELDS));
		else if (kind == '0')
			add(text, "0");
		else
			add(text, "%.8E", random_number());
	}
	add(text, "],");
}

static Text
xgboost_json(size_t size)
{
	Text		text = {0};
	int			trees = 0;

	add(&text, "{\"learner\":{\"attributes\":{},\"feature_names\":[],\"feature_types\":[],\"gradient_booster\":{\"model\":"
		"{\"trees\":[");
	for (; text.length < size; trees++)
	{
		add(&text, "%s{", trees > 0 ? "," : "");
		add_array(&text, "base_weights", 'x');
		add(&text, "\"categories\":[],\"categories_nodes\":[],\"categories_segments\":[],\"categories_sizes\":[],");
		add_array(&text, "default_left", '0');
		add(&text, "\"id\":%d,", trees);
		add_array(&text, "left_children", 'l');
		add_array(&text, "loss_changes", 'x');
		add_array(&text, "parents", 'p');
		add_array(&text, "right_children", 'r');
		add_array(&text, "split_conditions", 'x');
		add_array(&text, "split_indices", 'f');
		add_array(&text, "split_type", '0');
		add_array(&text, "sum_hessian", 'x');
		add(&text, "\"tree_param\":{\"num_deleted\":\"0\",\"num_feature\":\"%d\",\"num_nodes\":\"%d\","
			"\"size_leaf_vector\":\"1\"}}", FIELDS, NODES);
	}
	add(&text, "],\"tree_info\":[");
	for (int i = 0; i < trees; i++)
		add(&text, "%s0", i > 0 ? "," : "");
	add(&text, "],\"gbtree_model_param\":{\"num_trees\":\"%d\",\"num_parallel_tree\":\"1\"}},\"name\":\"gbtree\"},"
		"\"learner_model_param\":{\"base_score\":\"5E-1\",\"num_class\":\"0\",\"num_feature\":\"%d\",\"num_target\":\"1\"},"
		"\"objective\":{\"name\":\"reg:squarederror\",\"reg_loss_param\":{\"scale_pos_weight\":\"1\"}}},"
		"\"version\":[2,1,0]}", trees, FIELDS);
	return text;
}

static void
add_numbers(Text *text, const char *name, int n, const char *format, bool whole, int most)
{
	add(text, "%s=", name);
	for (int i = 0; i < n; i++)
	{
		if (i > 0)
			add(text, " ");
		if (whole)
			add(text, format, (int) (next_random() % (unsigned) most));
		else
			add(text, format, random_number());
	}
	add(text, "\n");
}

static Text
lightgbm(size_t size)
{
	Text		text = {0};
	int			splits = NODES / 2;

	add(&text, "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx=%d\n"
		"objective=regression\nfeature_names=", FIELDS - 1);
	for (int i = 0; i < FIELDS; i++)
		add(&text, "%sColumn_%d", i > 0 ? " " : "", i);
	add(&text, "\nfeature_infos=");
	for (int i = 0; i < FIELDS; i++)
		add(&text, "%s[-10:10]", i > 0 ? " " : "");
	add(&text, "\n\n");
	for (int tree = 0; text.length < size; tree++)
	{
		add(&text, "Tree=%d\nnum_leaves=%d\nnum_cat=0\n", tree, splits + 1);
		add_numbers(&text, "split_feature", splits, "%d", true, FIELDS);
		add_numbers(&text, "split_gain", splits, "%.6g", false, 0);
		add_numbers(&text, "threshold", splits, "%.17g", false, 0);
		add_numbers(&text, "decision_type", splits, "2", true, 1);
		for (int side = 1; side <= 2; side++)
		{
			add(&text, "%s_child=", side == 1 ? "left" : "right");
			for (int i = 0; i < splits; i++)
				add(&text, "%s%d", i > 0 ? " " : "", 2 * i + side < splits ? 2 * i + side : -(2 * i + side - splits + 1));
			add(&text, "\n");
		}
		add_numbers(&text, "leaf_value", splits + 1, "%.17g", false, 0);
		add_numbers(&text, "leaf_weight", splits + 1, "%d", true, 1000);
		add_numbers(&text, "leaf_count", splits + 1, "%d", true, 1000);
		add_numbers(&text, "internal_value", splits, "%.6g", false, 0);
		add_numbers(&text, "internal_weight", splits, "%d", true, 1000);
		add_numbers(&text, "internal_count", splits, "%d", true, 1000);
		add(&text, "is_linear=0\nshrinkage=0.1\n\n\n");
	}
	add(&text, "end of trees\n");
	return text;
}

static void
add_dumped(Text *text, int place)
{
	int			splits = NODES / 2;

	if (place >= splits)
	{
		add(text, "{\"leaf_index\": %d, \"leaf_value\": %.17g, \"leaf_weight\": %.17g, \"leaf_count\": %d}", place - splits,
			random_number(), random_number() + 20, (int) (next_random() % 1000));
		return;
	}
	add(text, "{\"split_index\": %d, \"split_feature\": %d, \"split_gain\": %.17g, \"threshold\": %.17g, "
		"\"decision_type\": \"<=\", \"default_left\": true, \"missing_type\": \"None\", \"internal_value\": %.6g, "
		"\"internal_weight\": %d, \"internal_count\": %d, \"left_child\": ", place, (int) (next_random() % FIELDS),
		random_number(), random_number(), random_number(), (int) (next_random() % 1000), (int) (next_random() % 1000));
	add_dumped(text, 2 * place + 1);
	add(text, ", \"right_child\": ");
	add_dumped(text, 2 * place + 2);
	add(text, "}");
}

static Text
lightgbm_json(size_t size)
{
	Text		text = {0};

	add(&text, "{\"name\": \"tree\", \"version\": \"v4\", \"num_class\": 1, \"num_tree_per_iteration\": 1, \"label_index\": 0, "
		"\"max_feature_idx\": %d, \"objective\": \"regression\", \"average_output\": false, \"feature_names\": [", FIELDS - 1);
	for (int i = 0; i < FIELDS; i++)
		add(&text, "%s\"Column_%d\"", i > 0 ? ", " : "", i);
	add(&text, "], \"monotone_constraints\": [], \"feature_infos\": {}, \"tree_info\": [");
	for (int tree = 0; text.length < size; tree++)
	{
		add(&text, "%s{\"tree_index\": %d, \"num_leaves\": %d, \"num_cat\": 0, \"shrinkage\": 0.1, \"tree_structure\": ",
			tree > 0 ? ", " : "", tree, NODES / 2 + 1);
		add_dumped(&text, 0);
		add(&text, "}");
	}
	add(&text, "], \"feature_importances\": {}, \"pandas_categorical\": []}");
	return text;
}

static void
add_catboost_head(Text *text)
{
	add(text, "{\n  \"features_info\":\n    {\n      \"float_features\":\n        [");
	for (int i = 0; i < FIELDS; i++)
		add(text, "%s\n          {\n            \"borders\":\n              [\n                0\n              ],\n"
			"            \"feature_id\":\"x%d\",\n            \"feature_index\":%d,\n            \"flat_feature_index\":%d,\n"
			"            \"has_nans\":false,\n            \"nan_value_treatment\":\"AsIs\"\n          }", i > 0 ? "," : "", i, i, i);
	add(text, "\n        ]\n    },\n  \"model_info\":\n    {\n      \"params\":\n        {\n          \"loss_function\":\n"
		"            {\n              \"type\":\"RMSE\"\n            }\n        }\n    },\n");
}

static void
add_catboost_end(Text *text)
{
	add(text, "\n    ],\n  \"scale_and_bias\":\n    [\n      1,\n      [\n        0.5\n      ]\n    ]\n}");
}

static Text
catboost_json(size_t size)
{
	Text		text = {0};

	add_catboost_head(&text);
	add(&text, "  \"oblivious_trees\":\n    [");
	for (int tree = 0; text.length < size; tree++)
	{
		add(&text, "%s\n      {\n        \"leaf_values\":\n          [", tree > 0 ? "," : "");
		for (int i = 0; i < 1 << DEPTH; i++)
			add(&text, "%s\n            %.17g", i > 0 ? "," : "", random_number() / 3);
		add(&text, "\n          ],\n        \"leaf_weights\":\n          [");
		for (int i = 0; i < 1 << DEPTH; i++)
			add(&text, "%s\n            %d", i > 0 ? "," : "", (int) (next_random() % 1000));
		add(&text, "\n          ],\n        \"splits\":\n          [");
		for (int i = 0; i < DEPTH; i++)
			add(&text, "%s\n            {\n              \"border\":%.17g,\n              \"float_feature_index\":%d,\n"
				"              \"split_index\":%d,\n              \"split_type\":\"FloatFeature\"\n            }", i > 0 ? "," : "",
				random_number(), (int) (next_random() % FIELDS), i);
		add(&text, "\n          ]\n      }");
	}
	add_catboost_end(&text);
	return text;
}

static void
add_catboost_node(Text *text, int level)
{
	int			blanks = 8 + 4 * level;

	if (level == DEPTH)
	{
		add(text, "%*s\"value\":%.17g,\n%*s\"weight\":%d\n", blanks, "", random_number() / 3, blanks, "",
			(int) (next_random() % 1000));
		return;
	}
	for (int side = 0; side < 2; side++)
	{
		add(text, "%*s\"%s\":\n%*s{\n", blanks, "", side == 0 ? "left" : "right", blanks + 2, "");
		add_catboost_node(text, level + 1);
		add(text, "%*s},\n", blanks + 2, "");
	}
	add(text, "%*s\"split\":\n%*s{\n%*s\"border\":%.17g,\n%*s\"float_feature_index\":%d,\n%*s\"split_index\":%d,\n"
		"%*s\"split_type\":\"FloatFeature\"\n%*s}\n", blanks, "", blanks + 2, "", blanks + 4, "", random_number(),
		blanks + 4, "", (int) (next_random() % FIELDS), blanks + 4, "", level, blanks + 4, "", blanks + 2, "");
}

static Text
catboost_nodes(size_t size)
{
	Text		text = {0};

	add_catboost_head(&text);
	add(&text, "  \"trees\":\n    [");
	for (int tree = 0; text.length < size; tree++)
	{
		add(&text, "%s\n      {\n", tree > 0 ? "," : "");
		add_catboost_node(&text, 0);
		add(&text, "      }");
	}
	add_catboost_end(&text);
	return text;
}

static void
add_listed(Text *text, const char *name, char kind)
{
	add(text, ", \"%s\": [", name);
	for (int i = 0; i < NODES; i++)
	{
		bool		leaf = i >= NODES / 2;

		add(text, "%s", i > 0 ? ", " : "");
		if (kind == 'l' || kind == 'r')
			add(text, "%d", leaf ? -1 : 2 * i + (kind == 'l' ? 1 : 2));
		else if (kind == 'f')
			add(text, "%d", leaf ? -2 : (int) (next_random() % FIELDS));
		else if (kind == 't' && leaf)
			add(text, "0.0");
		else
			add(text, "%.17g", kind == 't' ? random_number() : random_number() / 3);
	}
	add(text, "]");
}

static Text
pipeline(size_t size)
{
	Text		text = {0};

	add(&text, "{\"ml_score\": 1, \"inputs\": [");
	for (int i = 0; i < FIELDS; i++)
		add(&text, "%s{\"name\": \"x%d\", \"type\": \"float\"}", i > 0 ? ", " : "", i);
	add(&text, "], \"model\": {\"type\": \"trees\", \"fields\": [");
	for (int i = 0; i < FIELDS; i++)
		add(&text, "%s\"x%d\"", i > 0 ? ", " : "", i);
	add(&text, "], \"outputs\": 1, \"divisor\": 100.0, \"trees\": [");
	for (int tree = 0; text.length < size; tree++)
	{
		add(&text, "%s{\"output\": 0", tree > 0 ? ", " : "");
		add_listed(&text, "left", 'l');
		add_listed(&text, "right", 'r');
		add_listed(&text, "feature", 'f');
		add_listed(&text, "threshold", 't');
		add_listed(&text, "value", 'v');
		add(&text, "}");
	}
	add(&text, "]}}");
	return text;
}

/* ---- UBJSON: numbers big-endian ---- */

static void
add_bytes(Text *text, const void *bytes, size_t n)
{
	add(text, "%s", "");
	memcpy(text->bytes + text->length, bytes, n);
	text->length += n;
}

static void
add_big_endian(Text *text, uint64_t bits, int n)
{
	unsigned char bytes[8];

	for (int i = 0; i < n; i++)
		bytes[i] = (unsigned char) (bits >> 8 * (n - 1 - i));
	add_bytes(text, bytes, (size_t) n);
}

static void
add_name(Text *text, const char *name)
{
	add(text, "L");
	add_big_endian(text, strlen(name), 8);
	add(text, "%s", name);
}

static void
add_text(Text *text, const char *name, const char *value)
{
	add_name(text, name);
	add(text, "S");
	add_name(text, value);
}

static void
add_typed(Text *text, const char *name, char kind, int n)
{
	add_name(text, name);
	add(text, "[$%c#L", kind == 'x' ? 'd' : kind == '0' ? 'U' : 'l');
	add_big_endian(text, (uint64_t) n, 8);
	for (int i = 0; i < n; i++)
	{
		bool		leaf = i >= NODES / 2;
		float		number = (float) random_number();
		uint32_t	bits;

		memcpy(&bits, &number, sizeof(bits));
		if (kind == 'x')
			add_big_endian(text, bits, 4);
		else if (kind == '0')
			add_big_endian(text, 0, 1);
		else
			add_big_endian(text, (uint32_t) (kind == 'l' || kind == 'r' ? (leaf ? -1 : 2 * i + (kind == 'l' ? 1 : 2)) :
											 kind == 'f' && !leaf ? (int) (next_random() % FIELDS) : 0), 4);
	}
}

static Text
xgboost_ubjson(size_t size)
{
	static const struct
	{
		const char *name;
		char		kind;
	}			arrays[] = {
		{"base_weights", 'x'}, {"default_left", '0'}, {"left_children", 'l'}, {"loss_changes", 'x'}, {"parents", 'p'},
		{"right_children", 'r'}, {"split_conditions", 'x'}, {"split_indices", 'f'}, {"split_type", '0'}, {"sum_hessian", 'x'}
	};
	static const char *const empty[] = {"categories", "categories_nodes", "categories_segments", "categories_sizes"};
	Text		text = {0};
	char		number[20];
	int			trees = 0;

	add(&text, "{");
	add_name(&text, "learner");
	add(&text, "{");
	add_name(&text, "gradient_booster");
	add(&text, "{");
	add_name(&text, "model");
	add(&text, "{");
	add_name(&text, "trees");
	add(&text, "[");
	for (; text.length < size; trees++)
	{
		add(&text, "{");
		for (size_t i = 0; i < sizeof(arrays) / sizeof(arrays[0]); i++)
			add_typed(&text, arrays[i].name, arrays[i].kind, NODES);
		for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
			add_typed(&text, empty[i], 'p', 0);
		add_name(&text, "id");
		add(&text, "l");
		add_big_endian(&text, (uint32_t) trees, 4);
		add_name(&text, "tree_param");
		add(&text, "{");
		snprintf(number, sizeof(number), "%d", NODES);
		add_text(&text, "num_nodes", number);
		add_text(&text, "size_leaf_vector", "1");
		add(&text, "}}");
	}
	add(&text, "]");
	add_typed(&text, "tree_info", 'p', trees);
	add_name(&text, "gbtree_model_param");
	add(&text, "{");
	snprintf(number, sizeof(number), "%d", trees);
	add_text(&text, "num_trees", number);
	add_text(&text, "num_parallel_tree", "1");
	add(&text, "}}");
	add_text(&text, "name", "gbtree");
	add(&text, "}");
	add_name(&text, "learner_model_param");
	add(&text, "{");
	add_text(&text, "base_score", "5E-1");
	add_text(&text, "num_class", "0");
	snprintf(number, sizeof(number), "%d", FIELDS);
	add_text(&text, "num_feature", number);
	add_text(&text, "num_target", "1");
	add(&text, "}");
	add_name(&text, "objective");
	add(&text, "{");
	add_text(&text, "name", "reg:squarederror");
	add(&text, "}}");
	add_name(&text, "version");
	add(&text, "[$U#L");
	add_big_endian(&text, 3, 8);
	add_bytes(&text, "\2\1\0", 3);
	add(&text, "}");
	return text;
}

/* ---- times ---- */

static double
cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

static void
parse_sax(const Text *text)
{
	xmlSAXHandler none = {.initialized = XML_SAX2_MAGIC};
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&none, NULL, NULL, 0, NULL);

	xmlCtxtUseOptions(parser, XML_PARSE_HUGE | XML_PARSE_NONET);
	for (size_t i = 0; i < text->length; i += 65536)
		xmlParseChunk(parser, text->bytes + i, (int) (text->length - i < 65536 ? text->length - i : 65536),
					  i + 65536 >= text->length);
	xmlFreeParserCtxt(parser);
}

static void
parse_tree(const Text *text)
{
	xmlFreeDoc(xmlReadMemory(text->bytes, (int) text->length, NULL, NULL, XML_PARSE_HUGE | XML_PARSE_NONET));
}

static void
parse_json(const Text *text)
{
	cJSON_Delete(cJSON_ParseWithLength(text->bytes, text->length));
}

static double sum_of_numbers;

/* All words of numbers, as strtod reads them. */
static void
parse_numbers(const Text *text)
{
	const char *end = text->bytes + text->length;

	for (const char *p = text->bytes; p < end;)
	{
		char	   *behind = NULL;

		if (*p == '=' || *p == ' ')
			sum_of_numbers += strtod(p + 1, &behind);
		p = behind != NULL && behind > p ? behind : p + 1;
	}
}

/* All bytes, which is what a parser of a binary form must look at. */
static void
parse_bytes(const Text *text)
{
	for (size_t i = 0; i + 4 <= text->length; i += 4)
	{
		uint32_t	bits;

		memcpy(&bits, text->bytes + i, sizeof(bits));
		sum_of_numbers += bits;
	}
}

static size_t peak;
static size_t image_size;

static void
load_it(const Text *text)
{
	MlsLoad		load;
	MlsLoaded	loaded;
	MlsLoadOptions options = {0};

	mls_load_init(&load, &mls_malloc_host, MEMORY);
	if (mls_load_document(&load, text->bytes, text->length, &options, &loaded) != MLS_OK)
	{
		fprintf(stderr, "%s: %s\n", load.problems->place ? load.problems->place : "", load.problems->message);
		exit(1);
	}
	peak = load.arena.peak;
	image_size = loaded.image->size;
	mls_load_free(&load);
}

static double
best(void (*step) (const Text *text), const Text *text)
{
	double		least = 1e9;

	for (int i = 0; i < REPETITIONS; i++)
	{
		double		start = cpu();

		step(text);
		if (cpu() - start < least)
			least = cpu() - start;
	}
	return least;
}

typedef struct Format
{
	const char *name;
	Text		(*make) (size_t size);
	struct
	{
		const char *what;
		void		(*parse) (const Text *text);
	}			beside[2];
} Format;

static const Format formats[] = {
	{"pmml", pmml, {{"libxml2, SAX without handlers", parse_sax}, {"libxml2, tree", parse_tree}}},
	{"xgboost_json", xgboost_json, {{"cJSON, tree", parse_json}}},
	{"xgboost_ubjson", xgboost_ubjson, {{"the sum of its words", parse_bytes}}},
	{"lightgbm", lightgbm, {{"strtod of its numbers", parse_numbers}}},
	{"lightgbm_json", lightgbm_json, {{"cJSON, tree", parse_json}}},
	{"catboost_json", catboost_json, {{"cJSON, tree", parse_json}}},
	{"catboost_nodes", catboost_nodes, {{"cJSON, tree", parse_json}}},
	{"pipeline", pipeline, {{"cJSON, tree", parse_json}}},
};

int
main(int argc, char **argv)
{
	const Format *format = NULL;
	Text		text;
	double		ours;

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]) && argc >= 3; i++)
	{
		if (strcmp(formats[i].name, argv[1]) == 0)
			format = &formats[i];
	}
	if (format == NULL)
	{
		fprintf(stderr, "usage: load_cost FORMAT MEGABYTES [FILE to write the document to]\nFORMAT is one of");
		for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
			fprintf(stderr, " %s", formats[i].name);
		fprintf(stderr, "\n");
		return 2;
	}
	text = format->make((size_t) atoi(argv[2]) * 1000000);
	if (argc > 3)
	{
		FILE	   *file = fopen(argv[3], "wb");

		return file != NULL && fwrite(text.bytes, 1, text.length, file) == text.length && fclose(file) == 0 ? 0 : 1;
	}
	ours = best(load_it, &text);
	printf("%s of %.1f MB: %.2f s, peak %.1f x the document, image %.2f x\n", argv[1], (double) text.length / 1e6, ours,
		   (double) peak / (double) text.length, (double) image_size / (double) text.length);
	for (int i = 0; i < 2 && format->beside[i].what != NULL; i++)
		printf("  %-30s %.2f x\n", format->beside[i].what, ours / best(format->beside[i].parse, &text));
	free(text.bytes);
	return 0;
}
