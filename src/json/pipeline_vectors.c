/*
 * json/pipeline_vectors.c
 *	  Sums over training vectors of a pipeline document: support vector machines,
 *	  and whatever else is a sum of kernels.
 *
 *	 {"type": "support_vectors", "fields": ["x1", "x2"], "kernel": "radial", "gamma": 0.5,
 *	  "vectors": [[1, 2], [3, 4]], "coefficients": [[0.5, -0.5]], "intercepts": [0.1]}
 *
 * A number for each list of coefficients: the sum over the vectors, in their order,
 * of coefficient * kernel(row, vector), then the intercept.  A coefficient of 0 does
 * not count.  Of one list it is the prediction; of several there is one for each of
 * the document's targets, or for the members behind in a chain, whose outputs name
 * the list ("place").
 *
 * kernel	linear		x . v
 *			polynomial	(gamma * x . v + coef0) ^ degree
 *			radial		exp(-gamma * |x - v|^2)
 *			sigmoid		tanh(gamma * x . v + coef0)
 */
#include <math.h>

#include "json/pipeline_int.h"

bool
mls_pipeline_matrix(MlsPipeline *p, const MlsAt *at, uint32_t n_columns, MlsMatrix *matrix)
{
	uint32_t	n = mls_json_length(at);
	const cJSON *item;
	uint32_t	i = 0;
	bool		sound = true;

	if (!mls_json_is_array(p->load, at, true))
		return false;
	matrix->cells = mls_alloc_n(p->load, n, (size_t) n_columns * sizeof(double));
	matrix->n_rows = n;
	matrix->n_columns = n_columns;
	MLS_JSON_EACH(item, p->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i, item);

		mls_tick(p->load);
		sound &= mls_json_doubles_to(p->load, &element, n_columns, matrix->cells + (size_t) i++ * n_columns);
	}
	return sound;
}

static MlsKernelFunction
read_kernel(MlsPipeline *p, const MlsAt *at, MlsSupportVectorMachineModel *svm)
{
	static const char *const kernels[] = {"linear", "polynomial", "radial", "sigmoid", NULL};
	static const MlsKernelFunction functions[] = {
		MLS_KERNEL_FUNCTION_LINEAR, MLS_KERNEL_FUNCTION_POLYNOMIAL, MLS_KERNEL_FUNCTION_RADIAL, MLS_KERNEL_FUNCTION_SIGMOID
	};
	MlsAt		at_kernel = mls_json_member(at, "kernel");
	MlsAt		at_gamma = mls_json_member(at, "gamma");
	MlsAt		at_coef0 = mls_json_member(at, "coef0");
	MlsAt		at_degree = mls_json_member(at, "degree");
	int			kernel = mls_json_word(p->load, &at_kernel, true, kernels);

	svm->gamma = svm->degree = 1;
	mls_json_number(p->load, &at_gamma, kernel > 0, &svm->gamma);
	mls_json_number(p->load, &at_coef0, false, &svm->coef0);
	mls_json_number(p->load, &at_degree, kernel == 1, &svm->degree);
	return kernel >= 0 ? functions[kernel] : MLS_KERNEL_FUNCTION_LINEAR;
}

/* A machine of the vectors whose coefficient is not 0. */
static void
make_machine(MlsPipeline *p, const double *coefficients, uint32_t n, double intercept, MlsSupportVectorMachine *machine)
{
	machine->threshold = NAN;
	machine->absoluteValue = intercept;
	machine->coefficients = MLS_NEW_N(p->load, double, n);
	machine->vectors = MLS_NEW_N(p->load, uint32_t, n);
	for (uint32_t i = 0; i < n; i++)
	{
		if (coefficients[i] == 0)
			continue;
		machine->coefficients[machine->n] = coefficients[i];
		machine->vectors[machine->n++] = i;
	}
}

void
mls_pipeline_own_targets(MlsPipeline *p, MlsModel *model, uint32_t n)
{
	model->fields = MLS_NEW_N(p->load, MlsMiningField, n);
	model->n_fields = n;
	for (uint32_t i = 0; i < n; i++)
	{
		mls_init_mining_field(&model->fields[i], mls_pipeline_number(p));
		model->fields[i].usageType = MLS_USAGE_TARGET;
	}
}

void
mls_pipeline_support_vectors(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted)
{
	static const char *const known[] = {
		"classes", "coef0", "coefficients", "degree", "derived", "fields", "gamma", "intercepts", "kernel", "type", "vectors",
		NULL
	};
	MlsAt		at_type = mls_json_member(at, "type");
	MlsAt		at_vectors = mls_json_member(at, "vectors");
	MlsAt		at_coefficients = mls_json_member(at, "coefficients");
	MlsAt		at_intercepts = mls_json_member(at, "intercepts");
	MlsSupportVectorMachineModel *svm = MLS_NEW(p->load, MlsSupportVectorMachineModel);
	uint32_t	n = mls_json_length(&at_coefficients);
	MlsMatrix	coefficients = {0};
	double	   *intercepts = mls_json_doubles(p->load, &at_intercepts, n, false);
	const char **fields;
	bool		sound;

	if (wanted->n_classes > 0)
	{
		mls_json_problem(p->load, MLS_INVALID, &at_type, "this gives numbers, and there are classes");
		return;
	}
	mls_json_only(p->load, MLS_INVALID, at, known);
	svm->kernel = read_kernel(p, at, svm);
	svm->missing_is_missing = true;
	fields = mls_pipeline_fields(p, at, &svm->n_fields);
	sound = fields != NULL && mls_pipeline_matrix(p, &at_vectors, svm->n_fields, &svm->vectors);
	sound &= mls_pipeline_matrix(p, &at_coefficients, mls_json_length(&at_vectors), &coefficients);
	if (n == 0 || (n != wanted->n_targets && !wanted->is_member))
		mls_json_problem(p->load, MLS_INVALID, &at_coefficients, "there are %u lists of coefficients for %u targets", n, wanted->n_targets);
	if (!sound || intercepts == NULL)
		return;
	svm->fields = MLS_NEW_N(p->load, MlsVectorField, svm->n_fields);
	for (uint32_t i = 0; i < svm->n_fields; i++)
		svm->fields[i].name = fields[i];
	svm->machines = MLS_NEW_N(p->load, MlsSupportVectorMachine, n);
	svm->n_machines = n;
	for (uint32_t i = 0; i < n; i++)
		make_machine(p, coefficients.cells + (size_t) i * coefficients.n_columns, coefficients.n_columns, intercepts[i],
					 &svm->machines[i]);
	if (wanted->is_member && n > 1)
		mls_pipeline_own_targets(p, model, n);
	model->type = MLS_MODEL_SUPPORT_VECTOR_MACHINE;
	model->u.support_vector_machine = svm;
}
