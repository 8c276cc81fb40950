/*
 * compile/comparison.c
 *	  Comparing a row with points: fields, and points laid out field by field.
 *
 * The values of a field that is no number, and those that a table compares, are
 * numbered: what is compared at run time are numbers in any case.
 */
#include <math.h>
#include <string.h>

#include "base/data_type.h"
#include "base/number.h"
#include "compile/comparison.h"

typedef struct ComparisonCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsComparisonMeasure *measure;
	const MlsComparedField *fields;
	uint32_t	n_fields;
	const MlsCoordinate *points;
	uint32_t	n_points;
	uint32_t	line;
	const char *what;
	double	   *laid_out;		/* field by field */
} ComparisonCompile;

/* The values among which a field's are numbered. */
typedef struct Places
{
	MlsVec		names;			/* const char * */
	MlsMap		by_text;		/* text -> its place + 1 */
} Places;

static uint32_t
find_place(const Places *places, const char *text)
{
	uintptr_t	known = (uintptr_t) mls_map_get(&places->by_text, text);

	if (known > 0)
		return (uint32_t) (known - 1);
	return mls_category_place((const char *const *) places->names.items, places->names.n, text);
}

static uint32_t
add_place(MlsCompile *c, Places *places, const char *text)
{
	uint32_t	place = find_place(places, text);

	if (place == MLS_NONE)
	{
		place = places->names.n;
		*MLS_PUSH(c->load, &places->names, const char *) = text;
	}
	mls_map_put(c->load, &places->by_text, text, (void *) ((uintptr_t) place + 1));
	return place;
}

static const char *
text_of(const ComparisonCompile *x, const MlsCoordinate *coordinate)
{
	char		text[MLS_NUMBER_TEXT];

	if (coordinate->text)
		return coordinate->text;
	mls_format_double(text, coordinate->number);
	return mls_strdup(x->c->load, text);
}

static MlsSpan
constants_of(MlsCompile *c, const Places *places, MlsDataType type)
{
	uint32_t   *constants = MLS_NEW_N(c->load, uint32_t, places->names.n);

	for (uint32_t i = 0; i < places->names.n; i++)
		constants[i] = mls_constant(c, MLS_ITEM(&places->names, const char *, i), type);
	return mls_index_list(c, constants, places->names.n);
}

/* A field that is no number: the values that points have are numbered. */
static void
number_values(ComparisonCompile *x, uint32_t i, const MlsField *field, MlsImgComparedField *record)
{
	Places		places = {{0}, {0}};

	for (uint32_t k = 0; k < x->n_points; k++)
		x->laid_out[(size_t) i * x->n_points + k] =
			add_place(x->c, &places, text_of(x, &x->points[(size_t) k * x->n_fields + i]));
	record->values = constants_of(x->c, &places, field->data_type);
}

/* A table's rows and columns are the values that the DataField declares, else its intervals. */
static void
number_table(ComparisonCompile *x, uint32_t i, const MlsField *field, MlsImgComparedField *record)
{
	MlsCompile *c = x->c;
	const MlsComparedField *compared = &x->fields[i];
	const MlsDataField *declared = field->declared;
	const char *where = mls_place(c->load, compared->line, "Comparisons");
	Places		places = {{0}, {0}};
	uint32_t	n_intervals = declared ? declared->n_intervals : 0;
	uint32_t	n_rows = compared->comparisons ? compared->comparisons->n_rows : 0;

	for (uint32_t v = 0; declared && v < declared->n_values; v++)
	{
		if (declared->values[v].property == MLS_VALUE_VALID)
			add_place(c, &places, declared->values[v].value);
	}
	if (n_rows == 0 ||
		n_rows != (places.names.n > 0 ? places.names.n : n_intervals))
	{
		mls_problem(c->load, MLS_INVALID, where, NULL,
					"the matrix has %u rows, and field \"%s\" declares %u values and %u intervals",
					n_rows, compared->field, places.names.n, n_intervals);
		return;
	}
	for (uint32_t k = 0; k < x->n_points; k++)
	{
		const MlsCoordinate *coordinate = &x->points[(size_t) k * x->n_fields + i];
		uint32_t	place = MLS_NONE;

		if (places.names.n > 0)
			place = find_place(&places, text_of(x, coordinate));
		for (uint32_t v = 0; places.names.n == 0 && v < n_intervals && place == MLS_NONE; v++)
		{
			const MlsInterval *interval = &declared->intervals[v];
			double		number = coordinate->number;
			bool		above = interval->closure == MLS_CLOSED_OPEN || interval->closure == MLS_CLOSED_CLOSED ?
				number >= interval->leftMargin : number > interval->leftMargin;
			bool		below = interval->closure == MLS_OPEN_CLOSED || interval->closure == MLS_CLOSED_CLOSED ?
				number <= interval->rightMargin : number < interval->rightMargin;

			if (above && below)
				place = v;
		}
		if (place == MLS_NONE)
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, x->line, x->what), NULL,
						"\"%s\" is not among the values of field \"%s\"", text_of(x, coordinate), compared->field);
		else
			x->laid_out[(size_t) i * x->n_points + k] = place;
	}
	if (places.names.n > 0)
		record->values = constants_of(c, &places, field->data_type);
	else
	{
		record->intervals = (MlsSpan) {MLS_APPEND_N(c, INTERVAL, n_intervals), n_intervals};
		for (uint32_t v = 0; v < n_intervals; v++)
			*MLS_BUILT(c, INTERVAL, record->intervals.first + v) = (MlsImgInterval) {
				declared->intervals[v].leftMargin, declared->intervals[v].rightMargin,
				declared->intervals[v].closure, MLS_NONE
			};
	}
	record->table = mls_number_list(c, compared->comparisons->cells, n_rows * n_rows);
}

/* A field whose coordinates are numbers. */
static void
take_numbers(ComparisonCompile *x, uint32_t i)
{
	for (uint32_t k = 0; k < x->n_points; k++)
	{
		const MlsCoordinate *coordinate = &x->points[(size_t) k * x->n_fields + i];
		double		number = coordinate->number;
		bool		is_number = !coordinate->text ||
			mls_parse_number(coordinate->text, strlen(coordinate->text), &number);

		if (!is_number || isnan(number) ||
			(x->measure->is_similarity && number != 0 && number != 1))
			mls_problem(x->c->load, MLS_INVALID, mls_place(x->c->load, x->line, x->what), NULL,
						"\"%s\" is no %s, as field \"%s\" must be", text_of(x, coordinate),
						x->measure->is_similarity ? "0 or 1" : "number", x->fields[i].field);
		x->laid_out[(size_t) i * x->n_points + k] = number;
	}
}

static MlsImgComparedField
compile_field(ComparisonCompile *x, uint32_t i)
{
	MlsCompile *c = x->c;
	const MlsComparedField *compared = &x->fields[i];
	const MlsField *field = mls_field(c, x->scope, compared->field, compared->line);
	MlsImgComparedField record = {
		.weight = compared->fieldWeight,
		.missing_weight = compared->missing_weight,
		.scale = compared->similarityScale,
		.column = field->column,
		.compare = compared->compareFunction
	};
	bool		is_numeric = mls_is_numeric(field->data_type) || mls_is_count(field->data_type) || field->data_type == MLS_TYPE_NONE;

	if (x->measure->is_similarity)
		record.compare = MLS_COMPARE_ABS_DIFF;	/* truths are not compared by any function */
	if (record.compare == MLS_COMPARE_TABLE)
		number_table(x, i, field, &record);
	else if (is_numeric)
		take_numbers(x, i);
	else if (record.compare == MLS_COMPARE_DELTA || record.compare == MLS_COMPARE_EQUAL)
		number_values(x, i, field, &record);
	else
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, compared->line, "field"), NULL,
					"\"%s\" is no number: compareFunction absDiff and gaussSim cannot compare it", compared->field);
	return record;
}

/* The counts that a similarity is made of: true in row and point, in the row, in the point, in none. */
static void
set_counts(const MlsComparisonMeasure *measure, MlsImgComparison *record)
{
	static const double counted[][4] = {{1, 0, 0, 1}, {1, 0, 0, 0}, {1, 0, 0, 1}};
	static const double divided[][4] = {{1, 1, 1, 1}, {1, 1, 1, 0}, {1, 2, 2, 1}};

	if (!measure->is_similarity)
		return;
	if (measure->measure == MLS_MEASURE_BINARY_SIMILARITY)
	{
		memcpy(record->counted, measure->counted, sizeof(record->counted));
		memcpy(record->divided, measure->divided, sizeof(record->divided));
		return;
	}
	memcpy(record->counted, counted[measure->measure - MLS_MEASURE_SIMPLE_MATCHING], sizeof(record->counted));
	memcpy(record->divided, divided[measure->measure - MLS_MEASURE_SIMPLE_MATCHING], sizeof(record->divided));
}

uint32_t
mls_compile_comparison(MlsCompile *c, MlsScope *scope, const MlsComparisonMeasure *measure,
					   const MlsComparedField *fields, uint32_t n_fields,
					   const MlsCoordinate *points, uint32_t n_points, uint32_t line, const char *what)
{
	ComparisonCompile x = {c, scope, measure, fields, n_fields, points, n_points, line, what, NULL};
	MlsImgComparedField *compiled = MLS_NEW_N(c->load, MlsImgComparedField, n_fields);
	MlsImgComparison record = {
		.measure = (uint8_t) measure->measure,
		.is_dense = measure->measure == MLS_MEASURE_EUCLIDEAN || measure->measure == MLS_MEASURE_SQUARED_EUCLIDEAN,
		.of_whole_rows = measure->of_whole_rows,
		.n_points = n_points,
		.p = measure->p
	};
	uint32_t	place;

	if ((uint64_t) n_points * n_fields > UINT32_MAX / 4)
		mls_fatal(c->load, MLS_TOO_LARGE, mls_place(c->load, line, what), NULL, "there are too many of them");
	x.laid_out = MLS_NEW_N(c->load, double, (size_t) n_points * n_fields);
	for (uint32_t i = 0; i < n_fields; i++)
	{
		mls_tick(c->load);
		compiled[i] = compile_field(&x, i);
		record.is_dense &= compiled[i].compare == MLS_COMPARE_ABS_DIFF && compiled[i].values.n == 0;
	}
	set_counts(measure, &record);
	record.points = mls_number_list(c, x.laid_out, n_points * n_fields).first;
	record.fields = (MlsSpan) {MLS_APPEND_N(c, COMPARED_FIELD, n_fields), n_fields};
	for (uint32_t i = 0; i < n_fields; i++)
		*MLS_BUILT(c, COMPARED_FIELD, record.fields.first + i) = compiled[i];
	place = MLS_APPEND(c, COMPARISON);
	*MLS_BUILT(c, COMPARISON, place) = record;
	return place;
}
