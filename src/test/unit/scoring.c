/*
 * test/unit/scoring.c
 *	  For tests that load a document and score a row.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/number.h"
#include "scoring.h"
#include "test.h"

/* Texts for a test live until its process ends. */
static char *
append(char *text, const char *more)
{
	size_t		length = text ? strlen(text) : 0;
	char	   *longer = realloc(text, length + strlen(more) + 1);

	strcpy(longer + length, more);
	return longer;
}

static char *
list(const MlsProblem *problem)
{
	char	   *text = append(NULL, "");

	for (; problem; problem = problem->next)
	{
		if (problem->place)
		{
			text = append(text, problem->place);
			text = append(text, ": ");
		}
		text = append(text, problem->message);
		text = append(text, "\n");
	}
	return text;
}

void
scoring_open(Scoring *s, const char *document, const MlsLoadOptions *options)
{
	static const MlsLoadOptions none;

	memset(s, 0, sizeof(*s));
	mls_load_init(&s->load, &mls_malloc_host, (size_t) 64 << 20);
	s->code = mls_load_document(&s->load, document, strlen(document), options ? options : &none, &s->loaded);
	s->problems = list(s->load.problems);
	s->notices = list(s->load.notices);
	if (s->code == MLS_OK)
	{
		s->eval = mls_eval_new(s->loaded.image, 1, &mls_malloc_host);
		scoring_row(s);
	}
}

void
scoring_close(Scoring *s)
{
	if (s->eval)
		mls_eval_free(s->eval);
	free(s->problems);
	free(s->notices);
	mls_load_free(&s->load);
}

/* A test that goes on without a model would only crash. */
static void
need_model(const Scoring *s)
{
	if (!s->eval)
	{
		printf("  the document was refused: %s", s->problems);
		exit(EXIT_FAILURE);
	}
}

void
scoring_row(Scoring *s)
{
	need_model(s);
	mls_eval_begin(s->eval, 1);
	s->has_run = false;
}

static bool
is_named(const MlsImage *image, uint32_t code, const char *name)
{
	return code != MLS_NONE && strcmp(mls_image_string(image, code)->bytes, name) == 0;
}

uint32_t
scoring_input(const Scoring *s, const char *name)
{
	need_model(s);
	for (uint32_t i = 0; i < MLS_N_RECORDS(s->loaded.image, INPUT); i++)
	{
		const MlsImgInput *input = &MLS_RECORDS(s->loaded.image, INPUT)[i];

		if (input->read && is_named(s->loaded.image, input->name, name))
			return i;
	}
	printf("  no input \"%s\" is read\n", name);
	exit(EXIT_FAILURE);
}

void
scoring_text(Scoring *s, const char *name, const char *text)
{
	mls_set_text(s->eval, scoring_input(s, name), 0, text, strlen(text));
}

static const char *
cell_text(Scoring *s, uint32_t column)
{
	static char number[MLS_NUMBER_TEXT];
	static char moment[MLS_CALENDAR_TEXT];
	MlsCell		cell;

	if (!s->has_run)
		mls_eval_run(s->eval);
	s->has_run = true;
	if (mls_eval_status(s->eval, 0).code != MLS_REASON_NONE)
		return "invalid";
	if (column == MLS_NONE)
		return "none";
	cell = mls_eval_cell(s->eval, column, 0);
	switch (cell.tag)
	{
		case MLS_TAG_MISSING:
			return "missing";
		case MLS_TAG_INVALID:
			return "invalid cell";
		case MLS_TAG_STRING:
			return cell.datum.s->bytes;
		case MLS_TAG_BOOLEAN:
			return cell.datum.i ? "true" : "false";
		case MLS_TAG_INTEGER:
			snprintf(number, sizeof(number), "%lld", (long long) cell.datum.i);
			return number;
		case MLS_TAG_FLOAT:
			mls_format_float(number, (float) cell.datum.d);
			return number;
		case MLS_TAG_DOUBLE:
			mls_format_double(number, cell.datum.d);
			return number;
		case MLS_TAG_DATE:
		case MLS_TAG_TIME:
		case MLS_TAG_DATETIME:
			mls_format_moment(moment, cell);
			return moment;
	}
	return "no cell";
}

const char *
scoring_result(Scoring *s, const char *name)
{
	const MlsImage *image = s->loaded.image;

	need_model(s);
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, OUTPUT); i++)
	{
		if (is_named(image, MLS_RECORDS(image, OUTPUT)[i].name, name))
			return cell_text(s, MLS_RECORDS(image, OUTPUT)[i].column);
	}
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, RESULT); i++)
	{
		if (is_named(image, MLS_RECORDS(image, RESULT)[i].name, name))
			return cell_text(s, MLS_RECORDS(image, RESULT)[i].value);
	}
	return "no such result";
}

const char *
scoring_list(Scoring *s)
{
	const MlsImgResult *result;
	static char *text;
	const char *length;
	int			n;

	need_model(s);
	result = MLS_RECORDS(s->loaded.image, RESULT);
	length = cell_text(s, result->value);
	if (result->no_number != MLS_IS_LIST || sscanf(length, "%d", &n) != 1)
		return length;
	free(text);
	text = append(NULL, "[");
	for (int i = 0; i < n; i++)
	{
		text = append(text, i > 0 ? ", " : "");
		text = append(text, cell_text(s, result->items.first + i));
	}
	return text = append(text, "]");
}

const char *
scoring_number(Scoring *s)
{
	need_model(s);
	return cell_text(s, MLS_RECORDS(s->loaded.image, RESULT)[0].number);
}

const char *
scoring_pmml(const char *rest)
{
	static char *document;

	free(document);
	document = append(NULL, "<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/><DataDictionary>"
					  "<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>"
					  "<DataField name=\"z\" optype=\"continuous\" dataType=\"double\"/>"
					  "<DataField name=\"i\" optype=\"continuous\" dataType=\"integer\"/>"
					  "<DataField name=\"f\" optype=\"continuous\" dataType=\"float\"/>"
					  "<DataField name=\"c\" optype=\"categorical\" dataType=\"string\">"
					  "<Value value=\"a\"/><Value value=\"b\"/><Value value=\"c\"/></DataField>"
					  "<DataField name=\"s\" optype=\"categorical\" dataType=\"string\"/>"
					  "<DataField name=\"b\" optype=\"categorical\" dataType=\"boolean\"/>"
					  "<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>"
					  "<DataField name=\"k\" optype=\"categorical\" dataType=\"string\">"
					  "<Value value=\"no\"/><Value value=\"yes\"/></DataField>"
					  "</DataDictionary>\n");
	document = append(document, rest);
	document = append(document, "</PMML>");
	return document;
}

void
scoring_refused(const char *rest, MlsCode code, const char *problem)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(rest), NULL);
	CHECK_INT(s.code, code);
	CHECK_CONTAINS(s.problems, problem);
	scoring_close(&s);
}
