/*
 * pg/facts.c
 *	  What people want to know of a model: facts about the whole.
 */
#include "postgres.h"

#include "pg/facts.h"
#include "pg/host.h"
#include "pg/options.h"

static const char *const model_elements[MLS_N_MODEL_TYPES] = {
#define MLS_MODEL_TYPE(symbol, element, member, type, functions) [MLS_MODEL_##symbol] = element,
#include "lists/model_types.h"
#undef MLS_MODEL_TYPE
};

static const char *const function_names[] = {
	[MLS_FUNCTION_REGRESSION] = "regression",
	[MLS_FUNCTION_CLASSIFICATION] = "classification",
	[MLS_FUNCTION_CLUSTERING] = "clustering",
	[MLS_FUNCTION_ASSOCIATION_RULES] = "associationRules",
	[MLS_FUNCTION_MIXED] = "mixed",
};

static const char *
string_of(const MlsImage *image, uint32 code)
{
	return code == MLS_NONE ? NULL : mls_image_string(image, code)->bytes;
}

/* The text of the i-th category of a target. */
static const char *
category_of(const MlsImage *image, const MlsImgResult *result, uint32 i)
{
	uint32		constant = MLS_RECORDS(image, INDEX)[result->categories.first + i];

	return string_of(image, MLS_RECORDS(image, CONSTANT)[constant].text);
}

static void
write_targets(MlsJson *json, const MlsImage *image)
{
	const MlsImgResult *results = MLS_RECORDS(image, RESULT);
	uint32		n = MLS_N_RECORDS(image, RESULT);

	mls_out_begin(json, "targets", '[');
	for (uint32 i = 0; i < n; i++)
		mls_out_text(json, NULL, string_of(image, results[i].name));
	mls_out_end(json);

	/* of several targets each has its own: model_fields() tells */
	if (n != 1 || results[0].categories.n == 0)
		return;
	mls_out_begin(json, "classes", '[');
	for (uint32 i = 0; i < results[0].categories.n; i++)
		mls_out_text(json, NULL, category_of(image, &results[0], i));
	mls_out_end(json);
	if (results[0].event != MLS_NONE)
		mls_out_text(json, "event", category_of(image, &results[0], results[0].event));
}

void
mls_write_facts(MlsJson *json, const MlsLoaded *loaded)
{
	const MlsDocument *document = loaded->document;
	const MlsModel *model = loaded->model;
	const MlsImage *image = loaded->image;
	const MlsImgInput *inputs = MLS_RECORDS(image, INPUT);
	uint32		n_read = 0;

	for (uint32 i = 0; i < MLS_N_RECORDS(image, INPUT); i++)
		n_read += inputs[i].read;
	mls_out_text(json, "format", mls_format_name(document->format));
	mls_out_text(json, "version", document->version);
	mls_out_text(json, "producer", document->producer);
	mls_out_text(json, "model", model_elements[model->type]);
	mls_out_text(json, "name", model->modelName);
	mls_out_text(json, "function", function_names[model->functionName]);
	mls_out_text(json, "algorithm", model->algorithmName != NULL ? model->algorithmName : document->algorithm);
	mls_out_int(json, "inputs", MLS_N_RECORDS(image, INPUT));
	mls_out_int(json, "inputs_read", n_read);
	write_targets(json, image);
	mls_out_int(json, "outputs", MLS_N_RECORDS(image, OUTPUT));
	mls_out_int(json, "image_bytes", (int64) image->size);
}

char *
mls_finish_json(MlsJson *json)
{
	Assert(json->depth == 0);
	return mls_show_text(json->out.data);
}
