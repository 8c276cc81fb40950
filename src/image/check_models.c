/*
 * image/check_models.c
 *	  The image's check: models, what their kernels read, and what the host asks for.
 *
 * What belongs to models lies in the order of the models, without gaps.  So each
 * record is looked at once, for one model, however the image was made: a kernel
 * takes what is its own by MLS_GIVE().
 */
#include "image/kernel_int.h"

/* What the model has whatever its kernel. */
static const char *
check_columns(const MlsImage *image, const MlsImgModel *m)
{
	MLS_NEED(m->function <= MLS_FUNCTION_MIXED && MLS_IS_BOOL(m->float_context), "a model has an unknown function");
	MLS_NEED(MLS_HAS_SPAN(image, STEP, m->entry_steps) && MLS_HAS_SPAN(image, STEP, m->exit_steps),
			 "a model's steps do not exist");
	MLS_NEED(m->n_values > 0 && mls_columns_within(image, m->value, m->n_values), "a model's value has no column");
	MLS_NEED(MLS_HAS_COLUMN_OR_NONE(image, m->entity), "a model's entity has no column");
	MLS_NEED(m->n_reasons == 0 || mls_columns_within(image, m->reasons, m->n_reasons), "a model's reasons have no columns");
	MLS_NEED(MLS_ARE_CONSTANTS(image, m->categories), "a model's categories do not exist");
	MLS_NEED(m->function != MLS_FUNCTION_CLASSIFICATION || m->categories.n > 0, "a classification has no categories");

	/* only machines that each stand for a category give none */
	if (m->categories.n > 0)
		MLS_NEED((m->kernel == MLS_KERNEL_SUPPORT_VECTOR_MACHINE && m->probabilities == MLS_NONE) ||
				 mls_columns_within(image, m->probabilities, m->categories.n),
				 "a model's probabilities have no columns");
	if (m->categories.n > 0)
		MLS_NEED(m->confidences == MLS_NONE || mls_columns_within(image, m->confidences, m->categories.n),
				 "a model's confidences have no columns");
	return NULL;
}

static const char *
check_model(const MlsImage *image, const MlsImgModel *m, MlsGiven *given)
{
	const char *fault = check_columns(image, m);

	if (fault != NULL)
		return fault;
	switch ((MlsKernel) m->kernel)
	{
#define MLS_KERNEL(symbol, member) \
		case MLS_KERNEL_##symbol: \
			return mls_check_kernel_##member(image, m, given);
#include "lists/kernels.h"
#undef MLS_KERNEL
		case MLS_N_KERNELS:
			break;
	}
	return "a model's kernel does not exist";
}

/* Whether the model behind this one, neither of which has segments, is there to number its leaves. */
static bool
numbers_leaves(const MlsImage *image, uint32_t model)
{
	const MlsImgModel *m = &MLS_RECORDS(image, MODEL)[model];

	return m->leaves == model + 1 && m->leaves < MLS_N_RECORDS(image, MODEL) && m[1].leaves == MLS_NONE &&
		(m[0].kernel == MLS_KERNEL_FOREST || m[0].kernel == MLS_KERNEL_MASKS) &&
		(m[1].kernel == MLS_KERNEL_FOREST || m[1].kernel == MLS_KERNEL_MASKS);
}

/*
 * Models are numbered as they open in the document, each the model of one
 * segment but for the first, and nest no deeper than allowed.
 */
static const char *
check_nesting(const MlsImage *image)
{
	const MlsImgModel *models = MLS_RECORDS(image, MODEL);
	const MlsImgSegment *segments = MLS_RECORDS(image, SEGMENT);
	MlsSpan		open[MLS_MAX_MODEL_DEPTH];	/* segments whose models are still to come */
	uint32_t	depth = 0;

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, MODEL); i++)
	{
		while (depth > 0 && open[depth - 1].n == 0)
			depth--;
		MLS_NEED(models[i].leaves == MLS_NONE || numbers_leaves(image, i), "the leaves of a model have no numbers");
		if (i > 0 && models[i - 1].leaves == MLS_NONE)
		{
			MLS_NEED(depth > 0 && segments[open[depth - 1].first].model == i, "a model is not where it should be");
			open[depth - 1].first++;
			open[depth - 1].n--;
		}
		if (models[i].kernel == MLS_KERNEL_MINING)
		{
			MLS_NEED(depth < MLS_MAX_MODEL_DEPTH, "models are nested too deeply");
			open[depth++] = MLS_RECORDS(image, MINING)[models[i].body].segments;
		}
	}
	while (depth > 0)
		MLS_NEED(open[--depth].n == 0, "a segment has no model");
	return NULL;
}

/* ---- what the host asks for ---- */

static const char *
check_results(const MlsImage *image)
{
	const MlsImgResult *results = MLS_RECORDS(image, RESULT);
	const MlsImgOutput *outputs = MLS_RECORDS(image, OUTPUT);

	MLS_NEED(MLS_N_RECORDS(image, RESULT) > 0, "it has no result");
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, RESULT); i++)
	{
		const MlsImgResult *r = &results[i];

		MLS_NEED(MLS_HAS_OR_NONE(image, STRING, r->name), "a result's name does not exist");
		MLS_NEED(r->function <= MLS_FUNCTION_MIXED && r->no_number <= MLS_IS_LIST, "a result is of no kind");
		MLS_NEED(MLS_HAS_COLUMN(image, r->value), "a result has no column");
		MLS_NEED(r->no_number == MLS_HAS_NUMBER ? MLS_HAS_COLUMN(image, r->number) : r->number == MLS_NONE,
				 "a result's number has no column");
		MLS_NEED(MLS_ARE_CONSTANTS(image, r->categories), "a result's categories do not exist");
		MLS_NEED(r->event == MLS_NONE || r->event < r->categories.n, "a result's event does not exist");
		MLS_NEED(r->probabilities == MLS_NONE || mls_columns_within(image, r->probabilities, r->categories.n),
				 "a result's probabilities have no columns");
		MLS_NEED((r->no_number == MLS_IS_LIST) == (r->items.n > 0) &&
				 mls_columns_within(image, r->items.first, r->items.n), "a result's list has no columns");
	}
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, OUTPUT); i++)
	{
		MLS_NEED(MLS_HAS(image, STRING, outputs[i].name), "an output has no name");
		MLS_NEED(outputs[i].n_columns > 0 && mls_columns_within(image, outputs[i].column, outputs[i].n_columns),
				 "an output has no column");
		MLS_NEED(outputs[i].data_type <= MLS_TYPE_NONE && outputs[i].feature <= MLS_N_OUTPUT_FEATURES &&
				 MLS_IS_BOOL(outputs[i].is_final) && outputs[i].shape < MLS_N_OUTPUT_SHAPES &&
				 (outputs[i].shape == MLS_OUTPUT_ARRAY || outputs[i].shape == MLS_OUTPUT_LIST || outputs[i].n_columns == 1),
				 "an output is of no kind");
		MLS_NEED(outputs[i].shape != MLS_OUTPUT_LIST ||
				 (MLS_N_RECORDS(image, RESULT) > 0 && MLS_RECORDS(image, RESULT)[0].no_number == MLS_IS_LIST),
				 "an output is a list of no length");
	}
	return NULL;
}

const char *
mls_check_models(const MlsImage *image)
{
	const char *fault = NULL;
	MlsGiven	given = {{0}};

	MLS_NEED(MLS_N_RECORDS(image, MODEL) > 0, "it holds no model");
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, MODEL) && fault == NULL; i++)
		fault = check_model(image, &MLS_RECORDS(image, MODEL)[i], &given);
	if (fault == NULL)
		fault = check_nesting(image);
	return fault != NULL ? fault : check_results(image);
}
