/*
 * eval/eval_support_vector_machine.c
 *	  SupportVectorMachineModel: the likeness of a row to vectors, weighed.
 *
 * The likeness of each vector is computed once for a row, whatever number of
 * machines weighs it.  A machine's value is the sum, in the order of its vectors,
 * of a coefficient times a likeness, then its absolute value.  Of linear machines
 * only the weights of the fields are left (compile/).  (PMML 4.4, Support Vector
 * Machine.)
 */
#include "eval/dense.h"

typedef struct Context
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgSvm *svm;
	const MlsImgSvmMachine *machines;
	double	   *likeness;		/* of each row to each vector, likeness_stride apart */
	size_t		likeness_stride;
	double	   *values;			/* of each row by each machine */
	double	   *votes;			/* for each category */
} Context;

/* What the kernel makes of a row's products with all vectors, or its distances from them. */
static void
apply_kernel(const MlsImgSvm *svm, double *k)
{
	uint32_t	n = svm->n_columns;

	switch ((MlsKernelFunction) svm->kernel)
	{
		case MLS_KERNEL_FUNCTION_LINEAR:
			break;
		case MLS_KERNEL_FUNCTION_POLYNOMIAL:
			for (uint32_t i = 0; i < n; i++)
				k[i] = pow(svm->gamma * k[i] + svm->coef0, svm->degree);
			break;
		case MLS_KERNEL_FUNCTION_RADIAL:
			for (uint32_t i = 0; i < n; i++)
				k[i] = exp(-svm->gamma * k[i]);
			break;
		case MLS_KERNEL_FUNCTION_SIGMOID:
			for (uint32_t i = 0; i < n; i++)
				k[i] = tanh(svm->gamma * k[i] + svm->coef0);
			break;
	}
}

/* A machine's values for some rows: their sums do not wait for each other. */
static void
machine_values(const Context *c, const MlsImgSvmMachine *machine, uint32_t n, double *values)
{
	const double *coefficients = MLS_RECORDS(c->eval->image, NUMBER) + machine->coefficients.first;
	const uint32_t *vectors = MLS_RECORDS(c->eval->image, INDEX) + machine->vectors;
	double		sums[MLS_DENSE_ROWS] = {0};

	if (n == MLS_DENSE_ROWS)
	{
		for (uint32_t i = 0; i < machine->coefficients.n; i++)
			for (uint32_t r = 0; r < MLS_DENSE_ROWS; r++)
				sums[r] += coefficients[i] * c->likeness[r * c->likeness_stride + vectors[i]];
	}
	else
	{
		for (uint32_t r = 0; r < n; r++)
			for (uint32_t i = 0; i < machine->coefficients.n; i++)
				sums[r] += coefficients[i] * c->likeness[r * c->likeness_stride + vectors[i]];
	}
	for (uint32_t r = 0; r < n; r++)
		values[r * c->svm->machines.n] = sums[r] + machine->absolute_value;
}

static void
all_values(const Context *c, uint32_t n)
{
	uint32_t	n_machines = c->svm->machines.n;

	for (uint32_t m = 0; m < n_machines; m++)
	{
		if (c->svm->kernel == MLS_KERNEL_FUNCTION_LINEAR)
			for (uint32_t r = 0; r < n; r++)
				c->values[r * n_machines + m] = c->likeness[r * c->likeness_stride + m] + c->machines[m].absolute_value;
		else
			machine_values(c, &c->machines[m], n, c->values + m);
	}
}

/* ---- what the values say ---- */

static void
put_category(const Context *c, uint32_t row, uint32_t category)
{
	const uint32_t *categories = MLS_RECORDS(c->eval->image, INDEX) + c->model->categories.first;

	mls_put(c->eval, c->model->value, row, mls_constant_cell(c->eval->image, categories[category]));
}

/* The category of the machine with the least or greatest value, the first of equal ones; NaN never wins. */
static void
choose_machine(const Context *c, uint32_t row, const double *values)
{
	bool		greatest = c->svm->method == MLS_SVM_GREATEST;
	uint32_t	best = MLS_NONE;

	for (uint32_t m = 0; m < c->svm->machines.n; m++)
	{
		if (isnan(values[m]))
			continue;
		if (best == MLS_NONE || (greatest ? values[m] > values[best] : values[m] < values[best]))
			best = m;
	}
	mls_no_prediction(c->eval, c->model, row);
	if (best != MLS_NONE)
		put_category(c, row, c->machines[best].category);
}

/* The category that a machine votes for; MLS_NONE if its value says nothing. */
static uint32_t
vote_of(const Context *c, const MlsImgSvmMachine *machine, double value)
{
	bool		own;

	if (isnan(value))
		return MLS_NONE;
	if (c->svm->method == MLS_SVM_VOTE_ROUNDED)
	{
		double		rounded = floor(value + 0.5);

		if (rounded < 0)
			return MLS_NONE;
		own = rounded >= 1;
	}
	else
		own = c->svm->method == MLS_SVM_VOTE_ABOVE ? value > machine->threshold : value < machine->threshold;
	return own ? machine->category : machine->alternate;
}

/* Most votes win, of equal numbers the category that was voted for first. */
static void
count_votes(const Context *c, uint32_t row, const double *values)
{
	uint32_t	n = c->model->categories.n;
	uint32_t	n_machines = c->svm->machines.n;
	uint32_t	best = MLS_NONE;

	for (uint32_t k = 0; k < n; k++)
		c->votes[k] = 0;
	for (uint32_t m = 0; m < n_machines; m++)
	{
		uint32_t	category = vote_of(c, &c->machines[m], values[m]);

		if (category == MLS_NONE)
		{
			mls_no_prediction(c->eval, c->model, row);
			return;
		}
		c->votes[category]++;
	}
	for (uint32_t m = 0; m < n_machines; m++)
	{
		uint32_t	category = vote_of(c, &c->machines[m], values[m]);

		if (best == MLS_NONE || c->votes[category] > c->votes[best])
			best = category;
	}
	put_category(c, row, best);
	for (uint32_t k = 0; k < n; k++)
		mls_put_double(c->eval, c->model->probabilities + k, row, c->votes[k] / n_machines);
	for (uint32_t k = 0; c->model->confidences != MLS_NONE && k < n; k++)
		mls_put_double(c->eval, c->model->confidences + k, row, c->votes[k] / n_machines);
}

void
mls_eval_support_vector_machine(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgSvm *svm = &MLS_RECORDS(eval->image, SVM)[model->body];
	size_t		stride = mls_lane_columns(svm->n_columns);
	size_t		mark = mls_scratch_mark(eval);
	double	   *x = mls_scratch(eval, MLS_DENSE_ROWS * (size_t) svm->fields.n * sizeof(double));
	double	   *likeness = mls_scratch(eval, MLS_DENSE_ROWS * stride * sizeof(double));
	double	   *values = mls_scratch(eval, MLS_DENSE_ROWS * (size_t) svm->machines.n * sizeof(double));
	double	   *votes = mls_scratch(eval, model->categories.n * sizeof(double));
	const Context context = {
		eval, model, svm, MLS_RECORDS(eval->image, SVM_MACHINE) + svm->machines.first, likeness, stride, values, votes
	};
	MlsDense	dense = {
		MLS_RECORDS(eval->image, NUMBER) + svm->matrix.first, svm->fields.n, svm->n_columns, x, svm->fields.n, 0,
		likeness, stride
	};
	uint32_t	taken[MLS_DENSE_ROWS];
	uint32_t	next = 0;

	while ((dense.n = mls_dense_rows(eval, model, rows, svm->fields, !svm->missing_is_missing, &next, x, taken)) > 0)
	{
		if (svm->kernel == MLS_KERNEL_FUNCTION_RADIAL)
			mls_dense_distances(&dense);
		else
			mls_dense_products(&dense);
		for (uint32_t r = 0; r < dense.n; r++)
			apply_kernel(svm, likeness + r * stride);
		all_values(&context, dense.n);
		for (uint32_t r = 0; r < dense.n; r++)
		{
			const double *row_values = values + r * (size_t) svm->machines.n;

			if (svm->method == MLS_SVM_VALUE)
				for (uint32_t k = 0; k < model->n_values; k++)
					mls_put_double(eval, model->value + k, taken[r], row_values[k]);
			else if (svm->method <= MLS_SVM_GREATEST)
				choose_machine(&context, taken[r], row_values);
			else
				count_votes(&context, taken[r], row_values);
		}
	}
	mls_scratch_release(eval, mark);
}
