/*
 * test/unit/pmml_document.c
 *	  For tests of the PMML reader: documents, read and looked at.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pmml_document.h"

#define DICTIONARY \
	"<PMML version=\"4.4\" xmlns=\"http://www.dmg.org/PMML-4_4\"><Header/><DataDictionary>" \
	"<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>" \
	"<DataField name=\"x2\" optype=\"continuous\" dataType=\"double\"/>" \
	"<DataField name=\"x3\" optype=\"continuous\" dataType=\"double\"/>" \
	"<DataField name=\"f\" optype=\"continuous\" dataType=\"float\"/>" \
	"<DataField name=\"i\" optype=\"continuous\" dataType=\"integer\"/>" \
	"<DataField name=\"c\" optype=\"categorical\" dataType=\"string\"/>" \
	"<DataField name=\"d\" optype=\"continuous\" dataType=\"date\"/>" \
	"<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>" \
	"<DataField name=\"cls\" optype=\"categorical\" dataType=\"string\">" \
	"<Value value=\"yes\"/><Value value=\"no\"/></DataField></DataDictionary>"

#define SCHEMA \
	"<MiningSchema><MiningField name=\"x\"/><MiningField name=\"c\"/>" \
	"<MiningField name=\"y\" usageType=\"target\"/></MiningSchema>"

/* Texts of this process, each with a pointer to the one before in front, so that they can be reached. */
static void *texts;

static char *
new_text(size_t size)
{
	char	   *block = malloc(sizeof(void *) + size);

	if (!block)
		abort();
	*(void **) block = texts;
	texts = block;
	return block + sizeof(void *);
}

char *
pmml_text(const char *format,...)
{
	va_list		arguments;
	int			length;
	char	   *text;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	text = new_text((size_t) length + 1);
	va_start(arguments, format);
	vsnprintf(text, (size_t) length + 1, format, arguments);
	va_end(arguments);
	return text;
}

char *
pmml_repeat(const char *text, int n)
{
	size_t		length = strlen(text);
	char	   *all = new_text(length * (size_t) n + 1);

	for (int i = 0; i < n; i++)
		memcpy(all + length * (size_t) i, text, length);
	all[length * (size_t) n] = '\0';
	return all;
}

typedef struct Reading
{
	PmmlDocument *pmml;
	const char *bytes;
	size_t		length;
	const MlsLoadOptions *options;
} Reading;

static void
read_step(MlsLoad *load, void *arg)
{
	Reading    *reading = arg;
	MlsDocument *document = mls_read_pmml(load, reading->bytes, reading->length, reading->options);

	reading->pmml->model = mls_choose_model(load, document, reading->options);
	reading->pmml->document = document;
}

static char *
list_problems(const MlsProblem *problem)
{
	char	   *list = pmml_text("%s", "");

	for (; problem; problem = problem->next)
		list = pmml_text("%s%s%s%s\n", list, problem->place ? problem->place : "",
						 problem->place ? ": " : "", problem->message);
	return list;
}

void
pmml_open_bytes(PmmlDocument *pmml, const char *bytes, size_t length,
				const MlsLoadOptions *options, const MlsHost *host, size_t limit)
{
	Reading		reading = {pmml, bytes, length, options};

	memset(pmml, 0, sizeof(*pmml));
	mls_load_init(&pmml->load, host, limit);
	pmml->code = mls_run(&pmml->load, read_step, &reading);
	pmml->problems = list_problems(pmml->load.problems);
	pmml->notices = list_problems(pmml->load.notices);
}

void
pmml_close(PmmlDocument *pmml)
{
	mls_load_free(&pmml->load);
}

void
pmml_open(PmmlDocument *pmml, const char *text)
{
	static const MlsLoadOptions options;

	pmml_open_bytes(pmml, text, strlen(text), &options, &mls_malloc_host, (size_t) 1 << 32);
}

void
pmml_open_rest(PmmlDocument *pmml, const char *rest)
{
	pmml_open(pmml, pmml_text("%s\n%s</PMML>", DICTIONARY, rest));
}

void
pmml_open_tree(PmmlDocument *pmml, const char *node)
{
	pmml_open(pmml, pmml_text("%s<TreeModel functionName=\"regression\">%s\n%s</TreeModel></PMML>",
							  DICTIONARY, SCHEMA, node));
}

void
pmml_open_derived(PmmlDocument *pmml, const char *expression)
{
	pmml_open(pmml, pmml_text("%s<TreeModel functionName=\"regression\">%s<LocalTransformations>"
							  "<DerivedField name=\"z\" optype=\"continuous\" dataType=\"double\">\n%s"
							  "</DerivedField></LocalTransformations>"
							  "<Node score=\"1\"><True/></Node></TreeModel></PMML>",
							  DICTIONARY, SCHEMA, expression));
}
