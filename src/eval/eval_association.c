/*
 * eval/eval_association.c
 *	  AssociationModel: the rules that apply to a row's items.
 *
 * PMML 4.4, Output: a rule is selected by "recommendation" if the row has its
 * antecedent, by "exclusiveRecommendation" if it has not its consequent as well,
 * by "ruleAssociation" if it has both.  Those selected are ranked by one of their
 * measures, an order that the image has.
 */
#include "eval/list.h"

/* What a row has of a rule. */
#define HAS_ANTECEDENT	1
#define HAS_CONSEQUENT	2

typedef struct Run
{
	MlsEval    *eval;
	const MlsImgAssociation *association;
	const MlsImgItem *items;
	const MlsImgAssociationRule *rules;
	const uint32_t *index;
	uint8_t    *has;			/* of each item */
	uint8_t    *applies;		/* of each rule */
} Run;

/* ---- a list of items ---- */

/*
 * The pairs of a value and an item to which it belongs, from the first with that
 * value on; *end is behind all pairs.
 */
static const uint32_t *
find_parents(const Run *run, uint32_t text, const uint32_t **end)
{
	const uint32_t *pairs = run->index + run->association->parents.first;
	uint32_t	low = 0;
	uint32_t	high = run->association->parents.n / 2;

	*end = pairs + run->association->parents.n;
	while (low < high)
	{
		uint32_t	middle = low + (high - low) / 2;

		if (pairs[2 * middle] < text)
			low = middle + 1;
		else
			high = middle;
	}
	return pairs + 2 * low;
}

/* Whether a field's value belongs to an item. */
static bool
is_below(const Run *run, MlsCell cell, uint32_t item)
{
	const uint32_t *end;
	uint32_t	code;

	if (cell.tag != MLS_TAG_STRING || run->association->parents.n == 0)
		return false;
	code = cell.datum.s->code;
	for (const uint32_t *pair = find_parents(run, code, &end); pair < end && pair[0] == code; pair += 2)
	{
		if (pair[1] == item)
			return true;
	}
	return false;
}

/* The row has the item of a text, and those to which it belongs. */
static void
take_item(const Run *run, const char *bytes, size_t length)
{
	const MlsString *known = mls_image_find_string(run->eval->image, bytes, length);
	const uint32_t *end;

	if (known == NULL)
		return;
	for (uint32_t i = 0; i < run->association->items.n; i++)
	{
		if (run->items[i].text == known->code)
			run->has[i] = 1;
	}
	for (const uint32_t *pair = find_parents(run, known->code, &end); pair < end && pair[0] == known->code; pair += 2)
		run->has[pair[1]] = 1;
}

/* The items of a list, null standing for none; false if it cannot be read. */
static bool
take_list(const Run *run, MlsCell cell)
{
	MlsList		list;
	MlsListElement element;

	mls_list_open(&list, run->eval, cell);
	while (mls_list_next(&list, &element))
	{
		if (element.kind == MLS_ELEMENT_CELL)
			take_item(run, cell.datum.s->bytes, cell.datum.s->length);
		else if (element.kind != MLS_ELEMENT_NULL)
			take_item(run, element.bytes, element.length);
	}
	return !list.is_bad;
}

/* ---- a row's items ---- */

static bool
is_true(MlsCell cell)
{
	static const char *const words[] = {"true", "t", "1", "yes", "y", "1.0"};
	double		number;

	if (cell.tag != MLS_TAG_STRING)
		return mls_cell_number(cell, &number) && number == 1;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
	{
		uint32_t	k = 0;

		while (k < cell.datum.s->length && words[i][k] != '\0' && (cell.datum.s->bytes[k] | 0x20) == (words[i][k] | 0x20))
			k++;
		if (k == cell.datum.s->length && words[i][k] == '\0')
			return true;
	}
	return false;
}

/* Which items the row has; false if it has no list, or one that cannot be read. */
static bool
find_items(const Run *run, uint32_t row)
{
	MlsEval    *eval = run->eval;
	MlsCell		cell;

	memset(run->has, 0, run->association->items.n);
	for (uint32_t i = 0; run->association->list == MLS_NONE && i < run->association->items.n; i++)
	{
		const MlsImgItem *item = &run->items[i];

		cell = mls_get(eval, item->column, row);
		if (cell.tag == MLS_TAG_INVALID)
		{
			mls_fail_row(eval, row, cell.datum.reason);
			return false;
		}
		if (cell.tag != MLS_TAG_MISSING)
			run->has[i] = item->constant == MLS_NONE ? is_true(cell) :
				mls_equals(eval->image, cell, &MLS_RECORDS(eval->image, CONSTANT)[item->constant]) || is_below(run, cell, i);
	}
	if (run->association->list == MLS_NONE)
		return true;

	cell = mls_get(eval, run->association->list, row);
	if (cell.tag == MLS_TAG_MISSING)
		return false;
	if (cell.tag == MLS_TAG_INVALID)
		mls_fail_row(eval, row, cell.datum.reason);
	else if (cell.tag == MLS_TAG_STRING)
	{
		if (take_list(run, cell))
			return true;
		mls_fail_row(eval, row, (MlsReason) {MLS_REASON_INVALID_INPUT, run->association->input});
	}
	return false;
}

static bool
has_all(const Run *run, MlsSpan items)
{
	for (uint32_t i = 0; i < items.n; i++)
	{
		if (!run->has[run->index[items.first + i]])
			return false;
	}
	return true;
}

/* ---- outputs ---- */

static bool
is_selected(const Run *run, const MlsImgRuleOutput *output, uint32_t rule)
{
	uint8_t		applies = run->applies[rule];

	switch ((MlsRuleAlgorithm) output->algorithm)
	{
		case MLS_RULES_RECOMMENDATION:
			return (applies & HAS_ANTECEDENT) != 0;
		case MLS_RULES_EXCLUSIVE_RECOMMENDATION:
			return applies == HAS_ANTECEDENT;
		case MLS_RULES_ASSOCIATION:
			return applies == (HAS_ANTECEDENT | HAS_CONSEQUENT);
	}
	return false;
}

/* The nth of the rules selected, or nothing. */
static void
put_one(const Run *run, const MlsImgRuleOutput *output, uint32_t row)
{
	uint32_t	rank = 0;

	mls_put_missing(run->eval, output->column, row);
	for (uint32_t i = 0; i < run->association->rules.n; i++)
	{
		uint32_t	rule = run->index[output->order + i];

		if (!is_selected(run, output, rule) || ++rank < output->rank)
			continue;
		mls_put(run->eval, output->column, row, mls_constant_cell(run->eval->image, run->index[output->values + rule]));
		return;
	}
}

/* The first ones, or all, as a JSON array. */
static void
put_list(const Run *run, const MlsImgRuleOutput *output, uint32_t row)
{
	const MlsImage *image = run->eval->image;
	size_t		length = 2;
	char	   *text = NULL;

	/* once to measure, once to write */
	for (int pass = 0; pass < 2; pass++)
	{
		uint32_t	n = 0;
		size_t		at = 1;

		if (pass == 1 && (text = mls_text_room(run->eval, length)) == NULL)
		{
			mls_put(run->eval, output->column, row, mls_invalid_cell(MLS_REASON_NO_MEMORY, MLS_NONE));
			return;
		}
		for (uint32_t i = 0; i < run->association->rules.n && (output->rank == 0 || n < output->rank); i++)
		{
			uint32_t	rule = run->index[output->order + i];
			const MlsString *part = mls_image_string(image, run->index[output->texts + rule]);

			if (!is_selected(run, output, rule))
				continue;
			if (pass == 1 && n > 0)
				memcpy(text + at, ", ", 2);
			at += n > 0 ? 2 : 0;
			if (pass == 1)
				memcpy(text + at, part->bytes, part->length);
			at += part->length;
			n++;
		}
		length = at + 1;
	}
	text[0] = '[';
	text[length - 1] = ']';
	mls_put(run->eval, output->column, row, mls_text_cell(run->eval, text, length));
}

void
mls_eval_association(MlsEval *eval, const MlsImgModel *model, const MlsRows *rows)
{
	const MlsImgAssociation *association = &MLS_RECORDS(eval->image, ASSOCIATION)[model->body];
	const MlsImgRuleOutput *outputs = MLS_RECORDS(eval->image, RULE_OUTPUT) + association->outputs.first;
	size_t		mark = mls_scratch_mark(eval);
	const Run	run = {
		.eval = eval,
		.association = association,
		.items = MLS_RECORDS(eval->image, ITEM) + association->items.first,
		.rules = MLS_RECORDS(eval->image, ASSOCIATION_RULE) + association->rules.first,
		.index = MLS_RECORDS(eval->image, INDEX),
		.has = mls_scratch(eval, association->items.n),
		.applies = mls_scratch(eval, association->rules.n)
	};

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		bool		has_items = find_items(&run, row);

		mls_no_prediction(eval, model, row);
		for (uint32_t k = 0; k < association->rules.n; k++)
			run.applies[k] = !has_items ? 0 : (uint8_t) ((has_all(&run, run.rules[k].antecedent) ? HAS_ANTECEDENT : 0) |
														  (has_all(&run, run.rules[k].consequent) ? HAS_CONSEQUENT : 0));
		for (uint32_t k = 0; k < association->outputs.n; k++)
		{
			if (!has_items)
				mls_put_missing(eval, outputs[k].column, row);
			else if (outputs[k].is_list)
				put_list(&run, &outputs[k], row);
			else
				put_one(&run, &outputs[k], row);
		}
	}
	mls_scratch_release(eval, mark);
}
