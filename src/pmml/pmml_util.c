/*
 * pmml/pmml_util.c
 *	  Attributes of elements as values, and notes of what is wrong with them.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "pmml/pmml_util.h"

void
mls_pmml_problem(MlsPmml *pmml, MlsCode code, const MlsXml *element, const char *format,...)
{
	char		message[512];
	va_list		args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);

	/* no memory for places of problems that are only counted */
	mls_problem(pmml->load, code,
				pmml->load->n_problems < MLS_MAX_PROBLEMS ?
				mls_place(pmml->load, element->line, mls_quote(pmml->load, element->name)) : NULL,
				NULL, "%s", message);
}

/* Does this element mean nothing to scoring wherever it is? */
static bool
is_extension(const MlsXml *element)
{
	return element->foreign || strncmp(element->name, "X-", 2) == 0 ||
		strncmp(element->name, "x-", 2) == 0;
}

void
mls_pmml_unknown(MlsPmml *pmml, const MlsXml *element)
{
	if (!is_extension(element))
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "this element is not known here");
}

const MlsXml *
mls_pmml_only(MlsPmml *pmml, const MlsXml *element, const char *name)
{
	const MlsXml *only = NULL;

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_xml_is(child, name))
			continue;
		if (only)
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is another one in line %u", only->line);
		else
			only = child;
	}
	return only;
}

const char *
mls_pmml_required(MlsPmml *pmml, const MlsXml *element, const char *name)
{
	const char *value = mls_xml_get(element, name);

	if (value)
		return value;
	mls_pmml_problem(pmml, MLS_INVALID, element, "attribute %s is missing", name);
	return "";
}

/* The name of a field, the same pointer for the same name. */
static const char *
field_name(MlsPmml *pmml, const char *name)
{
	/* predicates of siblings name the same field */
	if (!pmml->last_name || !mls_xml_equal(pmml->last_name, name))
		pmml->last_name = mls_map_put(pmml->load, &pmml->names, name, (void *) name);
	return pmml->last_name;
}

const char *
mls_pmml_field(MlsPmml *pmml, const MlsXml *element, const char *name)
{
	return field_name(pmml, mls_pmml_required(pmml, element, name));
}

const char *
mls_pmml_history_field(MlsPmml *pmml, const MlsXml *element, const char *name)
{
	const char *field = mls_pmml_field(pmml, element, name);

	mls_map_put(pmml->load, &pmml->histories, field, (void *) field);
	return field;
}

const char *
mls_pmml_any_field(MlsPmml *pmml, const MlsXml *element)
{
	static const char *const names[] = {"name", "field", "fieldName"};

	for (int i = 0; i < 3; i++)
	{
		const char *value = mls_xml_get(element, names[i]);

		if (value)
			return field_name(pmml, value);
	}
	return mls_pmml_required(pmml, element, "name");
}

static void
not_a_number(MlsPmml *pmml, const MlsXml *element, const char *name, const char *text)
{
	mls_pmml_problem(pmml, MLS_INVALID, element, "attribute %s is not a number: \"%s\"",
					 name, mls_quote(pmml->load, text));
}

double
mls_pmml_number(MlsPmml *pmml, const MlsXml *element, const char *name, double absent)
{
	const char *text = mls_xml_get(element, name);
	double		number;

	if (!text)
		return absent;
	if (mls_parse_double(text, strlen(text), &number))
		return number;
	not_a_number(pmml, element, name, text);
	return absent;
}

double
mls_pmml_required_number(MlsPmml *pmml, const MlsXml *element, const char *name, double absent)
{
	mls_pmml_required(pmml, element, name);
	return mls_pmml_number(pmml, element, name, absent);
}

MlsLiteral
mls_pmml_coefficient(MlsPmml *pmml, const MlsXml *element, const char *name)
{
	MlsLiteral	literal = {.text = mls_xml_get(element, name)};
	double		number;

	if (!literal.text)
		literal.text = mls_pmml_required(pmml, element, name);
	else if (!mls_parse_double(literal.text, strlen(literal.text), &number))
		not_a_number(pmml, element, name, literal.text);
	return literal;
}

bool
mls_pmml_is_nearly(const char *text, const char *word)
{
	text += strspn(text, " \t\n\r");
	for (; *word; text++, word++)
	{
		char		a = *text >= 'A' && *text <= 'Z' ? (char) (*text + 'a' - 'A') : *text;
		char		b = *word >= 'A' && *word <= 'Z' ? (char) (*word + 'a' - 'A') : *word;

		if (a != b)
			return false;
	}
	return text[strspn(text, " \t\n\r")] == '\0';
}

int
mls_pmml_word(MlsPmml *pmml, const MlsXml *element, const char *name,
			  const MlsPmmlWord *words, int absent)
{
	const char *text = mls_xml_get(element, name);

	if (text)
	{
		for (const MlsPmmlWord *word = words; word->word; word++)
		{
			if (mls_xml_equal(word->word, text))
				return word->value;
		}
		for (const MlsPmmlWord *word = words; word->word; word++)
		{
			if (mls_pmml_is_nearly(text, word->word))
				return word->value;
		}
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "%s=\"%s\" is not supported",
						 name, mls_quote(pmml->load, text));
	}
	else if (absent < 0)
		mls_pmml_required(pmml, element, name);
	return absent < 0 ? words->value : absent;
}

int
mls_pmml_element_word(const MlsXml *element, const MlsPmmlWord *words)
{
	for (; words->word; words++)
	{
		if (mls_xml_is(element, words->word))
			return words->value;
	}
	return -1;
}

bool
mls_pmml_truth(MlsPmml *pmml, const MlsXml *element, const char *name, bool absent)
{
	const char *text = mls_xml_get(element, name);
	bool		truth;

	if (!text)
		return absent;
	if (mls_parse_boolean(text, strlen(text), &truth))
		return truth;
	mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "%s=\"%s\" is not supported",
					 name, mls_quote(pmml->load, text));
	return absent;
}

MlsOpType
mls_pmml_optype(MlsPmml *pmml, const MlsXml *element)
{
	static const MlsPmmlWord words[] = {
		{"continuous", MLS_OPTYPE_CONTINUOUS},
		{"categorical", MLS_OPTYPE_CATEGORICAL},
		{"ordinal", MLS_OPTYPE_ORDINAL},
		{"continious", MLS_OPTYPE_CONTINUOUS},	/* as some exporters spell it */
		{NULL, 0}
	};

	return (MlsOpType) mls_pmml_word(pmml, element, "optype", words, MLS_OPTYPE_NONE);
}

MlsDataType
mls_pmml_data_type(MlsPmml *pmml, const MlsXml *element)
{
	static const struct
	{
		const char *name;
		MlsDataType type;
	}			types[] =
	{
#define MLS_DATA_TYPE(symbol, name, kind, year) {name, MLS_TYPE_##symbol},
#include "lists/data_types.h"
#undef MLS_DATA_TYPE

		/* names that the standard does not know and exporters write */
		{"int", MLS_TYPE_INTEGER},
		{"long", MLS_TYPE_INTEGER},
		{"short", MLS_TYPE_INTEGER},
		{"byte", MLS_TYPE_INTEGER},
		{"real", MLS_TYPE_DOUBLE}
	};
	const char *text = mls_xml_get(element, "dataType");

	if (!text)
		text = mls_xml_get(element, "datatype");	/* as some write it */
	if (!text)
		return MLS_TYPE_NONE;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
	{
		if (mls_pmml_is_nearly(text, types[i].name))
			return types[i].type;
	}
	mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "dataType=\"%s\" is not supported",
					 mls_quote(pmml->load, text));
	return MLS_TYPE_NONE;
}

MlsDataType
mls_pmml_default_type(MlsDataType type, MlsOpType optype)
{
	if (type != MLS_TYPE_NONE || optype == MLS_OPTYPE_NONE)
		return type;
	return optype == MLS_OPTYPE_CONTINUOUS ? MLS_TYPE_DOUBLE : MLS_TYPE_STRING;
}
