/*
 * pg/binding.c
 *	  What the ways of binding have in common, and text, which may be one or the other.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "base/hot.h"
#include "mb/pg_wchar.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "pg/binding.h"

MLS_HOT void
mls_binding_names(MlsBinding *binding)
{
	MemoryContext old;

	if (likely(binding->names != NULL))
		return;
	old = MemoryContextSwitchTo(binding->context);
	binding->names = mls_names_new(binding->image);
	MemoryContextSwitchTo(old);
}

MemoryContext
mls_plan_begin(MlsBinding *binding)
{
	if (binding->planning != NULL)
		MemoryContextDelete(binding->planning);
	binding->planning = AllocSetContextCreate(binding->context, "ml_score plan",
											  ALLOCSET_SMALL_SIZES);
	return MemoryContextSwitchTo(binding->planning);
}

void
mls_plan_done(MlsBinding *binding, MemoryContext old)
{
	binding->planning = NULL;
	MemoryContextSwitchTo(old);
}

/* Whether text that starts with "{" is a JSON object, not an array literal: a string and a colon follow. */
static bool
is_object(const char *text, const char *end)
{
	const char *p = text + 1;

	while (p < end && isspace((unsigned char) *p))
		p++;
	if (p == end || *p == '}')
		return true;
	if (*p != '"')
		return false;
	for (p++; p < end && *p != '"'; p++)
	{
		if (*p == '\\')
			p++;
	}
	for (p++; p < end && isspace((unsigned char) *p); p++)
		;
	return p < end && *p == ':';
}

void
mls_bind_text(MlsBinding *binding, const char *text, size_t length, MlsSink *sink)
{
	const char *end = text + length;
	const char *p = text;
	Oid			input_function;
	Oid			type_param;
	char	   *literal;

	while (p < end && isspace((unsigned char) *p))
		p++;
	if (p == end || (*p != '{' && *p != '['))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the text to score is neither a JSON object nor an array literal"),
				 errdetail("It starts with \"%s\".", pnstrdup(text, pg_mbcliplen(text, length, 40))),
				 errhint("Write {\"field\": value, ...} or {number, ...}, or pass a row.")));
	if (*p == '{' && is_object(p, end))
	{
		mls_bind_json_text(binding, text, length, sink);
		return;
	}

	literal = pnstrdup(text, length);
	getTypeInputInfo(FLOAT8ARRAYOID, &input_function, &type_param);
	mls_bind_array(binding,
				   DatumGetArrayTypeP(OidInputFunctionCall(input_function, literal, type_param, -1)),
				   sink);
}
