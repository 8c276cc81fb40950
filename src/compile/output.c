/*
 * compile/output.c
 *	  OutputFields, of the document's model and of its segments.
 *
 * Each name has one column in the whole image: the OutputField of an enclosing
 * model is computed after that of its segments and so takes the name over, and of
 * several segments with the same OutputField the one that ran last has filled it.
 * Nothing else is ever kept in such a column, so that it is missing where no
 * segment with it runs.
 *
 * An enclosing model may read the OutputField of one certain segment: that
 * segment then keeps the value in a column of its own besides.
 */
#include <string.h>

#include "compile/compile_int.h"

/* An output's name and what is behind it. */
typedef struct MlsOutputColumn
{
	MlsImgOutput record;
	const char *name;
	const MlsScope *scope;		/* the last one's */
	bool	   *in_segments;	/* of a selectAll: whether each has it; NULL: none has */
	uint32_t	n_segments;		/* how many have it */
	MlsSpan		list;			/* the columns shown in place of the record's; none: that one is */
} MlsOutputColumn;

/* ---- segments ---- */

void
mls_add_segment(MlsCompile *c, MlsScope *scope, const char *id, MlsCompiled *segment)
{
	*MLS_PUSH(c->load, &scope->segments, MlsCompiled *) = segment;
	*MLS_PUSH(c->load, &scope->segment_ids, const char *) = id;
}

bool
mls_reads_segments(const MlsModel *model)
{
	for (uint32_t i = 0; i < model->n_outputs; i++)
	{
		if (model->outputs[i].segmentId)
			return true;
	}
	return false;
}

/* ---- a model's outputs ---- */

/* A name means this from now on, in the model and in those around it. */
static void
publish(MlsCompile *c, MlsScope *scope, const char *name, MlsField field)
{
	for (; scope; scope = scope->parent)
	{
		MlsField   *known = mls_map_get(&scope->outputs, name);

		if (!known)
		{
			known = MLS_NEW(c->load, MlsField);
			mls_map_put(c->load, &scope->outputs, name, known);
		}
		*known = field;
	}
}

/* Whether a model around this one shows an output of that name of one certain segment. */
static bool
is_shown_above(const MlsScope *scope, const char *name)
{
	while ((scope = scope->parent) != NULL)
	{
		for (uint32_t i = 0; i < scope->model->n_outputs; i++)
		{
			const MlsOutputField *output = &scope->model->outputs[i];

			if (output->segmentId && output->value && strcmp(output->value, name) == 0)
				return true;
		}
	}
	return false;
}

/* Keeps the value of an output of this segment, whatever others of the name there are. */
static void
keep_output(MlsCompile *c, MlsScope *scope, const char *name, uint32_t column)
{
	MlsField   *kept = MLS_NEW(c->load, MlsField);
	MlsSpan		arguments = mls_index_list(c, &column, 1);
	MlsImgStep *step;

	kept->column = mls_new_columns(c, NULL, 1);
	step = mls_add_step(c, scope, MLS_STEP_COPY, kept->column);
	step->arguments = arguments;
	step->data_type = MLS_TYPE_NONE;
	mls_map_put(c->load, &scope->kept_outputs, name, kept);
}

/* ---- lists ---- */

void
mls_note_outputs(MlsCompile *c, const MlsScope *segment, uint32_t i, uint32_t n)
{
	for (uint32_t k = 0; k < c->output_order.n; k++)
	{
		MlsOutputColumn *column = MLS_ITEM(&c->output_order, MlsOutputColumn *, k);
		const MlsScope *scope = column->scope;

		while (scope && scope != segment)
			scope = scope->parent;
		if (!scope || column->record.shape != MLS_OUTPUT_VALUE)
			continue;
		if (!column->in_segments)
			column->in_segments = MLS_NEW_N(c->load, bool, n);
		column->in_segments[i] = true;
		column->n_segments++;
	}
}

uint32_t
mls_list_outputs(MlsCompile *c, MlsScope *scope, uint32_t n, MlsSpan *sources)
{
	MlsVec		places = {0};	/* uint32_t: n for each list */
	uint32_t	first;
	uint32_t	next;

	for (uint32_t k = 0; k < c->output_order.n; k++)
	{
		const MlsOutputColumn *column = MLS_ITEM(&c->output_order, MlsOutputColumn *, k);

		for (uint32_t i = 0; column->n_segments > 1 && i < n; i++)
			*MLS_PUSH(c->load, &places, uint32_t) = column->in_segments[i] ? column->record.column : MLS_NONE;
	}
	*sources = mls_index_list(c, places.items, places.n);
	first = next = mls_new_columns(c, NULL, n + places.n);
	for (uint32_t k = 0; k < c->output_order.n; k++)
	{
		MlsOutputColumn *column = MLS_ITEM(&c->output_order, MlsOutputColumn *, k);

		if (column->n_segments < 2)
			continue;
		column->list = (MlsSpan) {next += n, n};
		((MlsField *) mls_map_get(&scope->outputs, column->name))->is_list = true;
	}
	return first;
}

/* Whether an output shows a prediction that is a list, in the name that it is shown by anyway. */
static bool
repeats_list(const MlsCompiled *result, const MlsOutputField *output)
{
	const MlsPrediction *prediction = &result->predictions[0];

	return prediction->items.n > 0 && prediction->target && strcmp(prediction->target, output->name) == 0 &&
		output->feature == MLS_FEATURE_PREDICTED_VALUE && !output->segmentId &&
		(output->dataType == MLS_TYPE_NONE || output->dataType == prediction->data_type);
}

void
mls_compile_outputs(MlsCompile *c, MlsScope *scope, MlsCompiled *result)
{
	/* under the target's name outputs read what was predicted */
	for (uint32_t i = 0; i < result->n_predictions && result->model->n_outputs > 0; i++)
	{
		const MlsPrediction *prediction = &result->predictions[i];
		MlsField   *field = MLS_NEW(c->load, MlsField);

		*field = (MlsField) {
			.column = prediction->value,
			.data_type = prediction->data_type,
			.op_type = prediction->op_type,
			.declared = prediction->declared,
			.treatment = MLS_NONE,
			.is_list = prediction->items.n > 0
		};
		if (prediction->target)
			mls_map_put(c->load, &scope->outputs, prediction->target, field);
	}

	for (uint32_t i = 0; i < result->model->n_outputs; i++)
	{
		const MlsOutputField *output = &result->model->outputs[i];
		MlsOutputColumn *column = mls_map_get(&c->outputs, output->name);
		bool		is_list = false;
		MlsDataType type;

		if (repeats_list(result, output))
			continue;
		if (!column)
		{
			column = MLS_NEW(c->load, MlsOutputColumn);
			column->record.name = mls_string(c, output->name);
			column->name = output->name;
			column->record.column = mls_new_columns(c, NULL, 1);
			mls_map_put(c->load, &c->outputs, output->name, column);
			if (!output->is_internal)
				*MLS_PUSH(c->load, &c->output_order, MlsOutputColumn *) = column;
		}
		column->scope = scope;
		column->record.data_type = (uint8_t) output->dataType;
		column->record.feature = (uint8_t) output->feature;
		column->record.is_final = output->isFinalResult;
		column->record.n_columns = 1;
		column->list = mls_compile_output_list(c, scope, result, output);
		type = column->list.n > 0 ? output->dataType :
			mls_compile_output_field(c, scope, result, output, column->record.column, &is_list);
		column->record.shape = is_list ? MLS_OUTPUT_TEXT : MLS_OUTPUT_VALUE;
		publish(c, scope, output->name, (MlsField) {
			.column = column->record.column, .data_type = type, .op_type = output->optype, .treatment = MLS_NONE,
			.is_list = column->list.n > 0
		});
		if (is_shown_above(scope, output->name))
			keep_output(c, scope, output->name, column->record.column);
	}
}

/* ---- the final result ---- */

void
mls_emit_outputs(MlsCompile *c, const MlsCompiled *result)
{
	/* the document's model's own ones come first */
	for (int own = 1; own >= 0; own--)
	{
		for (uint32_t i = 0; i < c->output_order.n; i++)
		{
			const MlsOutputColumn *column = MLS_ITEM(&c->output_order, MlsOutputColumn *, i);
			uint32_t	place;

			if ((column->scope == result->scope) != own)
				continue;

			/* where no Output was declared: what models inside hand on to each other */
			if (c->document->default_outputs && !column->record.is_final)
				continue;
			place = MLS_APPEND(c, OUTPUT);
			*MLS_BUILT(c, OUTPUT, place) = column->record;
			if (column->list.n > 0)
			{
				MLS_BUILT(c, OUTPUT, place)->shape = MLS_OUTPUT_LIST;
				MLS_BUILT(c, OUTPUT, place)->column = column->list.first;
				MLS_BUILT(c, OUTPUT, place)->n_columns = column->list.n;
			}
		}
	}
}
