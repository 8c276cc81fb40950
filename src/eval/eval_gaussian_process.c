/*
 * eval/eval_gaussian_process.c
 *	  GaussianProcessModel: the mean, and the standard deviation, of a new value.
 *
 * With k the covariances of the row with the training instances, K theirs with
 * each other, s^2 the variance of the noise and y the training values (PMML 4.4,
 * Gaussian Process):
 *	 mean		k (K + s^2 I)^-1 y
 *	 variance	gamma + s^2 - k (K + s^2 I)^-1 k
 * The covariance of x and z, sums over the fields with each one's lambda:
 *	 squared		gamma exp(-1/2 sum ((x - z) / lambda)^2)
 *	 absolute		gamma exp(-sum |x - z| / lambda)
 *	 generalized	gamma exp(-sum (|x - z| / lambda)^degree)
 * (K + s^2 I)^-1 y is computed when the model is compiled, and so is the Cholesky
 * factor L of K + s^2 I: with L v = k the last term is v v.
 */
#include "eval/dense.h"

/* |x - z| / lambda, to the power of the degree: of every instance, in the order of the fields. */
static void
absolute_distances(const MlsImage *image, const MlsImgProcess *p, const double *x, double *out)
{
	const double *matrix = MLS_RECORDS(image, NUMBER) + p->matrix.first;
	bool		has_degree = p->kernel == MLS_COVARIANCE_GENERALIZED && p->degree != 1;

	for (uint32_t k = 0; k < p->n_instances; k++)
	{
		double		sum = 0;

		for (uint32_t i = 0; i < p->fields.n; i++)
		{
			double		distance = fabs(x[i] - matrix[mls_lane_place(p->fields.n, i, k)]);

			sum += has_degree ? pow(distance, p->degree) : distance;
		}
		out[k] = sum;
	}
}

/* Distances to covariances. */
static void
covariances(const MlsImgProcess *p, double *k)
{
	double		factor = p->kernel == MLS_COVARIANCE_SQUARED ? -0.5 : -1;

	for (uint32_t i = 0; i < p->n_instances; i++)
		k[i] = p->gamma * exp(factor * k[i]);
}

/* Solves L v = k in place; gives v v. */
static double
explained_variance(const MlsImage *image, const MlsImgProcess *p, double *k)
{
	const double *row = MLS_RECORDS(image, NUMBER) + p->factor.first;
	double		explained = 0;

	for (uint32_t i = 0; i < p->n_instances; i++)
	{
		double		sum = 0;

		for (uint32_t j = 0; j < i; j++)
			sum += row[j] * k[j];
		k[i] = (k[i] - sum) / row[i];
		explained += k[i] * k[i];
		row += i + 1;
	}
	return explained;
}

static void
put_results(MlsEval *eval, const MlsImgModel *model, const MlsImgProcess *p, double *k, uint32_t row)
{
	const double *weights = MLS_RECORDS(eval->image, NUMBER) + p->weights;
	double		mean = 0;

	covariances(p, k);
	for (uint32_t i = 0; i < p->n_instances; i++)
		mean += k[i] * weights[i];
	mls_put_double(eval, model->value, row, mean);
	if (p->deviation != MLS_NONE)
	{
		double		variance = p->variance - explained_variance(eval->image, p, k);

		mls_put_double(eval, p->deviation, row, sqrt(variance > 0 ? variance : 0));
	}
}

void
mls_eval_gaussian_process(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgProcess *p = &MLS_RECORDS(eval->image, PROCESS)[model->body];
	const double *lambda = MLS_RECORDS(eval->image, NUMBER) + p->lambda;
	uint32_t	n_fields = p->fields.n;
	size_t		stride = mls_lane_columns(p->n_instances);
	size_t		mark = mls_scratch_mark(eval);
	double	   *x = mls_scratch(eval, MLS_DENSE_ROWS * (size_t) n_fields * sizeof(double));
	double	   *k = mls_scratch(eval, MLS_DENSE_ROWS * stride * sizeof(double));
	MlsDense	dense = {
		MLS_RECORDS(eval->image, NUMBER) + p->matrix.first, n_fields, p->n_instances, x, n_fields, 0, k, stride
	};
	uint32_t	taken[MLS_DENSE_ROWS];
	uint32_t	next = 0;

	for (uint32_t i = 0; p->deviation != MLS_NONE && i < rows->n; i++)
		mls_put_missing(eval, p->deviation, mls_row(rows, i));
	while ((dense.n = mls_dense_rows(eval, model, rows, p->fields, false, &next, x, taken)) > 0)
	{
		for (uint32_t r = 0; r < dense.n; r++)
			for (uint32_t i = 0; i < n_fields; i++)
				x[(size_t) r * n_fields + i] /= lambda[i];
		if (p->kernel == MLS_COVARIANCE_SQUARED)
			mls_dense_distances(&dense);
		for (uint32_t r = 0; r < dense.n; r++)
		{
			if (p->kernel != MLS_COVARIANCE_SQUARED)
				absolute_distances(eval->image, p, x + (size_t) r * n_fields, k + r * stride);
			put_results(eval, model, p, k + r * stride, taken[r]);
		}
	}
	mls_scratch_release(eval, mark);
}
