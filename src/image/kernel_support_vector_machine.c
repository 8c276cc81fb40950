/*
 * image/kernel_support_vector_machine.c
 *	  The kernel of support vector machines in an image: its check, its scratch.
 */
#include "image/kernel_int.h"
#include "image/lanes.h"

static const char *
check_machine(const MlsImage *image, const MlsImgModel *model, const MlsImgSvm *svm, const MlsImgSvmMachine *machine)
{
	MlsSpan		vectors = {machine->vectors, machine->coefficients.n};
	bool		votes = svm->method >= MLS_SVM_VOTE_BELOW;

	if (svm->kernel == MLS_KERNEL_FUNCTION_LINEAR)
		MLS_NEED(machine->coefficients.n == 0, "a linear machine has vectors");
	else
		MLS_NEED(MLS_HAS_SPAN(image, NUMBER, machine->coefficients) &&
				 mls_indices_below(image, vectors, svm->n_columns, false), "a machine's vectors do not exist");
	if (svm->method != MLS_SVM_VALUE)
		MLS_NEED(machine->category < model->categories.n && (!votes || machine->alternate < model->categories.n),
				 "a machine's category does not exist");
	return NULL;
}

const char *
mls_check_kernel_support_vector_machine(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgSvm *svm;

	MLS_NEED(MLS_GIVE_ONE(image, given, SVM, model->body), "a model's support vector machines do not exist");
	svm = &MLS_RECORDS(image, SVM)[model->body];
	MLS_NEED(svm->method <= MLS_SVM_VOTE_ROUNDED && svm->kernel <= MLS_KERNEL_FUNCTION_SIGMOID,
			 "support vector machines are of no kind");
	MLS_NEED((svm->method == MLS_SVM_VALUE) == (model->categories.n == 0) &&
			 model->n_values == (svm->method == MLS_SVM_VALUE ? svm->machines.n : 1),
			 "support vector machines do not fit what they predict");
	MLS_NEED(MLS_IS_BOOL(svm->missing_is_missing), "a flag of support vector machines is no boolean");
	MLS_NEED((svm->method >= MLS_SVM_VOTE_BELOW) <= (model->probabilities != MLS_NONE),
			 "votes of support vector machines have no columns");
	MLS_NEED(mls_indices_below(image, svm->fields, image->n_columns, false), "a vector's fields do not exist");
	MLS_NEED(MLS_HAS_SPAN(image, NUMBER, svm->matrix) &&
			 svm->matrix.n == mls_lane_numbers(svm->fields.n, svm->n_columns), "there are not as many vectors as said");
	MLS_NEED(svm->machines.n > 0 && MLS_GIVE(image, given, SVM_MACHINE, svm->machines), "a model's machines do not exist");
	MLS_NEED(svm->kernel != MLS_KERNEL_FUNCTION_LINEAR || svm->n_columns == svm->machines.n,
			 "there are not as many machines as said");
	for (uint32_t i = 0; i < svm->machines.n; i++)
	{
		const char *fault = check_machine(image, model, svm, &MLS_RECORDS(image, SVM_MACHINE)[svm->machines.first + i]);

		if (fault != NULL)
			return fault;
	}
	return NULL;
}

/* Of some rows at a time: their vectors, a number for each column, the machines' values; the votes of one row. */
MlsScratch
mls_scratch_support_vector_machine(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgSvm *svm = &MLS_RECORDS(image, SVM)[model->body];
	uint64_t	each = (uint64_t) svm->fields.n + mls_lane_columns(svm->n_columns) + svm->machines.n;

	return (MlsScratch) {
		(MLS_DENSE_ROWS * each + model->categories.n) * sizeof(double) + 4 * 8, 0
	};
}
