/*
 * image/kernel_scorecard.c
 *	  The scorecard kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

static const char *
check_attribute(const MlsImage *image, const MlsImgScorecard *scorecard, const MlsImgAttribute *attribute)
{
	MLS_NEED(MLS_HAS(image, PREDICATE, attribute->predicate), "an attribute's predicate does not exist");
	MLS_NEED(MLS_HAS_COLUMN_OR_NONE(image, attribute->column), "an attribute's points have no column");
	MLS_NEED(attribute->code < scorecard->codes.n || (attribute->code == MLS_NONE && scorecard->codes.n == 0),
			 "an attribute's reason code does not exist");
	return NULL;
}

const char *
mls_check_kernel_scorecard(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgCharacteristic *characteristics = MLS_RECORDS(image, CHARACTERISTIC);
	const MlsImgAttribute *attributes = MLS_RECORDS(image, ATTRIBUTE);
	const MlsImgScorecard *scorecard;

	MLS_NEED(MLS_GIVE_ONE(image, given, SCORECARD, model->body), "a model's scorecard does not exist");
	scorecard = &MLS_RECORDS(image, SCORECARD)[model->body];
	MLS_NEED(MLS_IS_BOOL(scorecard->points_above), "a scorecard's flag is no boolean");
	MLS_NEED(model->categories.n == 0 && model->n_values == 1, "a scorecard gives one score");
	MLS_NEED(mls_indices_below(image, scorecard->codes, MLS_N_RECORDS(image, STRING), false),
			 "a scorecard's reason codes do not exist");
	MLS_NEED(MLS_GIVE(image, given, CHARACTERISTIC, scorecard->characteristics),
			 "a scorecard's characteristics do not exist");
	for (uint32_t i = 0; i < scorecard->characteristics.n; i++)
	{
		MlsSpan		span = characteristics[scorecard->characteristics.first + i].attributes;

		MLS_NEED(MLS_GIVE(image, given, ATTRIBUTE, span), "a characteristic's attributes do not exist");
		for (uint32_t k = 0; k < span.n; k++)
		{
			const char *fault = check_attribute(image, scorecard, &attributes[span.first + k]);

			if (fault != NULL)
				return fault;
		}
	}
	return NULL;
}

/* What each reason comes to for a row, and which of them the row has, in order. */
MlsScratch
mls_scratch_scorecard(const MlsImage *image, const MlsImgModel *model)
{
	uint64_t	n = MLS_RECORDS(image, SCORECARD)[model->body].codes.n;

	return (MlsScratch) {n * (sizeof(double) + sizeof(uint32_t)) + 16, 0};
}
