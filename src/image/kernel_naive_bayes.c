/*
 * image/kernel_naive_bayes.c
 *	  The naive Bayes kernel in an image: its check, its scratch.
 */
#include "image/kernel_int.h"

static bool
numbers_within(const MlsImage *image, uint32_t first, uint64_t n)
{
	return first <= MLS_N_RECORDS(image, NUMBER) && n <= MLS_N_RECORDS(image, NUMBER) - first;
}

const char *
mls_check_kernel_naive_bayes(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgNaiveBayes *bayes;
	uint64_t	n_categories = model->categories.n;

	MLS_NEED(MLS_GIVE_ONE(image, given, NAIVE_BAYES, model->body), "a model's probabilities do not exist");
	MLS_NEED(n_categories > 0, "a model has no categories");
	bayes = &MLS_RECORDS(image, NAIVE_BAYES)[model->body];
	MLS_NEED(numbers_within(image, bayes->priors, n_categories), "a model's prior probabilities do not exist");
	MLS_NEED(MLS_GIVE(image, given, BAYES_INPUT, bayes->inputs), "a model's inputs do not exist");
	for (uint32_t i = 0; i < bayes->inputs.n; i++)
	{
		const MlsImgBayesInput *input = &MLS_RECORDS(image, BAYES_INPUT)[bayes->inputs.first + i];

		MLS_NEED(MLS_HAS_COLUMN(image, input->column) && input->is_discrete <= 1, "a model's input has no column");
		MLS_NEED(MLS_ARE_CONSTANTS(image, input->values), "the values of a model's input do not exist");
		MLS_NEED(numbers_within(image, input->numbers, n_categories *
								(input->is_discrete ? input->values.n : MLS_DISTRIBUTION_NUMBERS)),
				 "the probabilities of a model's input do not exist");
	}
	return NULL;
}

/* One row's sums. */
MlsScratch
mls_scratch_naive_bayes(const MlsImage *image, const MlsImgModel *model)
{
	return (MlsScratch) {(uint64_t) model->categories.n * sizeof(double) + 8, 0};
}
