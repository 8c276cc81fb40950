/*
 * compile/forest_fields.c
 *	  The fields that a forest compares, and the slots where its nodes find them.
 *
 * Beside values of its type a cell may hold text that was no number, or say that
 * there can be no value.  Which of them can be is told by the step that fills the
 * column; where that cannot be seen, the worst is taken.
 */
#include <stdlib.h>

#include "compile/forest_int.h"

/*
 * The step that fills a column: not taken yet, or taken for a segment before (an
 * outer scope's column serves nobody else, so the last one is it); NULL: none.
 */
static const MlsImgStep *
find_step(const MlsForestCompile *f, uint32_t column)
{
	const MlsVec *lists[MLS_MAX_MODEL_DEPTH + 2];
	uint32_t	n = 0;

	lists[n++] = &f->c->input_steps;
	for (const MlsScope *scope = f->tree_scope; scope && n < sizeof(lists) / sizeof(lists[0]); scope = scope->parent)
		lists[n++] = &scope->steps;
	for (uint32_t i = 0; i < n; i++)
	{
		for (uint32_t k = 0; k < lists[i]->n; k++)
		{
			if (MLS_ITEM(lists[i], MlsImgStep, k).out == column)
				return &MLS_ITEM(lists[i], MlsImgStep, k);
		}
	}
	for (uint32_t k = MLS_N_BUILT(f->c, STEP); k-- > 0;)
	{
		if (MLS_BUILT(f->c, STEP, k)->out == column)
			return MLS_BUILT(f->c, STEP, k);
	}
	return NULL;
}

/* The treatment of a column that is an input, judged so that no invalid value comes through; else NULL. */
static const MlsImgTreatment *
strict_treatment(const MlsForestCompile *f, uint32_t column)
{
	const MlsImgStep *step = find_step(f, column);

	if (step)
		return step->op == MLS_STEP_TREAT && (step->flags & MLS_STEP_STRICT) != 0 ?
			MLS_BUILT(f->c, TREATMENT, step->record) : NULL;

	/* or the input as it comes, if it needs no step */
	for (uint32_t i = 0; i < MLS_N_BUILT(f->c, INPUT); i++)
	{
		const MlsImgInput *input = MLS_BUILT(f->c, INPUT, i);

		if (input->read && input->plain && input->column == column)
			return MLS_BUILT(f->c, TREATMENT, input->treatment);
	}
	return NULL;
}

/* Whether a step casts a column of numbers to real ones, which always succeeds. */
static bool
casts_numbers(const MlsForestCompile *f, const MlsImgStep *step)
{
	uint32_t	from = step->arguments.n == 1 ? *MLS_BUILT(f->c, INDEX, step->arguments.first) : MLS_ARG_CONSTANT;
	const MlsImgTreatment *treatment = (from & MLS_ARG_CONSTANT) ? NULL : strict_treatment(f, from);

	return step->op == MLS_STEP_COPY && (step->data_type == MLS_TYPE_DOUBLE || step->data_type == MLS_TYPE_FLOAT) &&
		treatment && mls_is_numeric((MlsDataType) treatment->data_type) && treatment->invalid != MLS_INVALID_AS_IS;
}

/* Whether a step maps a column whose values are never invalid to numbers. */
static bool
maps_to_numbers(const MlsForestCompile *f, const MlsImgStep *step)
{
	const MlsImgMap *map;

	if (step->op != MLS_STEP_MAP_VALUES || !mls_is_numeric((MlsDataType) step->data_type) ||
		step->map_missing_to != MLS_NONE || step->default_value != MLS_NONE)
		return false;
	for (uint32_t i = 0; i < step->arguments.n; i++)
	{
		uint32_t	from = *MLS_BUILT(f->c, INDEX, step->arguments.first + i);

		if ((from & MLS_ARG_CONSTANT) || !strict_treatment(f, from))
			return false;
	}
	map = MLS_BUILT(f->c, MAP, step->record);
	for (uint32_t i = 0; i < map->n_rows; i++)
	{
		uint32_t	result = *MLS_BUILT(f->c, INDEX, map->rows + i * (map->n_keys + 1) + map->n_keys);

		if (result != MLS_NONE && !MLS_BUILT(f->c, CONSTANT, result)->is_number)
			return false;
	}
	return true;
}

/* What a column's cells may hold beside values of its type; the worst where that cannot be told. */
static void
judge_column(const MlsForestCompile *f, MlsRangeField *field, uint32_t column)
{
	const MlsImgStep *step = find_step(f, column);
	const MlsImgTreatment *treatment = strict_treatment(f, column);

	field->may_be_invalid = true;
	field->may_be_text = mls_is_numeric(field->dataType);
	if (treatment)
	{
		field->may_be_invalid = false;
		field->may_be_text &= treatment->invalid == MLS_INVALID_AS_IS;
	}
	else if (step && step->op == MLS_STEP_TREAT)
		field->may_be_text &= MLS_BUILT(f->c, TREATMENT, step->record)->invalid == MLS_INVALID_AS_IS;
	else if (step && step->data_type != MLS_TYPE_NONE && (step->flags & MLS_STEP_KEEP_UNCAST) == 0)
	{
		field->may_be_text = false;
		field->may_be_invalid = !casts_numbers(f, step) && !maps_to_numbers(f, step);
	}
}

static uint32_t
add_field(MlsForestCompile *f, const MlsField *field)
{
	MlsRangeField added = {.column = field->column, .dataType = field->data_type};
	uint32_t   *place;

	while (f->field_places.n <= field->column)
		*MLS_PUSH(f->c->load, &f->field_places, uint32_t) = 0;
	place = &MLS_ITEM(&f->field_places, uint32_t, field->column);
	if (*place == 0)
	{
		judge_column(f, &added, field->column);
		*MLS_PUSH(f->c->load, &f->fields, MlsRangeField) = added;
		*place = f->fields.n;
	}
	return *place - 1;
}

uint32_t
mls_forest_field(void *context, const char *name)
{
	MlsForestCompile *f = context;
	uintptr_t	known = (uintptr_t) mls_shortcut(&f->shortcuts, name);
	const MlsField *field;
	uint32_t	place;

	if (known == 0)
	{
		known = (uintptr_t) mls_map_get(&f->names, name);
		mls_remember(&f->shortcuts, name, (void *) known);
	}
	if (known > 0)
		return (uint32_t) (known - 1);
	field = mls_field(f->c, f->tree_scope, name, f->tree->line);
	if (field->n_order > 0 || (field->data_type != MLS_TYPE_STRING && !mls_is_numeric(field->data_type)))
		return MLS_NO_FIELD;
	place = add_field(f, field);
	mls_map_put(f->c->load, &f->names, name, (void *) ((uintptr_t) place + 1));
	return place;
}

static int
by_text(const void *a, const void *b)
{
	const MlsImgForestCode *x = a;
	const MlsImgForestCode *y = b;

	return (x->text > y->text) - (x->text < y->text);
}

static MlsSpan
emit_codes(MlsForestCompile *f, const MlsRangeField *field)
{
	uint32_t	n = field->code_list.n;
	MlsSpan		span = {MLS_APPEND_N(f->c, FOREST_CODE, n), n};

	for (uint32_t i = 0; i < n; i++)
	{
		const MlsRangeCode *code = MLS_ITEM(&field->code_list, MlsRangeCode *, i);

		*MLS_BUILT(f->c, FOREST_CODE, span.first + i) = (MlsImgForestCode) {
			mls_string(f->c, code->text), code->number
		};
	}
	if (n > 0)
		qsort(MLS_BUILT(f->c, FOREST_CODE, span.first), n, sizeof(MlsImgForestCode), by_text);
	return span;
}

MlsSpan
mls_forest_slots(MlsForestCompile *f)
{
	uint32_t	n = f->layout.slots.n;
	MlsSpan		span = {MLS_APPEND_N(f->c, FOREST_SLOT, n), n};

	for (uint32_t i = 0; i < n; i++)
	{
		MlsLayoutSlot slot = MLS_ITEM(&f->layout.slots, MlsLayoutSlot, i);
		const MlsRangeField *field = &MLS_ITEM(&f->fields, MlsRangeField, slot.field);

		*MLS_BUILT(f->c, FOREST_SLOT, span.first + i) = (MlsImgForestSlot) {
			.column = field->column,
			.missing_is_below = slot.missing == MLS_MISSING_BELOW,
			.missing_is_null = slot.missing == MLS_MISSING_NULL,
			.is_text = field->dataType == MLS_TYPE_STRING,
			.codes = emit_codes(f, field)
		};
	}
	return span;
}
