/*
 * image/kernel_mining.c
 *	  The mining kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

static const char *
check_segment(const MlsImage *image, const MlsImgModel *model, const MlsImgSegment *segment)
{
	const MlsImgModel *inner;

	MLS_NEED(MLS_HAS(image, PREDICATE, segment->predicate), "a segment's predicate does not exist");
	MLS_NEED(MLS_HAS(image, MODEL, segment->model), "a segment's model does not exist");
	MLS_NEED(MLS_HAS(image, STRING, segment->id), "a segment has no id");
	MLS_NEED(MLS_HAS_COLUMN_OR_NONE(image, segment->weight_column), "a segment's weight does not exist");
	MLS_NEED(MLS_HAS_SPAN(image, STEP, segment->steps), "a segment's steps do not exist");
	MLS_NEED(MLS_IS_BOOL(segment->only_outputs), "a segment counts, or does not");
	inner = &MLS_RECORDS(image, MODEL)[segment->model];
	if (model->function == MLS_FUNCTION_CLASSIFICATION)
		MLS_NEED(segment->category_map.n == model->categories.n &&
				 mls_indices_below(image, segment->category_map, inner->categories.n, true),
				 "a segment's categories do not exist");
	return NULL;
}

const char *
mls_check_kernel_mining(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgSegment *segments = MLS_RECORDS(image, SEGMENT);
	const MlsImgMining *mining;
	bool		has_categories;

	MLS_NEED(MLS_HAS(image, MINING, model->body), "a model's segmentation does not exist");
	mining = &MLS_RECORDS(image, MINING)[model->body];
	MLS_NEED(mining->method <= MLS_METHOD_MULTI_MODEL_CHAIN &&
			 mining->missing_prediction_treatment <= MLS_PREDICTION_RETURN_MISSING &&
			 MLS_IS_BOOL(mining->last_decides), "a segmentation's method is unknown");
	has_categories = mls_mining_has_categories((MlsMiningFunction) model->function, (MlsMultipleModelMethod) mining->method);
	MLS_NEED(!has_categories || model->categories.n > 0, "a segmentation has no categories");
	MLS_NEED(mining->segments.n > 0 && MLS_GIVE(image, given, SEGMENT, mining->segments),
			 "a segmentation's segments do not exist");
	MLS_NEED(mining->n_sums == mls_mining_sums((MlsMultipleModelMethod) mining->method,
											   has_categories ? model->categories.n : 0, mining->segments.n),
			 "a segmentation keeps other numbers than it needs");
	MLS_NEED(mining->method == MLS_METHOD_SELECT_ALL ?
			 mls_columns_within(image, mining->items, mining->segments.n + mining->sources.n) :
			 mining->items == MLS_NONE && mining->sources.n == 0, "a segmentation's lists have no columns");
	MLS_NEED(mining->sources.n % mining->segments.n == 0 && mls_indices_below(image, mining->sources, image->n_columns, true),
			 "what a segmentation lists does not exist");
	for (uint32_t i = 0; i < mining->segments.n; i++)
	{
		const char *fault = check_segment(image, model, &segments[mining->segments.first + i]);

		if (fault != NULL)
			return fault;
	}
	return NULL;
}

uint64_t
mls_mining_sums(MlsMultipleModelMethod method, uint32_t n_categories, uint32_t n_segments)
{
	uint64_t	n_segments_64 = n_segments;

	switch (method)
	{
		case MLS_METHOD_MAJORITY_VOTE:
		case MLS_METHOD_WEIGHTED_MAJORITY_VOTE:
		case MLS_METHOD_AVERAGE:
		case MLS_METHOD_WEIGHTED_AVERAGE:
		case MLS_METHOD_SUM:
		case MLS_METHOD_WEIGHTED_SUM:
			return n_categories > 0 ? n_categories : 1;
		case MLS_METHOD_MAX:
			/* a distribution; its largest probability, whose that is, of how many models */
			return n_categories > 0 ? (uint64_t) n_categories + 3 : 1;
		case MLS_METHOD_MEDIAN:
		case MLS_METHOD_WEIGHTED_MEDIAN:
			/* each segment's distribution, and a pair for each */
			return n_segments_64 * n_categories + 2 * n_segments_64;
		case MLS_METHOD_SELECT_FIRST:
		case MLS_METHOD_SELECT_ALL:
		case MLS_METHOD_MODEL_CHAIN:
		case MLS_METHOD_MULTI_MODEL_CHAIN:
			break;
	}
	return 0;
}

/* The kernel's own arrays (eval/eval_mining.c: seven of them), and what the segment has that needs most. */
MlsScratch
mls_scratch_mining(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgMining *mining = &MLS_RECORDS(image, MINING)[model->body];
	const MlsImgSegment *segments = MLS_RECORDS(image, SEGMENT) + mining->segments.first;
	MlsScratch	own = {7 * 8, 3 * sizeof(uint32_t) + 1 + 2 * sizeof(double) + (uint64_t) mining->n_sums * sizeof(double)};
	MlsScratch	inner = {0, 0};

	for (uint32_t i = 0; i < mining->segments.n; i++)
		inner = mls_larger(inner, mls_larger(mls_scratch_steps(image, segments[i].steps),
										mls_scratch_model(image, segments[i].model)));
	return (MlsScratch) {own.fixed + inner.fixed, own.per_row + inner.per_row};
}
