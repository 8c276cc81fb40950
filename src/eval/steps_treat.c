/*
 * eval/steps_treat.c
 *	  Treatments of columns.
 *
 * Most values are of the field's type, valid, and go on as they are; whether one
 * does is told without a judgement of its own (eval/treat.c), which only the
 * others get.
 */
#include "eval/codes.h"
#include "eval/steps.h"
#include "eval/treat.h"

/* ---- values that go on as they are ---- */

/* The tag of values that are of the field's type as they are, unless they are NaN; MISSING: none. */
static MlsTag
own_tag(MlsDataType type)
{
	/* a time's seconds may be none: negative ones */
	if (type == MLS_TYPE_NONE || type == MLS_TYPE_TIME_SECONDS)
		return MLS_TAG_MISSING;
	return mls_tag_of_type(type);
}

/* Which values a treatment leaves as they are. */
typedef struct Passing
{
	const MlsImage *image;
	const MlsImgTreatment *treatment;
	MlsTag		tag;			/* those of this tag; MISSING: none */
	bool		has_rules;		/* ... for which mls_keeps_rules() */
	double		low;			/* reals: from low ... */
	double		high;			/* ... to high, which NaN is not */
	MlsCodes	valid;			/* n > 0: texts that are among these pass, whatever the rules */
} Passing;

/* Intervals leave a range that a number can be compared with; false: more than that. */
static bool
narrow(Passing *p)
{
	const MlsImgTreatment *t = p->treatment;
	const MlsImgInterval *interval = MLS_RECORDS(p->image, INTERVAL) + t->intervals.first;

	if (t->intervals.n > 1)
		return false;
	if (t->intervals.n == 1)
	{
		if (interval->closure != MLS_CLOSED_CLOSED)
			return false;
		p->low = interval->left;
		p->high = interval->right;
	}
	if (t->outliers != MLS_OUTLIERS_AS_IS && t->has_low && !(t->low < p->low))
		p->low = t->low;
	if (t->outliers != MLS_OUTLIERS_AS_IS && t->has_high && !(t->high > p->high))
		p->high = t->high;
	return true;
}

static Passing
passing(const MlsImage *image, const MlsImgTreatment *treatment)
{
	Passing		p = {
		.image = image,
		.treatment = treatment,
		.tag = own_tag((MlsDataType) treatment->data_type),
		.low = -INFINITY,
		.high = INFINITY
	};
	bool		has_lists = treatment->invalid_values != MLS_NONE || treatment->missing_values != MLS_NONE;

	p.has_rules = has_lists || treatment->valid_values != MLS_NONE ||
		treatment->intervals.n > 0 || treatment->outliers != MLS_OUTLIERS_AS_IS;
	if (has_lists)
		return p;
	if (p.tag == MLS_TAG_STRING && treatment->valid_values != MLS_NONE)
	{
		const MlsImgSet *set = &MLS_RECORDS(image, SET)[treatment->valid_values];

		if (set->order == MLS_ORDER_TEXT && treatment->outliers == MLS_OUTLIERS_AS_IS)
			p.valid = mls_codes_of_set(image, set);
	}
	else if ((p.tag == MLS_TAG_DOUBLE || p.tag == MLS_TAG_FLOAT) && treatment->valid_values == MLS_NONE)
		p.has_rules = !narrow(&p);
	return p;
}

/* Whether a value goes on as it is; false: it must be judged. */
static inline __attribute__((always_inline)) bool
passes(const Passing *p, MlsTag tag, MlsDatum datum)
{
	if (tag != p->tag || tag == MLS_TAG_MISSING)
		return false;
	if (tag == MLS_TAG_DOUBLE || tag == MLS_TAG_FLOAT)
	{
		if (!(datum.d >= p->low && datum.d <= p->high))
			return false;
	}
	else if (tag == MLS_TAG_STRING && p->valid.n > 0 && mls_find_code(&p->valid, datum.s->code) != MLS_NONE)
		return true;
	return !p->has_rules || mls_keeps_rules(p->image, p->treatment, (MlsCell) {tag, datum});
}

MlsCell
mls_treat_cell(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell cell)
{
	const Passing p = passing(eval->image, treatment);

	return passes(&p, cell.tag, cell.datum) ? cell : mls_treat(eval, treatment, mls_judge_value(eval, treatment, cell));
}

/* ---- the steps ---- */

/* A cell after its treatment; one that is then invalid fails its row if that is strict. */
static MlsCell
treated(MlsEval *eval, const MlsImgTreatment *treatment, bool strict, uint32_t row, MlsCell cell)
{
	cell = mls_treat(eval, treatment, mls_judge_value(eval, treatment, cell));
	if (cell.tag == MLS_TAG_INVALID && strict)
		mls_fail_row(eval, row, cell.datum.reason);
	return cell;
}

void
mls_step_treat(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	const MlsImgTreatment *treatment = &MLS_RECORDS(eval->image, TREATMENT)[step->record];
	const Passing p = passing(eval->image, treatment);
	bool		strict = (step->flags & MLS_STEP_STRICT) != 0;
	uint32_t	argument = MLS_RECORDS(eval->image, INDEX)[step->arguments.first];
	bool		is_column = (argument & MLS_ARG_CONSTANT) == 0;
	const uint8_t *tags = is_column ? mls_tags(eval, argument) : NULL;
	const MlsDatum *data = is_column ? mls_data(eval, argument) : NULL;
	uint8_t    *out_tags = mls_tags(eval, step->out);
	MlsDatum   *out_data = mls_data(eval, step->out);

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		if (is_column && passes(&p, (MlsTag) tags[row], data[row]))
		{
			out_tags[row] = tags[row];
			out_data[row] = data[row];
		}
		else
			mls_put(eval, step->out, row, treated(eval, treatment, strict, row, mls_argument(eval, step, 0, row)));
	}
}

/*
 * Keeps a value whose column is about to say why it is none; false without
 * memory.
 */
static bool
keep_refused(MlsEval *eval, uint32_t input, uint32_t row, MlsCell cell)
{
	MlsRefused *refused = (MlsRefused *) mls_text_room(eval, sizeof(*refused));

	if (refused == NULL)
		return false;
	*refused = (MlsRefused) {eval->refused, input, row, cell};
	eval->refused = refused;
	return true;
}

MlsCell
mls_eval_arrived(const MlsEval *eval, uint32_t input, uint32_t row)
{
	for (const MlsRefused *refused = eval->refused; refused != NULL; refused = refused->next)
		if (refused->input == input && refused->row == row)
			return refused->cell;
	return mls_get(eval, MLS_RECORDS(eval->image, INPUT)[input].column, row);
}

void
mls_treat_others(MlsEval *eval)
{
	const MlsImgInput *inputs = MLS_RECORDS(eval->image, INPUT);

	for (uint32_t i = 0; i < MLS_N_RECORDS(eval->image, INPUT); i++)
	{
		const MlsImgTreatment *treatment;
		Passing		p;

		if (!inputs[i].plain)
			continue;
		treatment = &MLS_RECORDS(eval->image, TREATMENT)[inputs[i].treatment];
		p = passing(eval->image, treatment);
		for (uint32_t row = 0; row < eval->n; row++)
		{
			MlsCell		cell = mls_get(eval, inputs[i].column, row);
			MlsCell		used;

			if (cell.tag == MLS_TAG_MISSING || passes(&p, cell.tag, cell.datum))
				continue;
			used = treated(eval, treatment, true, row, cell);
			if (used.tag == MLS_TAG_INVALID && !keep_refused(eval, i, row, cell))
				eval->status[row] = (MlsReason) {MLS_REASON_NO_MEMORY, MLS_NONE};
			mls_put(eval, inputs[i].column, row, used);
		}
	}
}

/*
 * Whether a field's value is one that the document allows: what a treatment has
 * put in its place is, and of one that passes as it is the value that arrived
 * decides.
 */
static bool
is_allowed(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell value, uint32_t row)
{
	const MlsImgInput *input;

	if (treatment->check && treatment->invalid != MLS_INVALID_AS_IS)
		return true;
	if (treatment->input != MLS_NONE)
	{
		input = &MLS_RECORDS(eval->image, INPUT)[treatment->input];
		if (input->read && !input->takes_list)
			value = mls_get(eval, input->column, row);
	}
	return mls_judge_value(eval, treatment, value).state != MLS_INPUT_INVALID;
}

void
mls_step_is_valid(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	bool		negated = (step->flags & MLS_STEP_NOT) != 0;

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = mls_argument(eval, step, 0, row);

		if (cell.tag == MLS_TAG_MISSING)
			cell = MLS_CELL_BOOLEAN(false);	/* a missing value is neither valid nor not valid */
		else if (cell.tag != MLS_TAG_INVALID)
			cell = MLS_CELL_BOOLEAN(is_allowed(eval, &MLS_RECORDS(eval->image, TREATMENT)[step->record], cell, row) != negated);
		mls_finish(eval, step, row, cell);
	}
}
