/*
 * eval/comparison.c
 *	  How far a row is from each of some points.
 *
 * PMML 4.4, ClusteringModel: each field's values are compared (c), and the
 * results are put together by the measure, with the field's weight w:
 *
 *	 euclidean			sqrt(A * sum w c^2)
 *	 squaredEuclidean	A * sum w c^2
 *	 chebychev			A * max w c
 *	 cityBlock			A * sum w c
 *	 minkowski			(A * sum w c^p)^(1/p)
 *
 * A missing coordinate is left out; A is the sum of all fields' missing weights
 * over that of the fields that are there.  Similarities count fields that are
 * true in the row, in the point, in both, in none.
 *
 * Sums run over the fields in the order of the document, whatever is computed at
 * once: a row with some points, or a point with some rows.
 */
#include "eval/comparison.h"
#include "eval/vectors.h"

#define LN2		0.69314718055994530942

MlsComparison
mls_comparison(MlsEval *eval, uint32_t comparison)
{
	const MlsImgComparison *record = &MLS_RECORDS(eval->image, COMPARISON)[comparison];
	const MlsImgComparedField *fields = MLS_RECORDS(eval->image, COMPARED_FIELD) + record->fields.first;
	bool		has_weights = false;

	for (uint32_t i = 0; i < record->fields.n; i++)
		has_weights |= fields[i].weight != 1;
	return (MlsComparison) {
		.eval = eval,
		.record = record,
		.fields = fields,
		.points = MLS_RECORDS(eval->image, NUMBER) + record->points,
		.x = mls_scratch(eval, record->fields.n * sizeof(double)),
		.present = mls_scratch(eval, record->fields.n),
		.parts = mls_scratch(eval, MLS_COMPARED_AT_ONCE * sizeof(double)),
		.is_similarity = record->measure >= MLS_MEASURE_SIMPLE_MATCHING,
		.has_weights = has_weights,
		.has_roots = record->measure == MLS_MEASURE_EUCLIDEAN
	};
}

/* ---- a row's coordinates ---- */

static double
place_among_values(const MlsImage *image, MlsSpan values, MlsCell cell)
{
	const uint32_t *index = MLS_RECORDS(image, INDEX) + values.first;

	for (uint32_t i = 0; i < values.n; i++)
	{
		if (mls_equals(image, cell, &MLS_RECORDS(image, CONSTANT)[index[i]]))
			return i;
	}
	return MLS_NO_PLACE;
}

static double
place_among_intervals(const MlsImage *image, MlsSpan intervals, double x)
{
	const MlsImgInterval *records = MLS_RECORDS(image, INTERVAL) + intervals.first;

	for (uint32_t i = 0; i < intervals.n; i++)
	{
		bool		above = records[i].closure == MLS_CLOSED_OPEN || records[i].closure == MLS_CLOSED_CLOSED ?
			x >= records[i].left : x > records[i].left;
		bool		below = records[i].closure == MLS_OPEN_CLOSED || records[i].closure == MLS_CLOSED_CLOSED ?
			x <= records[i].right : x < records[i].right;

		if (above && below)
			return i;
	}
	return MLS_NO_PLACE;
}

/* A coordinate; false if it cannot be read, and the row has no result. */
static bool
read_coordinate(MlsComparison *comparison, uint32_t i, uint32_t row)
{
	MlsEval    *eval = comparison->eval;
	const MlsImgComparedField *field = &comparison->fields[i];
	MlsCell		cell = mls_get(eval, field->column, row);

	comparison->present[i] = cell.tag != MLS_TAG_MISSING;
	comparison->x[i] = 0;
	if (cell.tag == MLS_TAG_MISSING)
		return true;
	if (cell.tag == MLS_TAG_INVALID)
	{
		mls_fail_row(eval, row, cell.datum.reason);
		return false;
	}
	if (field->values.n > 0)
	{
		comparison->x[i] = place_among_values(eval->image, field->values, cell);
		return true;
	}
	if (!mls_cell_number(cell, &comparison->x[i]) ||
		(comparison->is_similarity && comparison->x[i] != 0 && comparison->x[i] != 1))
	{
		mls_fail_row(eval, row, (MlsReason) {MLS_REASON_NOT_A_NUMBER, MLS_NONE});
		return false;
	}
	if (field->intervals.n > 0)
		comparison->x[i] = place_among_intervals(eval->image, field->intervals, comparison->x[i]);
	return true;
}

/* All coordinates, and the factor for those that are missing. */
static bool
read_row(MlsComparison *comparison, uint32_t row, double *adjustment)
{
	uint32_t	n = comparison->record->fields.n;
	double		all = 0;
	double		there = 0;
	bool		any = false;
	bool		each = true;

	for (uint32_t i = 0; i < n; i++)
	{
		if (!read_coordinate(comparison, i, row))
			return false;
		/* a table says nothing of a value that is not in it */
		if (comparison->fields[i].compare == MLS_COMPARE_TABLE && comparison->x[i] == MLS_NO_PLACE)
			comparison->present[i] = 0;
		all += comparison->fields[i].missing_weight;
		if (comparison->present[i])
		{
			there += comparison->fields[i].missing_weight;
			any = true;
		}
		else
			each = false;
	}
	*adjustment = all == there ? 1 : all / there;
	return any && (each || !comparison->record->of_whole_rows);
}

/* ---- distances ---- */

/* Compares a field of the row with n points. */
static void
compare_field(const MlsComparison *comparison, uint32_t i, const double *points, uint32_t n)
{
	const MlsImgComparedField *field = &comparison->fields[i];
	double	   *parts = comparison->parts;
	double		x = comparison->x[i];
	bool		has_place = x != MLS_NO_PLACE || (field->values.n == 0 && field->intervals.n == 0);

	switch ((MlsCompareFunction) field->compare)
	{
		case MLS_COMPARE_ABS_DIFF:
			for (uint32_t k = 0; k < n; k++)
				parts[k] = fabs(x - points[k]);
			break;
		case MLS_COMPARE_GAUSS_SIM:
			for (uint32_t k = 0; k < n; k++)
				parts[k] = exp(-LN2 * ((x - points[k]) * (x - points[k])) / (field->scale * field->scale));
			break;
		case MLS_COMPARE_DELTA:
			for (uint32_t k = 0; k < n; k++)
				parts[k] = x == points[k] && has_place ? 0 : 1;
			break;
		case MLS_COMPARE_EQUAL:
			for (uint32_t k = 0; k < n; k++)
				parts[k] = x == points[k] && has_place ? 1 : 0;
			break;
		case MLS_COMPARE_TABLE:
			{
				uint32_t	n_places = field->values.n > 0 ? field->values.n : field->intervals.n;
				const double *row = MLS_RECORDS(comparison->eval->image, NUMBER) + field->table.first +
					(size_t) x * n_places;

				for (uint32_t k = 0; k < n; k++)
					parts[k] = row[(uint32_t) points[k]];
				break;
			}
		case MLS_N_COMPARE_FUNCTIONS:
			break;
	}
}

/* Adds what comparing a field has given. */
static void
add_field(const MlsComparison *comparison, double weight, uint32_t n, double *out)
{
	const double *parts = comparison->parts;
	double		p = comparison->record->p;

	switch ((MlsMeasure) comparison->record->measure)
	{
		case MLS_MEASURE_EUCLIDEAN:
		case MLS_MEASURE_SQUARED_EUCLIDEAN:
			for (uint32_t k = 0; k < n; k++)
				out[k] += weight * (parts[k] * parts[k]);
			break;
		case MLS_MEASURE_CITY_BLOCK:
			for (uint32_t k = 0; k < n; k++)
				out[k] += weight * parts[k];
			break;
		case MLS_MEASURE_CHEBYCHEV:
			for (uint32_t k = 0; k < n; k++)
				out[k] = weight * parts[k] > out[k] || isnan(parts[k]) ? weight * parts[k] : out[k];
			break;
		default:
			for (uint32_t k = 0; k < n; k++)
				out[k] += weight * pow(parts[k], p);
	}
}

/* The sums become distances. */
static void
finish(const MlsComparison *comparison, double adjustment, uint32_t n, double *out)
{
	switch ((MlsMeasure) comparison->record->measure)
	{
		case MLS_MEASURE_EUCLIDEAN:
			mls_vectors()->roots(adjustment, n, out);
			break;
		case MLS_MEASURE_MINKOWSKI:
			for (uint32_t k = 0; k < n; k++)
				out[k] = pow(adjustment * out[k], 1 / comparison->record->p);
			break;
		default:
			for (uint32_t k = 0; k < n; k++)
				out[k] = adjustment * out[k];
	}
}

static void
distances(MlsComparison *comparison, double adjustment, double *out)
{
	const MlsImgComparison *record = comparison->record;

	if (record->is_dense)
	{
		mls_vectors()->squares_of_row(comparison, out);
		finish(comparison, adjustment, record->n_points, out);
		return;
	}
	for (uint32_t first = 0; first < record->n_points; first += MLS_COMPARED_AT_ONCE)
	{
		uint32_t	n = record->n_points - first;

		if (n > MLS_COMPARED_AT_ONCE)
			n = MLS_COMPARED_AT_ONCE;
		for (uint32_t k = 0; k < n; k++)
			out[first + k] = 0;
		for (uint32_t i = 0; i < record->fields.n; i++)
		{
			const double *points = comparison->points + (size_t) i * record->n_points + first;

			if (!comparison->present[i])
				continue;
			compare_field(comparison, i, points, n);
			add_field(comparison, comparison->fields[i].weight, n, out + first);
		}
		finish(comparison, adjustment, n, out + first);
	}
}

/* ---- similarities ---- */

static void
similarities(MlsComparison *comparison, double *out)
{
	const MlsImgComparison *record = comparison->record;

	for (uint32_t k = 0; k < record->n_points; k++)
	{
		double		counts[4] = {0, 0, 0, 0};
		double		counted = 0;
		double		divided = 0;

		for (uint32_t i = 0; i < record->fields.n; i++)
		{
			bool		in_row = comparison->x[i] != 0;
			bool		in_point = comparison->points[(size_t) i * record->n_points + k] != 0;

			if (comparison->present[i])
				counts[in_row ? (in_point ? 0 : 1) : (in_point ? 2 : 3)]++;
		}
		for (int c = 0; c < 4; c++)
		{
			counted += record->counted[c] * counts[c];
			divided += record->divided[c] * counts[c];
		}
		out[k] = divided != 0 ? counted / divided : NAN;
	}
}

bool
mls_compare_row(MlsComparison *comparison, uint32_t row, double *out)
{
	double		adjustment;

	if (!read_row(comparison, row, &adjustment))
		return false;
	if (comparison->is_similarity)
		similarities(comparison, out);
	else
		distances(comparison, adjustment, out);
	return true;
}

/* ---- many rows ---- */

bool
mls_are_comparable(const MlsComparison *comparison, uint32_t first, uint32_t n)
{
	if (!comparison->record->is_dense)
		return false;
	for (uint32_t i = 0; i < comparison->record->fields.n; i++)
	{
		if (!mls_all_tags(mls_tags(comparison->eval, comparison->fields[i].column) + first, n, MLS_TAG_DOUBLE))
			return false;
	}
	return true;
}

void
mls_make_distances(const MlsComparison *comparison, uint32_t n, double *squares)
{
	finish(comparison, 1, n * MLS_ROWS_AT_ONCE, squares);
}
