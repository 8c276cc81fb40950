/*
 * pg/check_model.c
 *	  check_model(): what a document holds, needs and would be refused for.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "pg/catalog.h"
#include "pg/compile_load.h"
#include "pg/facts.h"
#include "pg/host.h"
#include "pg/options.h"

PG_FUNCTION_INFO_V1(mls_check_model_text);
PG_FUNCTION_INFO_V1(mls_check_model_bytea);

#define FIRST_OPTION	1		/* argument "format" */

static void
write_problems(MlsJson *json, const char *key, const MlsProblem *problems)
{
	mls_out_begin(json, key, '[');
	for (; problems != NULL; problems = problems->next)
	{
		mls_out_begin(json, NULL, '{');
		if (problems->code != MLS_OK)
			mls_out_text(json, "code", mls_code_name(problems->code));
		mls_out_text(json, "place", problems->place);
		mls_out_text(json, "message", problems->message);
		mls_out_text(json, "hint", problems->hint);
		mls_out_end(json);
	}
	mls_out_end(json);
}

/* What reading and compiling the document gives. */
static void
write_outcome(MlsJson *json, const MlsOptions *options, const MlsSource *source)
{
	MlsCompilation compilation;

	mls_compile_begin(&compilation, source->bytes, source->length, &options->load);
	if (compilation.code == MLS_CANCELLED)
		mls_report_load(ERROR, &compilation.load, "cannot check the model");
	mls_out_bool(json, "loads", compilation.code == MLS_OK);
	mls_out_int(json, "load_bytes", (int64) compilation.load.arena.peak);
	if (compilation.code == MLS_OK)
	{
		mls_write_facts(json, &compilation.loaded);
		mls_write_fields(json, "fields", &compilation.loaded);
	}
	else
		mls_out_text(json, "format", options->load.format);
	mls_out_int(json, "problem_count", compilation.load.n_problems);
	write_problems(json, "problems", compilation.load.problems);
	write_problems(json, "notices", compilation.load.notices);
	mls_compile_end(&compilation);
}

static Datum
check(const MlsOptions *options, const MlsSource *source)
{
	const char *refusal = mls_source_refusal(source);
	MlsJson		json = {0};

	mls_out_begin(&json, NULL, '{');
	mls_out_int(&json, "document_bytes", (int64) source->length);
	if (refusal == NULL)
		write_outcome(&json, options, source);
	else
	{
		MlsProblem	problem = {NULL, MLS_TOO_LARGE, NULL, refusal, NULL};

		mls_out_bool(&json, "loads", false);
		mls_out_int(&json, "problem_count", 1);
		write_problems(&json, "problems", &problem);
		write_problems(&json, "notices", NULL);
	}
	mls_out_end(&json);
	return mls_json(mls_finish_json(&json)).value;
}

Datum
mls_check_model_text(PG_FUNCTION_ARGS)
{
	MlsOptions	options;
	MlsSource	source;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	mls_options_from_arguments(fcinfo, FIRST_OPTION, false, &options);
	mls_source_from_text(PG_GETARG_TEXT_PP(0), &options, &source);
	return check(&options, &source);
}

Datum
mls_check_model_bytea(PG_FUNCTION_ARGS)
{
	MlsOptions	options;
	MlsSource	source;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	mls_options_from_arguments(fcinfo, FIRST_OPTION, false, &options);

	bytea	   *document = PG_GETARG_BYTEA_PP(0);

	mls_source_set(VARDATA_ANY(document), VARSIZE_ANY_EXHDR(document), &options, &source);
	return check(&options, &source);
}
