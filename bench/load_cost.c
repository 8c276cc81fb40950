/*
 * bench/load_cost.c
 *	  What it costs to load a large document, beside the bare parser of its format.
 *
 *	 load_cost pmml|xgboost_json MEGABYTES
 *
 * The document is made here: a sum of trees of depth 8 over 30 fields, as the
 * exporters write them (JPMML: nested nodes with simple predicates, indented;
 * XGBoost: parallel arrays).  Printed are CPU seconds and the peak of memory, both as
 * multiples: time of libxml2's SAX parser without handlers, of its tree, of cJSON's
 * tree; memory of the document's bytes, which are not counted.  The best of three.
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

int
main(int argc, char **argv)
{
	bool		is_pmml = argc >= 3 && strcmp(argv[1], "pmml") == 0;
	Text		text;
	double		ours;

	if (argc < 3 || (!is_pmml && strcmp(argv[1], "xgboost_json") != 0))
	{
		fprintf(stderr, "usage: load_cost pmml|xgboost_json MEGABYTES [FILE to write the document to]\n");
		return 2;
	}
	text = is_pmml ? pmml((size_t) atoi(argv[2]) * 1000000) : xgboost_json((size_t) atoi(argv[2]) * 1000000);
	if (argc > 3)
	{
		FILE	   *file = fopen(argv[3], "wb");

		return file != NULL && fwrite(text.bytes, 1, text.length, file) == text.length && fclose(file) == 0 ? 0 : 1;
	}
	ours = best(load_it, &text);
	printf("%s of %.1f MB: %.2f s, peak %.1f x the document, image %.2f x\n", argv[1], (double) text.length / 1e6, ours,
		   (double) peak / (double) text.length, (double) image_size / (double) text.length);
	if (is_pmml)
	{
		printf("  libxml2, SAX without handlers: %.2f x\n", ours / best(parse_sax, &text));
		printf("  libxml2, tree:                 %.2f x\n", ours / best(parse_tree, &text));
	}
	else
		printf("  cJSON, tree:                   %.2f x\n", ours / best(parse_json, &text));
	free(text.bytes);
	return 0;
}
