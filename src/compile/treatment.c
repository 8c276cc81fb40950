/*
 * compile/treatment.c
 *	  Inputs, and how MiningSchema has them judged and replaced.
 */
#include <math.h>

#include "base/data_type.h"
#include "compile/compile_int.h"

uint32_t
mls_declare_input(MlsCompile *c, const MlsDataField *declared, MlsOpType op_type)
{
	void	   *known = mls_map_get(&c->inputs, declared->name);
	uint32_t	place;
	MlsImgInput input = {
		.name = mls_string(c, declared->name),
		.data_type = (uint8_t) declared->dataType,
		.op_type = (uint8_t) (op_type == MLS_OPTYPE_NONE ? declared->optype : op_type),
		.numeric = mls_is_numeric(declared->dataType) || mls_is_count(declared->dataType),
		.column = MLS_NONE,
		.treatment = MLS_NONE
	};

	if (known)
		return (uint32_t) ((uintptr_t) known - 1);
	place = MLS_APPEND(c, INPUT);
	*MLS_BUILT(c, INPUT, place) = input;
	mls_map_put(c->load, &c->inputs, declared->name, (void *) ((uintptr_t) place + 1));
	return place;
}

/* The SET of a DataField's Values of one property, or MLS_NONE. */
static uint32_t
value_set(MlsCompile *c, const MlsDataField *declared, MlsValueProperty property)
{
	const char **texts = MLS_NEW_N(c->load, const char *, declared->n_values);
	uint32_t	n = 0;

	for (uint32_t i = 0; i < declared->n_values; i++)
	{
		if (declared->values[i].property == property)
			texts[n++] = declared->values[i].value;
	}
	return n > 0 ? mls_constant_set(c, texts, n, declared->dataType) : MLS_NONE;
}

/* A replacement is of the field's type; where that is not known, of its own. */
static uint32_t
replacement(MlsCompile *c, const char *text, MlsDataType type, uint32_t line, const char *what)
{
	return mls_typed_constant(c, text, type == MLS_TYPE_NONE ? mls_literal_type(text) : type, line, what);
}

/* What is compared with a float is a float. */
static double
as_type(MlsDataType type, double number)
{
	return type == MLS_TYPE_FLOAT ? (double) (float) number : number;
}

void
mls_refuse_intervals(MlsCompile *c, MlsDataType type, uint32_t line)
{
	if (mls_type_kind(type) == MLS_KIND_MOMENT)
		mls_problem(c->load, MLS_UNSUPPORTED, mls_place(c->load, line, "Interval"),
					"Intervals are of numbers: dateDaysSince[1970] and its like take them.",
					"an interval of a %s is not supported", mls_data_type_name(type));
}

/* A TREATMENT; declared NULL: of a field that is no input; check: judge validity. */
static uint32_t
make_treatment(MlsCompile *c, const MlsMiningField *mining, const MlsDataField *declared,
			   MlsDataType type, MlsOpType op_type, uint32_t input, bool check)
{
	uint32_t	place;
	MlsImgTreatment t = {
		.input = input,
		.data_type = (uint8_t) type,
		.op_type = (uint8_t) op_type,
		.check = check && declared,
		.exact_texts = declared && declared->exact_texts,
		.missing_replacement = MLS_NONE,
		.invalid_replacement = MLS_NONE,
		.valid_values = MLS_NONE,
		.invalid_values = MLS_NONE,
		.missing_values = MLS_NONE
	};

	if (mining)
	{
		t.invalid = (uint8_t) mining->invalidValueTreatment;
		t.outliers = (uint8_t) mining->outliers;
		t.missing_returns_invalid = mining->missing_returns_invalid;
		t.has_low = !isnan(mining->lowValue);
		t.has_high = !isnan(mining->highValue);
		t.low = t.has_low ? as_type(type, mining->lowValue) : 0;
		t.high = t.has_high ? as_type(type, mining->highValue) : 0;
		if (mining->missingValueReplacement)
			t.missing_replacement = replacement(c, mining->missingValueReplacement, type,
												mining->line, "missingValueReplacement");
		if (mining->invalidValueReplacement)
			t.invalid_replacement = replacement(c, mining->invalidValueReplacement, type,
												mining->line, "invalidValueReplacement");
		else if (mining->invalidValueTreatment == MLS_INVALID_AS_VALUE)
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, mining->line, "MiningField"), NULL,
						"field \"%s\" has invalidValueTreatment=\"asValue\" without invalidValueReplacement",
						mining->name);
	}
	if (t.check)
	{
		t.valid_values = value_set(c, declared, MLS_VALUE_VALID);
		t.invalid_values = value_set(c, declared, MLS_VALUE_INVALID);
		t.missing_values = value_set(c, declared, MLS_VALUE_MISSING);
		if (op_type == MLS_OPTYPE_CONTINUOUS)
		{
			if (declared->n_intervals > 0)
				mls_refuse_intervals(c, type, declared->intervals[0].line);
			t.intervals.n = declared->n_intervals;
			t.intervals.first = MLS_APPEND_N(c, INTERVAL, declared->n_intervals);
			for (uint32_t i = 0; i < declared->n_intervals; i++)
			{
				const MlsInterval *interval = &declared->intervals[i];

				*MLS_BUILT(c, INTERVAL, t.intervals.first + i) = (MlsImgInterval) {
					as_type(type, interval->leftMargin), as_type(type, interval->rightMargin),
					(uint32_t) interval->closure, MLS_NONE
				};
			}
		}
	}
	place = MLS_APPEND(c, TREATMENT);
	*MLS_BUILT(c, TREATMENT, place) = t;
	return place;
}

/* Whether values of the field's own type pass a treatment unchanged, and others can only fail. */
static bool
passes_numbers(const MlsImgTreatment *t)
{
	return (t->data_type == MLS_TYPE_DOUBLE || t->data_type == MLS_TYPE_FLOAT || t->data_type == MLS_TYPE_INTEGER) &&
		t->outliers == MLS_OUTLIERS_AS_IS && t->valid_values == MLS_NONE && t->invalid_values == MLS_NONE &&
		t->missing_values == MLS_NONE && t->intervals.n == 0 &&
		(t->invalid == MLS_INVALID_RETURN_INVALID || t->invalid == MLS_INVALID_AS_IS);
}

/* A step that is run for each row, whatever the model does with it. */
static void
add_input_step(MlsCompile *c, MlsImgStep step)
{
	step.data_type = MLS_TYPE_NONE;
	step.counts = MLS_TYPE_NONE;
	step.map_missing_to = MLS_NONE;
	step.default_value = MLS_NONE;
	*MLS_PUSH(c->load, &c->input_steps, MlsImgStep) = step;
}

void
mls_treat_input(MlsCompile *c, const MlsMiningField *mining, const MlsDataField *declared,
				bool strict, MlsField *field)
{
	MlsOpType	op_type = mining && mining->optype != MLS_OPTYPE_NONE ? mining->optype : declared->optype;
	uint32_t	place = mls_declare_input(c, declared, op_type);
	uint32_t	treatment = make_treatment(c, mining, declared, declared->dataType, op_type, place, mining != NULL);
	const MlsImgTreatment *t = MLS_BUILT(c, TREATMENT, treatment);
	MlsImgInput *input = MLS_BUILT(c, INPUT, place);
	bool		replaces_missing = t->missing_returns_invalid || t->missing_replacement != MLS_NONE;
	uint32_t	column;
	uint32_t	input_column;
	uint32_t	elements = MLS_NONE;

	if (!input->read)
	{
		input->read = true;
		input->plain = strict && passes_numbers(t) && !declared->has_history;
		input->takes_list = input->has_history = declared->has_history;
		input->column = mls_new_columns(c, NULL, 1);
		input->treatment = treatment;
		column = input->plain ? input->column : mls_new_columns(c, NULL, 1);
	}
	else
		column = mls_new_columns(c, NULL, 1);
	input_column = input->column;
	input->optional = false;

	if (declared->has_history)
	{
		elements = mls_new_columns(c, NULL, 1);
		add_input_step(c, (MlsImgStep) {
			.op = MLS_STEP_FIND_ELEMENTS, .out = elements, .arguments = mls_index_one(c, input_column), .record = treatment
		});
		add_input_step(c, (MlsImgStep) {
			.op = MLS_STEP_HISTORY, .function = MLS_HISTORY_VALUE, .flags = strict ? MLS_STEP_STRICT : 0, .out = column,
			.arguments = mls_index_list(c, (uint32_t[]) {input_column, elements}, 2), .record = treatment
		});
	}
	else if (column != input_column || replaces_missing)
		add_input_step(c, (MlsImgStep) {
			.op = MLS_STEP_TREAT, .flags = strict ? MLS_STEP_STRICT : 0, .out = column,
			.arguments = mls_index_one(c, input_column), .record = treatment
		});
	*field = (MlsField) {
		.column = column,
		.data_type = declared->dataType,
		.op_type = op_type,
		.declared = declared,
		.treatment = treatment,
		.has_history = declared->has_history,
		.history = input_column,
		.elements = elements
	};
	mls_set_order(c, field, declared->values, declared->n_values);
}

bool
mls_treats_again(const MlsMiningField *mining)
{
	return mining->missingValueReplacement || mining->missing_returns_invalid ||
		mining->outliers != MLS_OUTLIERS_AS_IS ||
		(mining->invalid_treatment_given && mining->invalidValueTreatment != MLS_INVALID_RETURN_INVALID);
}

void
mls_treat_again(MlsCompile *c, MlsScope *scope, const MlsMiningField *mining,
				const MlsField *from, MlsField *field)
{
	uint32_t	input = MLS_NONE;
	void	   *known = mls_map_get(&c->inputs, mining->name);
	MlsOpType	op_type = mining->optype != MLS_OPTYPE_NONE ? mining->optype : from->op_type;
	MlsImgStep *step;

	if (known && from->declared)
		input = (uint32_t) ((uintptr_t) known - 1);
	field->treatment = make_treatment(c, mining, from->declared, from->data_type, op_type, input, true);
	field->column = mls_new_columns(c, scope, 1);
	field->data_type = from->data_type;
	field->op_type = op_type;
	field->declared = from->declared;
	field->order = from->order;
	field->n_order = from->n_order;
	if (from->declared)
		mls_set_order(c, field, from->declared->values, from->declared->n_values);

	step = mls_add_step(c, scope, MLS_STEP_TREAT, field->column);
	step->record = field->treatment;
	step->arguments = mls_index_one(c, from->column);
}
