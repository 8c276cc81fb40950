/*
 * image/check_steps.c
 *	  The image's check: inputs, their treatment, and steps.
 */

#include "image/check_int.h"

static const char *
check_inputs(const MlsImage *image)
{
	const MlsImgInput *inputs = MLS_RECORDS(image, INPUT);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, INPUT); i++)
	{
		const MlsImgInput *in = &inputs[i];

		MLS_NEED(MLS_HAS(image, STRING, in->name), "an input has no name");
		MLS_NEED(in->data_type <= MLS_TYPE_NONE && in->op_type <= MLS_OPTYPE_CONTINUOUS, "an input is of no type");
		MLS_NEED(MLS_IS_BOOL(in->read) && MLS_IS_BOOL(in->numeric) && MLS_IS_BOOL(in->plain) &&
				 MLS_IS_BOOL(in->takes_list) && MLS_IS_BOOL(in->has_history) && MLS_IS_BOOL(in->optional),
				 "an input's flag is no boolean");
		if (in->read)
			MLS_NEED(MLS_HAS_COLUMN(image, in->column) && MLS_HAS(image, TREATMENT, in->treatment),
					 "an input has no column or no treatment");
		else
			MLS_NEED(in->column == MLS_NONE && in->treatment == MLS_NONE && !in->plain,
					 "an input that is not read has a column");
	}
	return NULL;
}

static const char *
check_intervals(const MlsImage *image)
{
	const MlsImgInterval *intervals = MLS_RECORDS(image, INTERVAL);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, INTERVAL); i++)
	{
		MLS_NEED(intervals[i].closure <= MLS_CLOSED_CLOSED, "an interval has an unknown closure");
		MLS_NEED(MLS_HAS_OR_NONE(image, CONSTANT, intervals[i].constant), "an interval's value does not exist");
	}
	return NULL;
}

static const char *
check_treatments(const MlsImage *image)
{
	const MlsImgTreatment *treatments = MLS_RECORDS(image, TREATMENT);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, TREATMENT); i++)
	{
		const MlsImgTreatment *t = &treatments[i];

		MLS_NEED(MLS_HAS_OR_NONE(image, INPUT, t->input), "a treatment names no input");
		MLS_NEED(t->data_type <= MLS_TYPE_NONE && t->op_type <= MLS_OPTYPE_CONTINUOUS, "a treatment is of no type");
		MLS_NEED(t->invalid <= MLS_INVALID_AS_VALUE && t->outliers <= MLS_OUTLIERS_AS_EXTREME_VALUES,
				 "a treatment has an unknown rule");
		MLS_NEED(MLS_IS_BOOL(t->missing_returns_invalid) && MLS_IS_BOOL(t->check) && MLS_IS_BOOL(t->has_low) &&
				 MLS_IS_BOOL(t->has_high) && MLS_IS_BOOL(t->exact_texts), "a treatment's flag is no boolean");
		MLS_NEED(MLS_HAS_OR_NONE(image, CONSTANT, t->missing_replacement) &&
				 MLS_HAS_OR_NONE(image, CONSTANT, t->invalid_replacement), "a replacement does not exist");
		MLS_NEED(MLS_HAS_OR_NONE(image, SET, t->valid_values) && MLS_HAS_OR_NONE(image, SET, t->invalid_values) &&
				 MLS_HAS_OR_NONE(image, SET, t->missing_values), "a treatment's set does not exist");
		MLS_NEED(MLS_HAS_SPAN(image, INTERVAL, t->intervals), "a treatment's intervals do not exist");
	}
	return NULL;
}

/* ---- steps ---- */

typedef struct Arity
{
	int			least;
	int			most;			/* < 0: no bound */
} Arity;

static const Arity op_arity[] = {
#define MLS_STEP_OP(symbol, member, least, most) {least, most},
#include "lists/step_ops.h"
#undef MLS_STEP_OP
};

static const Arity function_arity[] = {
#define MLS_FUNCTION(symbol, name, least, most) {least, most},
#include "lists/functions.h"
#undef MLS_FUNCTION
};

static bool
fits(Arity arity, uint32_t n)
{
	return n >= (uint32_t) arity.least && (arity.most < 0 || n <= (uint32_t) arity.most);
}

static bool
arguments_exist(const MlsImage *image, MlsSpan arguments)
{
	const uint32_t *index = MLS_RECORDS(image, INDEX);

	if (!MLS_HAS_SPAN(image, INDEX, arguments))
		return false;
	for (uint32_t i = 0; i < arguments.n; i++)
	{
		uint32_t	argument = index[arguments.first + i];

		if ((argument & MLS_ARG_CONSTANT) != 0 ? !MLS_HAS(image, CONSTANT, argument & ~MLS_ARG_CONSTANT) :
			!MLS_HAS_COLUMN(image, argument))
			return false;
	}
	return true;
}

/* What the op reads behind "record". */
static const char *
check_record(const MlsImage *image, const MlsImgStep *step)
{
	MlsSpan		records = {step->record, step->n_records};

	switch ((MlsStepOp) step->op)
	{
		case MLS_STEP_TREAT:
		case MLS_STEP_FIND_ELEMENTS:
			MLS_NEED(MLS_HAS(image, TREATMENT, step->record), "a step's treatment does not exist");
			break;
		case MLS_STEP_HISTORY:
			MLS_NEED(MLS_HAS(image, TREATMENT, step->record), "a step's treatment does not exist");
			MLS_NEED(step->function <= MLS_HISTORY_PRODUCT, "a step makes something unknown of a history");
			break;
		case MLS_STEP_TOKENIZE:
		case MLS_STEP_TERM_WEIGHT:
			MLS_NEED(MLS_HAS(image, TEXT, step->record), "a step's rules for a text do not exist");
			for (uint32_t i = 1; i < step->arguments.n && step->arguments.n > 2; i++)
				MLS_NEED((MLS_RECORDS(image, INDEX)[step->arguments.first + i] & MLS_ARG_CONSTANT) != 0,
						 "a word of a term is no constant");
			break;
		case MLS_STEP_IS_VALID:
			MLS_NEED(MLS_HAS(image, TREATMENT, step->record), "a step's treatment does not exist");
			break;
		case MLS_STEP_APPLY:
			MLS_NEED(step->function < MLS_N_FUNCTIONS, "a step's function does not exist");
			MLS_NEED(fits(function_arity[step->function], step->arguments.n), "a function has not as many arguments");
			if (step->function == MLS_FN_MATCHES || step->function == MLS_FN_REPLACE)
				MLS_NEED(MLS_HAS(image, PATTERN, step->record), "a step's pattern does not exist");
			break;
		case MLS_STEP_IN_SET:
			MLS_NEED(MLS_HAS(image, SET, step->record), "a step's set does not exist");
			break;
		case MLS_STEP_NORM_CONTINUOUS:
			MLS_NEED(step->function <= MLS_OUTLIERS_AS_EXTREME_VALUES, "a step has an unknown rule for outliers");
			MLS_NEED(step->n_records >= 2 && step->n_records <= UINT32_MAX / 2, "a step has not enough points");
			records.n *= 2;
			MLS_NEED(MLS_HAS_SPAN(image, NUMBER, records), "a step's points do not exist");
			break;
		case MLS_STEP_NORM_DISCRETE:
			MLS_NEED(MLS_HAS(image, CONSTANT, step->record), "a step's constant does not exist");
			break;
		case MLS_STEP_DISCRETIZE:
			MLS_NEED(MLS_HAS_SPAN(image, INTERVAL, records), "a step's intervals do not exist");
			break;
		case MLS_STEP_MAP_VALUES:
			MLS_NEED(MLS_HAS(image, MAP, step->record), "a step's map does not exist");
			MLS_NEED(MLS_RECORDS(image, MAP)[step->record].n_keys == step->arguments.n,
					 "a step has not as many arguments as its map has keys");
			break;
		case MLS_STEP_LINEAR:
			records.n = step->arguments.n + 1;
			MLS_NEED(MLS_HAS_SPAN(image, NUMBER, records), "a step's coefficients do not exist");
			break;
		case MLS_STEP_TARGET:
			MLS_NEED(MLS_HAS(image, TARGET, step->record), "a step's target does not exist");
			break;
		case MLS_STEP_PICK:
			records.n = step->arguments.n - 1;
			MLS_NEED(MLS_ARE_CONSTANTS(image, records), "a step's categories do not exist");
			break;
		case MLS_STEP_DECIDE:
			MLS_NEED(step->arguments.n % 2 == 0, "a step's probabilities and categories are no pairs");
			records.n = (step->flags & MLS_STEP_THRESHOLD) ? 1 : step->arguments.n / 2;
			MLS_NEED(MLS_HAS_SPAN(image, NUMBER, records), "a step's numbers do not exist");
			break;
		default:
			break;
	}
	return NULL;
}

static const char *
check_all_steps(const MlsImage *image)
{
	const MlsImgStep *steps = MLS_RECORDS(image, STEP);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, STEP); i++)
	{
		const MlsImgStep *step = &steps[i];
		const char *fault;

		MLS_NEED(step->op < MLS_N_STEP_OPS, "a step's operation does not exist");
		MLS_NEED(step->data_type <= MLS_TYPE_NONE && step->counts <= MLS_TYPE_NONE, "a step is of no type");
		MLS_NEED(MLS_HAS_COLUMN(image, step->out), "a step's result has no column");
		MLS_NEED(arguments_exist(image, step->arguments), "a step's argument does not exist");
		MLS_NEED(fits(op_arity[step->op], step->arguments.n), "a step has not as many arguments");
		MLS_NEED(MLS_HAS_OR_NONE(image, CONSTANT, step->map_missing_to) &&
				 MLS_HAS_OR_NONE(image, CONSTANT, step->default_value), "a step's constant does not exist");
		fault = check_record(image, step);
		if (fault != NULL)
			return fault;
	}
	MLS_NEED(MLS_HAS_SPAN(image, STEP, image->input_steps), "the inputs' steps do not exist");
	return NULL;
}

static const char *
check_targets(const MlsImage *image)
{
	const MlsImgTarget *targets = MLS_RECORDS(image, TARGET);

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, TARGET); i++)
	{
		MLS_NEED(targets[i].cast_integer <= MLS_CAST_INTEGER_FLOOR, "a target has an unknown cast");
		MLS_NEED(targets[i].data_type <= MLS_TYPE_NONE, "a target is of no type");
		MLS_NEED(MLS_IS_BOOL(targets[i].is_float), "a target's flag is no boolean");
	}
	return NULL;
}

const char *
mls_check_steps(const MlsImage *image)
{
	const char *fault = check_inputs(image);

	if (fault == NULL)
		fault = check_intervals(image);
	if (fault == NULL)
		fault = check_treatments(image);
	if (fault == NULL)
		fault = check_targets(image);
	if (fault == NULL)
		fault = check_all_steps(image);
	return fault;
}
