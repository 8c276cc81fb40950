/*
 * image/kernel_baseline.c
 *	  The baseline kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

static bool
is_sequence(const MlsImage *image, MlsImgSequence sequence, bool or_none)
{
	if (sequence.column == MLS_NONE)
		return or_none;
	return MLS_HAS_COLUMN(image, sequence.column) && MLS_HAS_OR_NONE(image, TREATMENT, sequence.treatment);
}

const char *
mls_check_kernel_baseline(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgBaseline *baseline;
	uint32_t	n_numbers = 0;

	MLS_NEED(MLS_GIVE_ONE(image, given, BASELINE, model->body), "a model's baseline does not exist");
	baseline = &MLS_RECORDS(image, BASELINE)[model->body];
	MLS_NEED(baseline->statistic <= MLS_TEST_SCALAR_PRODUCT && baseline->scheme <= MLS_NORMALIZATION_SIZE_WEIGHTED &&
			 MLS_IS_BOOL(baseline->is_normalized), "a baseline's statistic is unknown");
	MLS_NEED(is_sequence(image, baseline->field, false) && is_sequence(image, baseline->weight, true),
			 "a baseline's field does not exist");
	MLS_NEED(MLS_HAS_SPAN(image, NUMBER, baseline->numbers), "a baseline's numbers do not exist");
	MLS_NEED(MLS_ARE_CONSTANTS(image, baseline->values), "a baseline's values do not exist");
	switch ((MlsTestStatistic) baseline->statistic)
	{
		case MLS_TEST_Z_VALUE:
			n_numbers = 2;
			break;
		case MLS_TEST_CUSUM:
			n_numbers = 2 * MLS_DISTRIBUTION_NUMBERS;
			break;
		case MLS_TEST_CHI_SQUARE_DISTRIBUTION:
		case MLS_TEST_SCALAR_PRODUCT:
			n_numbers = baseline->values.n;
			break;
		case MLS_TEST_CHI_SQUARE_INDEPENDENCE:
			break;
	}
	MLS_NEED(baseline->numbers.n == n_numbers, "a baseline has not as many numbers as its statistic takes");
	return NULL;
}

/* Sequences are as long as rows have them: their room is that of texts. */
MlsScratch
mls_scratch_baseline(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgBaseline *baseline = &MLS_RECORDS(image, BASELINE)[model->body];

	return (MlsScratch) {(uint64_t) baseline->values.n * sizeof(double) + 8, 0};
}
