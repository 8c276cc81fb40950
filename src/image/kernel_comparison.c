/*
 * image/kernel_comparison.c
 *	  Comparisons in an image: their check, their scratch.  Several kernels have them.
 */
#include "image/kernel_int.h"

/* Whether a number is a place among n, or MLS_NO_PLACE. */
static bool
is_place(double number, uint32_t n)
{
	return number == MLS_NO_PLACE || (number >= 0 && number < n && number == (double) (uint32_t) number);
}

static const char *
check_field(const MlsImage *image, const MlsImgComparison *comparison, uint32_t i)
{
	const MlsImgComparedField *field = &MLS_RECORDS(image, COMPARED_FIELD)[comparison->fields.first + i];
	const double *points = MLS_RECORDS(image, NUMBER) + comparison->points + (size_t) i * comparison->n_points;
	uint32_t	n_places = field->values.n > 0 ? field->values.n : field->intervals.n;

	MLS_NEED(MLS_HAS_COLUMN(image, field->column), "a compared field does not exist");
	MLS_NEED(field->compare < MLS_N_COMPARE_FUNCTIONS, "a field is compared in no known way");
	MLS_NEED(MLS_ARE_CONSTANTS(image, field->values), "a compared field's values do not exist");
	MLS_NEED(MLS_HAS_SPAN(image, INTERVAL, field->intervals), "a compared field's intervals do not exist");
	for (uint32_t k = 0; n_places > 0 && k < comparison->n_points; k++)
		MLS_NEED(is_place(points[k], n_places), "a point's value is none of the field's");
	if (field->compare == MLS_COMPARE_TABLE)
	{
		MLS_NEED(n_places > 0 && n_places < 65536 && field->table.n == n_places * n_places &&
				 MLS_HAS_SPAN(image, NUMBER, field->table), "a table of comparisons does not exist");
		for (uint32_t k = 0; k < comparison->n_points; k++)
			MLS_NEED(points[k] != MLS_NO_PLACE, "a point's value has no place in its table");
	}
	return NULL;
}

const char *
mls_check_comparison(const MlsImage *image, uint32_t i, MlsGiven *given)
{
	const MlsImgComparison *comparison;

	MLS_NEED(MLS_GIVE_ONE(image, given, COMPARISON, i), "a model's comparison does not exist");
	comparison = &MLS_RECORDS(image, COMPARISON)[i];
	MLS_NEED(comparison->measure < MLS_N_MEASURES && MLS_IS_BOOL(comparison->is_dense) &&
			 MLS_IS_BOOL(comparison->of_whole_rows), "a measure is unknown");
	MLS_NEED(comparison->fields.n > 0 && MLS_GIVE(image, given, COMPARED_FIELD, comparison->fields),
			 "the fields of a comparison do not exist");
	MLS_NEED(comparison->n_points > 0 && comparison->points <= MLS_N_RECORDS(image, NUMBER) &&
			 (uint64_t) comparison->n_points * comparison->fields.n <= MLS_N_RECORDS(image, NUMBER) - comparison->points,
			 "the points of a comparison do not exist");
	for (uint32_t k = 0; k < comparison->fields.n; k++)
	{
		const char *fault = check_field(image, comparison, k);

		if (fault != NULL)
			return fault;
	}
	return NULL;
}

/* A row's coordinates and which of them there are; comparisons of one field with some points. */
MlsScratch
mls_scratch_comparison(const MlsImage *image, uint32_t i)
{
	uint64_t	n_fields = MLS_RECORDS(image, COMPARISON)[i].fields.n;

	return (MlsScratch) {n_fields * (sizeof(double) + 1) + MLS_COMPARED_AT_ONCE * sizeof(double) + 3 * 8, 0};
}
