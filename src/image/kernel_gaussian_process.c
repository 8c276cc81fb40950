/*
 * image/kernel_gaussian_process.c
 *	  The kernel of Gaussian processes in an image: its check, its scratch.
 */
#include "image/kernel_int.h"
#include "image/lanes.h"

const char *
mls_check_kernel_gaussian_process(const MlsImage *image, const MlsImgModel *model, MlsGiven *given)
{
	const MlsImgProcess *p;
	uint64_t	n;

	MLS_NEED(MLS_GIVE_ONE(image, given, PROCESS, model->body), "a model's process does not exist");
	p = &MLS_RECORDS(image, PROCESS)[model->body];
	n = p->n_instances;
	MLS_NEED(p->kernel <= MLS_COVARIANCE_GENERALIZED, "a process is of no kind");
	MLS_NEED(model->categories.n == 0 && model->n_values == 1, "a process gives one value");
	MLS_NEED(mls_indices_below(image, p->fields, image->n_columns, false), "a process's fields do not exist");
	MLS_NEED(MLS_HAS_SPAN(image, NUMBER, ((MlsSpan) {p->lambda, p->fields.n})) &&
			 MLS_HAS_SPAN(image, NUMBER, ((MlsSpan) {p->weights, p->n_instances})), "a process's numbers do not exist");
	MLS_NEED(MLS_HAS_SPAN(image, NUMBER, p->matrix) && p->matrix.n == mls_lane_numbers(p->fields.n, p->n_instances),
			 "a process's instances do not exist");
	MLS_NEED(MLS_HAS_COLUMN_OR_NONE(image, p->deviation), "a process's deviation has no column");
	MLS_NEED(p->deviation == MLS_NONE ? p->factor.n == 0 :
			 MLS_HAS_SPAN(image, NUMBER, p->factor) && p->factor.n == n * (n + 1) / 2, "a process's factor does not exist");
	return NULL;
}

/* Of some rows at a time: their fields, their covariances with all instances. */
MlsScratch
mls_scratch_gaussian_process(const MlsImage *image, const MlsImgModel *model)
{
	const MlsImgProcess *p = &MLS_RECORDS(image, PROCESS)[model->body];

	return (MlsScratch) {
		MLS_DENSE_ROWS * ((uint64_t) p->fields.n + mls_lane_columns(p->n_instances)) * sizeof(double) + 2 * 8, 0
	};
}
