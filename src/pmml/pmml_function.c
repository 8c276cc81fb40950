/*
 * pmml/pmml_function.c
 *	  The functions that an Apply may call.
 *
 * Built-in ones, and those that the document defines; of the same name, the
 * built-in one wins.
 */
#include <string.h>

#include "pmml/pmml_util.h"

static const struct
{
	const char *name;
	int			least;
	int			most;			/* < 0: any number */
}			built_in[] =
{
#define MLS_FUNCTION(symbol, name, least, most) {name, least, most},
#include "lists/functions.h"
#undef MLS_FUNCTION
};

/*
 * Other names of built-in functions: two that exporters write, and those under
 * which functions were in use before the standard had them.
 */
static const struct
{
	const char *name;
	const char *standard;
}			other_names[] =
{
	{"%", "modulo"},
	{"formatDateTime", "formatDatetime"},
	{"x-acos", "acos"},
	{"x-asin", "asin"},
	{"x-atan", "atan"},
	{"x-atan2", "atan2"},
	{"x-concat", "concat"},
	{"x-cos", "cos"},
	{"x-cosh", "cosh"},
	{"x-expm1", "expm1"},
	{"x-hypot", "hypot"},
	{"x-ln1p", "ln1p"},
	{"x-modulo", "modulo"},
	{"x-rint", "rint"},
	{"x-sin", "sin"},
	{"x-sinh", "sinh"},
	{"x-tan", "tan"},
	{"x-tanh", "tanh"}
};

#define LENGTH(array)	(sizeof(array) / sizeof((array)[0]))

static void
check_arguments(MlsPmml *pmml, const MlsXml *apply, const char *name,
				uint32_t n, int least, int most)
{
	if (n >= (uint32_t) least && (most < 0 || n <= (uint32_t) most))
		return;
	if (most < 0)
		mls_pmml_problem(pmml, MLS_INVALID, apply, "function \"%s\" takes at least %d arguments, not %u",
						 name, least, n);
	else if (least == most)
		mls_pmml_problem(pmml, MLS_INVALID, apply, "function \"%s\" takes %d arguments, not %u",
						 mls_quote(pmml->load, name), least, n);
	else
		mls_pmml_problem(pmml, MLS_INVALID, apply, "function \"%s\" takes %d to %d arguments, not %u",
						 name, least, most, n);
}

/* The entry of a built-in function, or -1. */
static int
find_built_in(const char *name)
{
	for (size_t i = 0; i < LENGTH(built_in); i++)
	{
		if (strcmp(built_in[i].name, name) == 0)
			return (int) i;
	}
	return -1;
}

void
mls_pmml_find_functions(MlsPmml *pmml, const MlsXml *transformation_dictionary)
{
	for (const MlsXml *child = transformation_dictionary->first; child; child = child->next)
	{
		const char *name = mls_xml_is(child, "DefineFunction") ? mls_xml_get(child, "name") : NULL;

		if (name && mls_map_put(pmml->load, &pmml->functions, name, (void *) child) != child)
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is another function \"%s\"",
							 mls_quote(pmml->load, name));
	}
}

const char *
mls_pmml_function(MlsPmml *pmml, const MlsXml *apply, uint32_t n_arguments)
{
	const char *name = mls_pmml_required(pmml, apply, "function");
	const MlsXml *defined = mls_map_get(&pmml->functions, name);
	int			i = find_built_in(name);

	if (i < 0 && !defined)
	{
		for (size_t j = 0; j < LENGTH(other_names); j++)
		{
			if (strcmp(other_names[j].name, name) == 0)
			{
				name = other_names[j].standard;
				i = find_built_in(name);
			}
		}
	}
	if (i >= 0)
		check_arguments(pmml, apply, name, n_arguments, built_in[i].least, built_in[i].most);
	else if (defined)
	{
		int			n = (int) mls_xml_count(defined, "ParameterField");

		check_arguments(pmml, apply, name, n_arguments, n, n);
	}
	else if (mls_xml_get(apply, "function"))
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, apply, "function \"%s\" is not supported",
						 mls_quote(pmml->load, name));
	return name;
}
