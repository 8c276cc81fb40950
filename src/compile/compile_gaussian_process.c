/*
 * compile/compile_gaussian_process.c
 *	  GaussianProcessModel: what the training instances come to.
 *
 * The formulas are those of eval/eval_gaussian_process.c.  The inputs are the
 * InstanceFields that are not the target, in the order of the MiningSchema, to
 * which the lambdas belong; those that it does not list come last.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "compile/dense.h"

/* The factor of so many instances has half a billion numbers. */
#define MAX_INSTANCES	32000

typedef struct ProcessCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsModel *model;
	const MlsGaussianProcessModel *process;
	uint32_t   *inputs;			/* InstanceFields that are inputs */
	uint32_t	n_inputs;
	double	   *lambda;			/* of each input */
	double	   *x;				/* instances' inputs, divided by lambda: n rows of n_inputs */
	double	   *y;				/* their target */
} ProcessCompile;

static void
problem(const ProcessCompile *p, uint32_t line, const char *element, const char *message)
{
	mls_problem(p->c->load, MLS_INVALID, mls_place(p->c->load, line, element), NULL, "%s", message);
}

/* ---- the instances ---- */

/* The place of a field among the InstanceFields, or MLS_NONE. */
static uint32_t
find_field(const ProcessCompile *p, const char *name)
{
	for (uint32_t i = 0; name && i < p->process->instances.n_fields; i++)
	{
		if (strcmp(p->process->instances.fields[i], name) == 0)
			return i;
	}
	return MLS_NONE;
}

static void
add_input(ProcessCompile *p, uint32_t field, uint32_t target)
{
	if (field == MLS_NONE || field == target)
		return;
	for (uint32_t i = 0; i < p->n_inputs; i++)
	{
		if (p->inputs[i] == field)
			return;
	}
	p->inputs[p->n_inputs++] = field;
}

static void
order_inputs(ProcessCompile *p, uint32_t target)
{
	p->inputs = MLS_NEW_N(p->c->load, uint32_t, p->process->instances.n_fields);
	for (uint32_t i = 0; i < p->model->n_fields; i++)
	{
		if (p->model->fields[i].usageType == MLS_USAGE_ACTIVE)
			add_input(p, find_field(p, p->model->fields[i].name), target);
	}
	for (uint32_t i = 0; i < p->process->instances.n_fields; i++)
		add_input(p, i, target);
}

static double
cell_number(const ProcessCompile *p, uint32_t instance, uint32_t field)
{
	const MlsTrainingInstances *instances = &p->process->instances;
	const char *cell = instances->cells[(size_t) instance * instances->n_fields + field];
	double		number = 0;

	if (!cell || !mls_parse_double(cell, strlen(cell), &number) || !isfinite(number))
		mls_problem(p->c->load, MLS_INVALID, mls_place(p->c->load, instances->line, "TrainingInstances"), NULL,
					"instance %u has no number for \"%s\"", instance + 1, instances->fields[field]);
	return number;
}

static void
read_instances(ProcessCompile *p, uint32_t target)
{
	uint32_t	n = p->process->instances.n;

	p->x = mls_alloc_n(p->c->load, n, p->n_inputs * sizeof(double));
	p->y = MLS_NEW_N(p->c->load, double, n);
	p->lambda = MLS_NEW_N(p->c->load, double, p->n_inputs);
	for (uint32_t i = 0; i < p->n_inputs; i++)
		p->lambda[i] = p->process->n_lambda == 0 ? 1 : p->process->lambda[p->process->n_lambda == 1 ? 0 : i];
	for (uint32_t k = 0; k < n; k++)
	{
		mls_tick(p->c->load);
		for (uint32_t i = 0; i < p->n_inputs; i++)
			p->x[(size_t) k * p->n_inputs + i] = cell_number(p, k, p->inputs[i]) / p->lambda[i];
		p->y[k] = cell_number(p, k, target);
	}
}

/* ---- covariances ---- */

static double
covariance(const ProcessCompile *p, uint32_t a, uint32_t b)
{
	const MlsGaussianProcessModel *process = p->process;
	double		sum = 0;

	for (uint32_t i = 0; i < p->n_inputs; i++)
	{
		double		distance = p->x[(size_t) a * p->n_inputs + i] - p->x[(size_t) b * p->n_inputs + i];

		if (process->kernel == MLS_COVARIANCE_SQUARED)
			sum += distance * distance;
		else if (process->kernel == MLS_COVARIANCE_GENERALIZED && process->degree != 1)
			sum += pow(fabs(distance), process->degree);
		else
			sum += fabs(distance);
	}
	return process->gamma * exp(process->kernel == MLS_COVARIANCE_SQUARED ? -0.5 * sum : -sum);
}

/* The lower triangle of the Cholesky factor, row by row; NULL where there is none. */
static double *
factorize(const ProcessCompile *p)
{
	size_t		n = p->process->instances.n;
	double	   *factor = MLS_NEW_N(p->c->load, double, n * (n + 1) / 2);
	double	   *row = factor;

	for (size_t i = 0; i < n; row += ++i)
	{
		const double *other = factor;

		for (size_t j = 0; j <= i; other += ++j)
		{
			double		sum = covariance(p, (uint32_t) i, (uint32_t) j) + (i == j ? p->process->noiseVariance : 0);

			for (size_t k = 0; k < j; k++)
				sum -= row[k] * other[k];
			if (i == j && !(sum > 0))
				return NULL;
			row[j] = i == j ? sqrt(sum) : sum / other[j];
		}
		mls_tick(p->c->load);
	}
	return factor;
}

/* Turns y into what solves L L' w = y. */
static void
solve(const double *factor, double *y, size_t n)
{
	const double *row = factor;

	for (size_t i = 0; i < n; row += ++i)
	{
		for (size_t j = 0; j < i; j++)
			y[i] -= row[j] * y[j];
		y[i] /= row[i];
	}
	for (size_t i = n; i-- > 0;)
	{
		row = factor + i * (i + 1) / 2;
		y[i] /= row[i];
		for (size_t j = 0; j < i; j++)
			y[j] -= row[j] * y[i];
	}
}

/* ---- the model ---- */

static bool
check(const ProcessCompile *p, uint32_t target)
{
	const MlsGaussianProcessModel *process = p->process;

	if (p->model->float_context)
		mls_problem(p->c->load, MLS_UNSUPPORTED, mls_place(p->c->load, p->model->line, "GaussianProcessModel"), NULL,
					"x-mathContext=\"float\" is not supported here");
	else if (target == MLS_NONE)
		problem(p, process->instances.line, "TrainingInstances", "the target is not among the InstanceFields");
	else if (p->n_inputs == 0)
		problem(p, process->instances.line, "TrainingInstances", "there is no input among the InstanceFields");
	else if (process->n_lambda > 1 && process->n_lambda != p->n_inputs)
		problem(p, p->model->line, "GaussianProcessModel", "there are not as many lambdas as inputs");
	else if (process->instances.n > MAX_INSTANCES)
		mls_fatal(p->c->load, MLS_TOO_LARGE, mls_place(p->c->load, process->instances.line, "TrainingInstances"), NULL,
				  "there are more than %d instances", MAX_INSTANCES);
	else
		return true;
	return false;
}

static void
fill_matrix(const ProcessCompile *p, MlsSpan matrix)
{
	for (uint32_t k = 0; k < p->process->instances.n; k++)
		for (uint32_t i = 0; i < p->n_inputs; i++)
			*mls_lanes_cell(p->c, matrix, p->n_inputs, i, k) = p->x[(size_t) k * p->n_inputs + i];
}

static void
compile_gaussian_process(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsGaussianProcessModel *process = model->u.gaussian_process;
	ProcessCompile p = {.c = c, .scope = scope, .model = model, .process = process};
	uint32_t	target = find_field(&p, result->predictions[0].target);
	uint32_t	n = process->instances.n;
	MlsImgProcess record = {
		.gamma = process->gamma, .degree = process->degree, .variance = process->gamma + process->noiseVariance,
		.kernel = (uint8_t) process->kernel, .n_instances = n, .deviation = MLS_NONE
	};
	double	   *factor;
	uint32_t   *columns;
	uint32_t	body;

	order_inputs(&p, target);
	if (!check(&p, target))
		return;
	read_instances(&p, target);
	if (c->load->n_problems > 0)
		return;					/* covariances of what is no number */
	factor = factorize(&p);
	if (!factor)
	{
		problem(&p, model->line, "GaussianProcessModel", "the covariances of the instances are singular");
		return;
	}
	solve(factor, p.y, n);

	columns = MLS_NEW_N(c->load, uint32_t, p.n_inputs);
	for (uint32_t i = 0; i < p.n_inputs; i++)
		columns[i] = mls_field(c, scope, process->instances.fields[p.inputs[i]], process->instances.line)->column;
	record.fields = mls_index_list(c, columns, p.n_inputs);
	record.lambda = mls_number_list(c, p.lambda, p.n_inputs).first;
	record.weights = mls_number_list(c, p.y, n).first;
	record.matrix = mls_new_lanes(c, p.n_inputs, n, model->line, "GaussianProcessModel");
	fill_matrix(&p, record.matrix);
	if (result->ask.deviation)
	{
		record.factor = mls_number_list(c, factor, (uint32_t) ((uint64_t) n * (n + 1) / 2));
		record.deviation = mls_new_columns(c, scope, 1);
		result->predictions[0].deviation = record.deviation;
	}
	body = MLS_APPEND(c, PROCESS);
	*MLS_BUILT(c, PROCESS, body) = record;
	mls_set_kernel(c, result, MLS_KERNEL_GAUSSIAN_PROCESS, body);
}

const MlsModelCompiler mls_compiler_gaussian_process = {.compile = compile_gaussian_process};
