/*
 * eval/eval_neural_network.c
 *	  NeuralNetwork: layer by layer, for some rows at a time.
 *
 * A neuron's sum is weight times value in the order of its Cons, then the bias.
 * (PMML 4.4, Neural Network; arctan is 2 atan(z) / pi, radialBasis
 * exp(n ln(altitude) - sum of (value - weight)^2 / (2 width^2)) with n Cons.)
 * In a float context each step is rounded to float.
 *
 * The values of some rows lie as columns do, so that rows go side by side
 * (eval/columns.h); those of one row by itself one behind the other, and then
 * neurons do (eval/dense.h).
 */
#include "eval/columns.h"
#include "eval/dense.h"
#include "eval/link.h"
#include "eval/vectors.h"
#include "image/lanes.h"

#define PI 3.14159265358979323846

typedef struct Context
{
	MlsEval    *eval;
	const MlsImgModel *model;
	const MlsImgNetwork *network;
	bool		is_float;
	uint32_t	stride;			/* the values of rows lie so far apart: MLS_NETWORK_ROWS, or 1 */
	double	   *values;
	double	   *row;			/* numbers of MLS_DENSE_ROWS rows, one row behind the other */
	double	   *sums;			/* of a group, likewise */
	uint32_t   *places;			/* 0, 1, 2 ... */
} Context;

static inline double
rounded(const Context *c, double value)
{
	return c->is_float ? mls_f32(value) : value;
}

/* ---- sums ---- */

static double *
value_at(const Context *c, uint32_t value)
{
	return c->values + (size_t) value * c->stride;
}

/* Whether a group's sources lie together. */
static bool
is_together(const MlsImgNeuralGroup *group)
{
	return group->sources.n != group->n_sources;
}

/* The sums of n rows side by side, with the biases. */
static void
sum_columns(const Context *c, const MlsImgNeuralGroup *group, uint32_t first, uint32_t n)
{
	const double *numbers = MLS_RECORDS(c->eval->image, NUMBER);
	const uint32_t *sources = MLS_RECORDS(c->eval->image, INDEX) + group->sources.first;
	MlsColumnSums sums = {
		.data = is_together(group) ? value_at(c, sources[0]) : c->values,
		.stride = c->stride,
		.columns = is_together(group) ? c->places : sources,
		.columns_apart = sizeof(*sources),
		.coefficients_apart = MLS_LANES * sizeof(*numbers),
		.n_terms = group->n_sources,
		.n_rows = n
	};

	for (uint32_t k = 0; k < group->n_neurons; k += sums.n_sums)
	{
		sums.n_sums = group->n_neurons - k < MLS_SUMS_AT_ONCE ? group->n_neurons - k : MLS_SUMS_AT_ONCE;
		for (uint32_t i = 0; i < sums.n_sums; i++)
			sums.sums[i] = (MlsColumnSum) {
				numbers + group->matrix.first + mls_lane_place(group->n_sources, 0, k + i),
				numbers[group->numbers + k + i], value_at(c, first + k + i)
			};
		mls_vectors()->sum_columns(&sums);
	}
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

/* Those of up to MLS_DENSE_ROWS rows from one on, neurons side by side. */
static void
sum_rows(const Context *c, const MlsImgNeuralGroup *group, uint32_t first, bool distances, uint32_t row, uint32_t n)
{
	const double *numbers = MLS_RECORDS(c->eval->image, NUMBER);
	const uint32_t *sources = MLS_RECORDS(c->eval->image, INDEX) + group->sources.first;
	MlsDense	dense = {
		.matrix = numbers + group->matrix.first,
		.n_rows = group->n_sources,
		.n_columns = group->n_neurons,
		.x = c->row,
		.stride = group->n_sources,
		.n = n,
		.out = c->sums,
		.out_stride = c->network->n_sums
	};

	if (c->stride == 1 && is_together(group))
		dense.x = value_at(c, sources[0]);
	else
		for (uint32_t r = 0; r < n; r++)
			for (uint32_t i = 0; i < group->n_sources; i++)
				c->row[(size_t) r * group->n_sources + i] =
					value_at(c, is_together(group) ? sources[0] + i : sources[i])[row + r];
	if (c->is_float)
		float_sums(&dense, distances);
	else if (distances)
		mls_dense_distances(&dense);
	else
		mls_dense_products(&dense);
	for (uint32_t r = 0; r < n; r++)
		for (uint32_t k = 0; k < group->n_neurons; k++)
		{
			double		sum = c->sums[(size_t) r * dense.out_stride + k];

			value_at(c, first + k)[row + r] = distances ? sum : rounded(c, sum + rounded(c, numbers[group->numbers + k]));
		}
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

/* n values of neurons that lie one behind the other; there is room for a vector behind them. */
static void
activate(const Context *c, const MlsImgNeuralLayer *layer, double *values, uint32_t n)
{
	if (layer->activation == MLS_ACTIVATION_RECTIFIER && layer->leakage == 0 && !c->is_float)
	{
		const MlsColumnOperand z = {.data = values};
		const MlsColumnOperand zero = {.number = 0};

		mls_vectors()->apply_two(MLS_FN_MAX, &z, &zero, values, n);
	}
	else if (layer->activation != MLS_ACTIVATION_IDENTITY)
		for (uint32_t i = 0; i < n; i++)
			values[i] = rounded(c, activate_one(c, layer, values[i]));
}

/* Likewise of one neuron with a radial basis: its numbers are n ln(altitude) and 2 width^2. */
static void
activate_radial(const Context *c, double altitude, double width, double *values, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		values[i] = rounded(c, exp(rounded(c, altitude - rounded(c, values[i] / width))));
}

static void
run_group(const Context *c, const MlsImgNeuralLayer *layer, const MlsImgNeuralGroup *group, uint32_t first, uint32_t n)
{
	const double *numbers = MLS_RECORDS(c->eval->image, NUMBER) + group->numbers;
	bool		is_radial = layer->activation == MLS_ACTIVATION_RADIAL_BASIS;

	if (c->stride > 1 && !is_radial && !c->is_float)
		sum_columns(c, group, first, n);
	else
		for (uint32_t row = 0; row < n; row += MLS_DENSE_ROWS)
			sum_rows(c, group, first, is_radial, row, n - row < MLS_DENSE_ROWS ? n - row : MLS_DENSE_ROWS);
	if (is_radial)
		for (uint32_t k = 0; k < group->n_neurons; k++)
			activate_radial(c, numbers[k], numbers[group->n_neurons + k], value_at(c, first + k), n);
	else if (n == c->stride)
		activate(c, layer, value_at(c, first), group->n_neurons * n);
	else
		for (uint32_t k = 0; k < group->n_neurons; k++)
			activate(c, layer, value_at(c, first + k), n);
}

/* The neurons of a layer become what they are together, row by row. */
static void
normalize(const Context *c, const MlsImgNeuralLayer *layer, uint32_t n_neurons, uint32_t n)
{
	for (uint32_t r = 0; r < n; r++)
	{
		for (uint32_t k = 0; k < n_neurons; k++)
			c->row[k] = value_at(c, layer->first + k)[r];
		mls_link_row((MlsLink) layer->normalization, c->is_float, c->row, n_neurons);
		for (uint32_t k = 0; k < n_neurons; k++)
			value_at(c, layer->first + k)[r] = c->row[k];
	}
}

static void
run_layer(const Context *c, const MlsImgNeuralLayer *layer, uint32_t n)
{
	const MlsImgNeuralGroup *group = MLS_RECORDS(c->eval->image, NEURAL_GROUP) + layer->groups.first;
	uint32_t	first = layer->first;

	for (uint32_t i = 0; i < layer->groups.n; i++, group++)
	{
		run_group(c, layer, group, first, n);
		first += group->n_neurons;
	}
	if (layer->normalization != MLS_LINK_NONE)
		normalize(c, layer, first - layer->first, n);
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
output_value(const Context *c, const MlsImgNeuralOutput *output, uint32_t r)
{
	const double *points = MLS_RECORDS(c->eval->image, NUMBER) + output->points.first;
	double		value = value_at(c, output->value)[r];

	return output->points.n == 0 ? value : rounded(c, denormalize(points, output->points.n, value));
}

static void
put(const Context *c, uint32_t column, uint32_t row, double value)
{
	mls_put(c->eval, column, row, c->is_float ? MLS_CELL_FLOAT(value) : MLS_CELL_DOUBLE(value));
}

/* The outputs' values are the probabilities; the largest wins, the first of equal ones, NaN never. */
static void
put_classes(const Context *c, uint32_t row, uint32_t r)
{
	const MlsImgModel *model = c->model;
	const MlsImgNeuralOutput *outputs = MLS_RECORDS(c->eval->image, NEURAL_OUTPUT) + c->network->outputs.first;
	const uint32_t *categories = MLS_RECORDS(c->eval->image, INDEX) + model->categories.first;
	uint32_t	best = MLS_NONE;
	double		highest = 0;

	for (uint32_t i = 0; i < c->network->outputs.n; i++)
	{
		double		p = output_value(c, &outputs[i], r);

		put(c, model->probabilities + i, row, p);
		if (model->confidences != MLS_NONE)
			put(c, model->confidences + i, row, p);
		if (!isnan(p) && (best == MLS_NONE || p > highest))
		{
			best = i;
			highest = p;
		}
	}
	if (best == MLS_NONE)
	{
		mls_put_missing(c->eval, model->value, row);
		if (model->entity != MLS_NONE)
			mls_put_missing(c->eval, model->entity, row);
		return;
	}
	mls_put(c->eval, model->value, row, mls_constant_cell(c->eval->image, categories[best]));
	if (model->entity != MLS_NONE)
		mls_put(c->eval, model->entity, row, MLS_CELL_STRING(mls_image_string(c->eval->image, outputs[best].id)));
}

/* The results of the row whose values are the rth. */
static void
put_results(const Context *c, uint32_t row, uint32_t r)
{
	const MlsImgNeuralOutput *outputs = MLS_RECORDS(c->eval->image, NEURAL_OUTPUT) + c->network->outputs.first;

	if (c->model->categories.n > 0)
	{
		put_classes(c, row, r);
		return;
	}
	for (uint32_t i = 0; i < c->network->outputs.n; i++)
		put(c, c->model->value + i, row, output_value(c, &outputs[i], r));
	if (c->model->entity != MLS_NONE)
		mls_put_missing(c->eval, c->model->entity, row);
}

/* ---- rows ---- */

/* Whether the inputs of all rows are doubles, which can be taken as they lie. */
static bool
are_doubles(const Context *c, const MlsRows *rows)
{
	const uint32_t *columns = MLS_RECORDS(c->eval->image, INDEX) + c->network->inputs.first;

	if (rows->index || c->stride == 1 || c->is_float)
		return false;
	for (uint32_t i = 0; i < c->network->inputs.n; i++)
		if (!mls_all_tags(mls_tags(c->eval, columns[i]), rows->n, MLS_TAG_DOUBLE))
			return false;
	return true;
}

/* The inputs of the next rows, of which *next is the first, become values; taken[] has their rows. */
static uint32_t
take_doubles(const Context *c, const MlsRows *rows, uint32_t *next, uint32_t *taken)
{
	const uint32_t *columns = MLS_RECORDS(c->eval->image, INDEX) + c->network->inputs.first;
	uint32_t	n = rows->n - *next < c->stride ? rows->n - *next : c->stride;

	for (uint32_t i = 0; i < c->network->inputs.n; i++)
		memcpy(value_at(c, i), mls_data(c->eval, columns[i]) + *next, n * sizeof(double));
	for (uint32_t r = 0; r < n; r++)
		taken[r] = (*next)++;
	return n;
}

/* The same, whatever they are. */
static uint32_t
take_rows(const Context *c, const MlsRows *rows, uint32_t *next, uint32_t *taken)
{
	uint32_t	n_inputs = c->network->inputs.n;
	uint32_t	n = 0;

	do
	{
		uint32_t	more = mls_dense_rows(c->eval, c->model, rows, c->network->inputs, false, next, c->row, taken + n);

		for (uint32_t r = 0; r < more; r++)
			for (uint32_t i = 0; i < n_inputs; i++)
				value_at(c, i)[n + r] = rounded(c, c->row[(size_t) r * n_inputs + i]);
		n += more;
	} while (*next < rows->n && n + MLS_DENSE_ROWS <= c->stride);
	return n;
}

void
mls_eval_neural_network(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgNetwork *network = &MLS_RECORDS(eval->image, NETWORK)[model->body];
	const MlsImgNeuralLayer *layers = MLS_RECORDS(eval->image, NEURAL_LAYER) + network->layers.first;
	size_t		n_values = network->n_values;
	size_t		n_numbers = n_values > network->n_sources ? n_values : network->n_sources;
	size_t		mark = mls_scratch_mark(eval);
	Context		c = {
		.eval = eval,
		.model = model,
		.network = network,
		.is_float = model->float_context,
		.stride = rows->n == 1 ? 1 : MLS_NETWORK_ROWS,
		.values = mls_scratch(eval, (MLS_NETWORK_ROWS * n_values + MLS_LANES) * sizeof(double)),
		.row = mls_scratch(eval, MLS_DENSE_ROWS * n_numbers * sizeof(double)),
		.sums = mls_scratch(eval, MLS_DENSE_ROWS * (size_t) network->n_sums * sizeof(double)),
		.places = mls_scratch(eval, n_values * sizeof(uint32_t))
	};
	bool		doubles = are_doubles(&c, rows);
	uint32_t	taken[MLS_NETWORK_ROWS];

	for (uint32_t i = 0; i < n_values && c.stride > 1; i++)
		c.places[i] = i;
	for (uint32_t next = 0; next < rows->n;)
	{
		uint32_t	n = doubles ? take_doubles(&c, rows, &next, taken) : take_rows(&c, rows, &next, taken);

		for (uint32_t i = 0; i < network->layers.n && n > 0; i++)
			run_layer(&c, &layers[i], n);
		for (uint32_t r = 0; r < n; r++)
			put_results(&c, taken[r], r);
	}
	mls_scratch_release(eval, mark);
}
