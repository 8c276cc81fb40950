/*
 * eval/eval_neural_network.c
 *	  NeuralNetwork: layer by layer, for some rows at a time.
 *
 * A neuron's sum is weight times value in the order of its Cons, then the bias.
 * (PMML 4.4, Neural Network; arctan is 2 atan(z) / pi, radialBasis
 * exp(n ln(altitude) - sum of (value - weight)^2 / (2 width^2)) with n Cons.)
 * In a float context each step is rounded to float.
 */
#include "eval/dense.h"
#include "eval/link.h"

#define PI 3.14159265358979323846

typedef struct Context
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgNetwork *network;
	bool		is_float;
	double	   *values;			/* of each row, n_values apart */
	double	   *sources;		/* of a group that looks here and there */
	double	   *sums;			/* of a group, n_sums apart */
} Context;

static inline double
rounded(const Context *c, double value)
{
	return c->is_float ? mls_f32(value) : value;
}

/* ---- sums ---- */

/* Where a group's sources are for each row; *stride: how far apart. */
static const double *
find_sources(const Context *c, const MlsImgNeuralGroup *group, uint32_t n, size_t *stride)
{
	const uint32_t *sources = MLS_RECORDS(c->eval->image, INDEX) + group->sources.first;

	*stride = c->network->n_values;
	if (group->sources.n != group->n_sources)
		return c->values + sources[0];
	*stride = c->network->n_sources;
	for (uint32_t r = 0; r < n; r++)
		for (uint32_t i = 0; i < group->n_sources; i++)
			c->sources[r * *stride + i] = c->values[(size_t) r * c->network->n_values + sources[i]];
	return c->sources;
}

/* The same sums as those of eval/dense.h, each step rounded to float. */
static void
float_sums(const MlsDense *d, bool distances)
{
	for (uint32_t r = 0; r < d->n; r++)
		for (uint32_t k = 0; k < d->n_columns; k++)
		{
			double		sum = 0;

			for (uint32_t i = 0; i < d->n_rows; i++)
			{
				double		weight = mls_f32(d->matrix[mls_lane_place(d->n_rows, i, k)]);
				double		x = d->x[r * d->stride + i];
				double		difference = mls_f32(x - weight);

				sum = mls_f32(sum + mls_f32(distances ? difference * difference : x * weight));
			}
			d->out[r * d->out_stride + k] = sum;
		}
}

static void
group_sums(const Context *c, const MlsImgNeuralGroup *group, bool distances, uint32_t n)
{
	MlsDense	dense = {
		.matrix = MLS_RECORDS(c->eval->image, NUMBER) + group->matrix.first,
		.n_rows = group->n_sources,
		.n_columns = group->n_neurons,
		.n = n,
		.out = c->sums,
		.out_stride = c->network->n_sums
	};

	dense.x = find_sources(c, group, n, &dense.stride);
	if (c->is_float)
		float_sums(&dense, distances);
	else if (distances)
		mls_dense_distances(&dense);
	else
		mls_dense_products(&dense);
}

/* ---- activations ---- */

static double
activate_one(const Context *c, const MlsImgNeuralLayer *layer, double z)
{
	switch ((MlsActivation) layer->activation)
	{
		case MLS_ACTIVATION_THRESHOLD:
			return z > layer->threshold ? 1 : 0;
		case MLS_ACTIVATION_LOGISTIC:
			return mls_link_one(MLS_LINK_LOGIT, c->is_float, z);
		case MLS_ACTIVATION_TANH:
			return tanh(z);
		case MLS_ACTIVATION_EXPONENTIAL:
			return exp(z);
		case MLS_ACTIVATION_RECIPROCAL:
			return 1 / z;
		case MLS_ACTIVATION_SQUARE:
			return z * z;
		case MLS_ACTIVATION_GAUSS:
			return exp(-rounded(c, z * z));
		case MLS_ACTIVATION_SINE:
			return sin(z);
		case MLS_ACTIVATION_COSINE:
			return cos(z);
		case MLS_ACTIVATION_ELLIOTT:
			return z / rounded(c, 1 + fabs(z));
		case MLS_ACTIVATION_ARCTAN:
			return 2 * atan(z) / PI;
		case MLS_ACTIVATION_RECTIFIER:
			return z > 0 ? z : isnan(z) ? z : layer->leakage != 0 ? layer->leakage * z : 0;
		case MLS_ACTIVATION_IDENTITY:
		case MLS_ACTIVATION_RADIAL_BASIS:
			break;
	}
	return z;
}

/* A row's neurons of a group: from their sums to their values. */
static void
activate(const Context *c, const MlsImgNeuralLayer *layer, const MlsImgNeuralGroup *group, const double *sums,
		 double *values)
{
	const double *numbers = MLS_RECORDS(c->eval->image, NUMBER) + group->numbers;
	uint32_t	n = group->n_neurons;

	if (layer->activation == MLS_ACTIVATION_RADIAL_BASIS)
	{
		for (uint32_t k = 0; k < n; k++)
			values[k] = rounded(c, exp(rounded(c, numbers[k] - rounded(c, sums[k] / numbers[n + k]))));
		return;
	}
	if (layer->activation == MLS_ACTIVATION_RECTIFIER && layer->leakage == 0 && !c->is_float)
	{
		for (uint32_t k = 0; k < n; k++)
		{
			double		z = sums[k] + numbers[k];

			values[k] = z < 0 ? 0 : z;
		}
		return;
	}
	for (uint32_t k = 0; k < n; k++)
		values[k] = rounded(c, activate_one(c, layer, rounded(c, sums[k] + rounded(c, numbers[k]))));
}

static void
run_layer(const Context *c, const MlsImgNeuralLayer *layer, uint32_t n)
{
	const MlsImgNeuralGroup *group = MLS_RECORDS(c->eval->image, NEURAL_GROUP) + layer->groups.first;
	uint32_t	first = layer->first;

	for (uint32_t i = 0; i < layer->groups.n; i++, group++)
	{
		group_sums(c, group, layer->activation == MLS_ACTIVATION_RADIAL_BASIS, n);
		for (uint32_t r = 0; r < n; r++)
			activate(c, layer, group, c->sums + (size_t) r * c->network->n_sums,
					 c->values + (size_t) r * c->network->n_values + first);
		first += group->n_neurons;
	}
	if (layer->normalization != MLS_LINK_NONE)
		for (uint32_t r = 0; r < n; r++)
			mls_link_row((MlsLink) layer->normalization, c->is_float,
						 c->values + (size_t) r * c->network->n_values + layer->first, first - layer->first);
}

/* ---- outputs ---- */

/*
 * NormContinuous the other way round: the segment whose norms enclose the value,
 * whether they ascend or descend; the first and the last one go on outside.
 */
static double
denormalize(const double *points, uint32_t n, double y)
{
	bool		ascends = points[n - 1] >= points[1];
	uint32_t	i = 0;

	while (i + 4 < n && (ascends ? y > points[i + 3] : y < points[i + 3]))
		i += 2;
	return points[i] + (y - points[i + 1]) / (points[i + 3] - points[i + 1]) * (points[i + 2] - points[i]);
}

static double
output_value(const Context *c, const MlsImgNeuralOutput *output, const double *values)
{
	const double *points = MLS_RECORDS(c->eval->image, NUMBER) + output->points.first;
	double		value = values[output->value];

	return output->points.n == 0 ? value : rounded(c, denormalize(points, output->points.n, value));
}

static void
put(const Context *c, uint32_t column, uint32_t row, double value)
{
	mls_put(c->eval, column, row, c->is_float ? MLS_CELL_FLOAT(value) : MLS_CELL_DOUBLE(value));
}

/* The outputs' values are the probabilities; the largest wins, the first of equal ones, NaN never. */
static void
put_classes(const Context *c, uint32_t row, const double *values)
{
	const MlsImgModel *model = c->model;
	const MlsImgNeuralOutput *outputs = MLS_RECORDS(c->eval->image, NEURAL_OUTPUT) + c->network->outputs.first;
	const uint32_t *categories = MLS_RECORDS(c->eval->image, INDEX) + model->categories.first;
	uint32_t	best = MLS_NONE;

	mls_no_prediction(c->eval, model, row);
	for (uint32_t i = 0; i < c->network->outputs.n; i++)
	{
		double		p = output_value(c, &outputs[i], values);

		put(c, model->probabilities + i, row, p);
		if (model->confidences != MLS_NONE)
			put(c, model->confidences + i, row, p);
		if (!isnan(p) && (best == MLS_NONE || p > output_value(c, &outputs[best], values)))
			best = i;
	}
	if (best == MLS_NONE)
		return;
	mls_put(c->eval, model->value, row, mls_constant_cell(c->eval->image, categories[best]));
	if (model->entity != MLS_NONE)
		mls_put(c->eval, model->entity, row, MLS_CELL_STRING(mls_image_string(c->eval->image, outputs[best].id)));
}

static void
put_results(const Context *c, uint32_t row, const double *values)
{
	const MlsImgNeuralOutput *outputs = MLS_RECORDS(c->eval->image, NEURAL_OUTPUT) + c->network->outputs.first;

	if (c->model->categories.n > 0)
	{
		put_classes(c, row, values);
		return;
	}
	for (uint32_t i = 0; i < c->network->outputs.n; i++)
		put(c, c->model->value + i, row, output_value(c, &outputs[i], values));
	if (c->model->entity != MLS_NONE)
		mls_put_missing(c->eval, c->model->entity, row);
}

void
mls_eval_neural_network(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgNetwork *network = &MLS_RECORDS(eval->image, NETWORK)[model->body];
	const MlsImgNeuralLayer *layers = MLS_RECORDS(eval->image, NEURAL_LAYER) + network->layers.first;
	uint32_t	n_inputs = network->inputs.n;
	size_t		mark = mls_scratch_mark(eval);
	double	   *inputs = mls_scratch(eval, MLS_DENSE_ROWS * (size_t) n_inputs * sizeof(double));
	Context		c = {eval, model, network, model->float_context, NULL, NULL, NULL};
	uint32_t	taken[MLS_DENSE_ROWS];
	uint32_t	next = 0;
	uint32_t	n;

	c.values = mls_scratch(eval, MLS_DENSE_ROWS * (size_t) network->n_values * sizeof(double));
	c.sources = mls_scratch(eval, MLS_DENSE_ROWS * (size_t) network->n_sources * sizeof(double));
	c.sums = mls_scratch(eval, MLS_DENSE_ROWS * (size_t) network->n_sums * sizeof(double));
	while ((n = mls_dense_rows(eval, model, rows, network->inputs, false, &next, inputs, taken)) > 0)
	{
		for (uint32_t r = 0; r < n; r++)
			for (uint32_t i = 0; i < n_inputs; i++)
				c.values[(size_t) r * network->n_values + i] = rounded(&c, inputs[(size_t) r * n_inputs + i]);
		for (uint32_t i = 0; i < network->layers.n; i++)
			run_layer(&c, &layers[i], n);
		for (uint32_t r = 0; r < n; r++)
			put_results(&c, taken[r], c.values + (size_t) r * network->n_values);
	}
	mls_scratch_release(eval, mark);
}
