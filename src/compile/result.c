/*
 * compile/result.c
 *	  What the host asks of an image: a RESULT for each target, and which number
 *	  predict() returns.
 */
#include <string.h>

#include "base/number.h"
#include "compile/compile_int.h"

/* Whether a category's name plainly means yes. */
static bool
means_yes(const char *name)
{
	static const char *const words[] = {"true", "t", "yes", "y"};
	size_t		length = strlen(name);
	double		number;

	if (mls_parse_double(name, length, &number))
		return number == 1.0;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
	{
		size_t		k = 0;

		while (k < length && (name[k] >= 'A' && name[k] <= 'Z' ? name[k] + 'a' - 'A' : name[k]) == words[i][k])
			k++;
		if (k == length && words[i][k] == '\0')
			return true;
	}
	return false;
}

const char *
mls_category_names(MlsCompile *c, const MlsPrediction *prediction)
{
	const char *list = "";

	for (uint32_t i = 0; i < prediction->n_categories && i < 20; i++)
		list = mls_format(c->load, "%s%s\"%s\"", list, i > 0 ? ", " : "", prediction->categories[i]);
	if (prediction->n_categories > 20)
		list = mls_format(c->load, "%s and %u more", list, prediction->n_categories - 20);
	return list;
}

uint32_t
mls_event_place(const MlsCompile *c, const MlsPrediction *prediction)
{
	uint32_t	n = prediction->n_categories;

	if (c->options->event)
		return mls_category_place(prediction->categories, n, c->options->event);
	if (n == 2 && means_yes(prediction->categories[0]) != means_yes(prediction->categories[1]))
		return means_yes(prediction->categories[0]) ? 0 : 1;
	return MLS_NONE;
}

/* The class whose probability predict() returns, or MLS_NONE. */
static uint32_t
choose_event(MlsCompile *c, const MlsPrediction *prediction)
{
	uint32_t	found = mls_event_place(c, prediction);

	if (c->options->event && found == MLS_NONE)
		mls_problem(c->load, MLS_BAD_OPTION, NULL, NULL,
					"there is no class \"%s\" for the option event: the classes are %s",
					c->options->event, mls_category_names(c, prediction));
	return found;
}

/* The number of a classification, and what the user should know of it. */
static void
choose_class_number(MlsCompile *c, const MlsPrediction *prediction, MlsImgResult *record)
{
	record->event = choose_event(c, prediction);
	if (record->event != MLS_NONE)
	{
		record->number = prediction->probabilities + record->event;
		mls_notice(c->load, NULL, NULL, "predict() returns the probability of class \"%s\"",
				   prediction->categories[record->event]);
		return;
	}
	record->no_number = MLS_NO_EVENT;
	mls_notice(c->load, NULL,
			   "Name the class whose probability predict() should return with the option event.",
			   "predict() has no single number for the classes %s", mls_category_names(c, prediction));
}

/* Whether predict_json() has a key already, for a target or an output. */
static bool
is_key(MlsCompile *c, uint32_t name)
{
	for (uint32_t i = 0; i < MLS_N_BUILT(c, RESULT); i++)
	{
		if (MLS_BUILT(c, RESULT, i)->name == name)
			return true;
	}
	for (uint32_t i = 0; i < MLS_N_BUILT(c, OUTPUT); i++)
	{
		if (MLS_BUILT(c, OUTPUT, i)->name == name)
			return true;
	}
	return false;
}

/* An output that the option extra_outputs asks for, in columns of its own; who has such ones. */
static void
add_extra(MlsCompile *c, const char *name, const char *who, MlsSpan columns, MlsOutputShape shape)
{
	uint32_t	place;

	if (columns.n == 0)
		mls_problem(c->load, MLS_BAD_OPTION, NULL, NULL,
					"the option extra_outputs: only %s in a trainer's own format or one of ours have '%s'", who, name);
	else if (is_key(c, mls_string(c, name)))
		mls_problem(c->load, MLS_BAD_OPTION, NULL, NULL,
					"the option extra_outputs: the model itself has something that is called '%s'", name);
	place = MLS_APPEND(c, OUTPUT);
	*MLS_BUILT(c, OUTPUT, place) = (MlsImgOutput) {
		.name = mls_string(c, name),
		.column = columns.first,
		.n_columns = columns.n,
		.data_type = MLS_TYPE_NONE,
		.feature = MLS_N_OUTPUT_FEATURES,
		.is_final = true,
		.shape = (uint8_t) shape
	};
}

void
mls_compile_results(MlsCompile *c, const MlsCompiled *result)
{
	bool		any_classes = false;

	for (uint32_t i = 0; i < result->n_predictions; i++)
	{
		const MlsPrediction *prediction = &result->predictions[i];
		MlsImgResult record = {
			.name = prediction->target ? mls_string(c, prediction->target) : MLS_NONE,
			.function = (uint8_t) prediction->function,
			.no_number = MLS_HAS_NUMBER,
			.number = MLS_NONE,
			.value = prediction->value,
			.event = MLS_NONE,
			.categories = prediction->category_list,
			.probabilities = prediction->probabilities
		};
		uint32_t	place;

		if (prediction->items.n > 0)
		{
			record.no_number = MLS_IS_LIST;
			record.probabilities = MLS_NONE;
			record.items = prediction->items;
			mls_notice(c->load, NULL, "predict_json() gives the list.",
					   "predict() has no number: the model predicts a list");
		}
		else if (prediction->no_probabilities)
		{
			record.no_number = MLS_NOT_NUMERIC;
			record.probabilities = MLS_NONE;
		}
		else if (prediction->n_categories > 0 && prediction->probabilities != MLS_NONE)
		{
			any_classes = true;
			choose_class_number(c, prediction, &record);
		}
		else if (prediction->function == MLS_FUNCTION_REGRESSION && prediction->data_type != MLS_TYPE_STRING)
			record.number = prediction->value;
		else
			record.no_number = MLS_NOT_NUMERIC;
		place = MLS_APPEND(c, RESULT);
		*MLS_BUILT(c, RESULT, place) = record;
	}
	if (c->options->event && !any_classes)
		mls_problem(c->load, MLS_BAD_OPTION, NULL, NULL,
					"the option event is for models that predict classes with probabilities, and this one does not");
	mls_emit_outputs(c, result);
	if (c->options->margin)
		add_extra(c, "margin", "ensembles of trees and linear models", result->margins,
				  result->margins.n > 1 ? MLS_OUTPUT_ARRAY : MLS_OUTPUT_VALUE);
	if (c->options->leaf)
		add_extra(c, "leaf", "ensembles of trees", result->leaves, MLS_OUTPUT_ARRAY);
}
