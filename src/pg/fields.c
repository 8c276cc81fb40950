/*
 * pg/fields.c
 *	  What people want to know of a model: its inputs, targets and outputs.
 *
 * Written at load and shown by model_fields().  The image says which inputs
 * there are and which are read, the document what it declares of them.
 */
#include "postgres.h"

#include <math.h>

#include "common/shortest_dec.h"

#include "pg/facts.h"

static const char *const usage_names[] = {
	[MLS_USAGE_ACTIVE] = "active",
	[MLS_USAGE_TARGET] = "target",
	[MLS_USAGE_SUPPLEMENTARY] = "supplementary",
	[MLS_USAGE_GROUP] = "group",
	[MLS_USAGE_ORDER] = "order",
	[MLS_USAGE_FREQUENCY_WEIGHT] = "frequencyWeight",
	[MLS_USAGE_ANALYSIS_WEIGHT] = "analysisWeight",
};

static const char *const optype_names[] = {
	[MLS_OPTYPE_NONE] = NULL,
	[MLS_OPTYPE_CATEGORICAL] = "categorical",
	[MLS_OPTYPE_ORDINAL] = "ordinal",
	[MLS_OPTYPE_CONTINUOUS] = "continuous",
};

static const char *const feature_names[MLS_N_OUTPUT_FEATURES] = {
#define MLS_OUTPUT_FEATURE(symbol, name, scored) [MLS_FEATURE_##symbol] = name,
#include "lists/output_features.h"
#undef MLS_OUTPUT_FEATURE
};

static const char *
type_name(uint8 data_type)
{
	return data_type == MLS_TYPE_NONE ? NULL : mls_data_type_name(data_type);
}

/* An input that takes a list: its type is that of the list's values. */
static const char *
input_type_name(const MlsImgInput *input)
{
	const char *name = type_name(input->data_type);

	return input->takes_list && name != NULL ? psprintf("%s[]", name) : name;
}

typedef struct Finder
{
	const MlsLoaded *loaded;
	uint32		next_data;
	uint32		next_mining;
} Finder;

/*
 * Looks a name up in an array of structs that begin with their name; the order
 * is mostly that of the questions, so the search goes on where the last one
 * ended.  NULL if there is none.
 */
static const void *
find(const void *items, size_t size, uint32 n, const char *wanted, uint32 *next)
{
	for (uint32 k = 0; k < n; k++)
	{
		uint32		i = (*next + k) % n;
		const void *item = (const char *) items + i * size;
		const char *name = *(const char *const *) item;

		if (name != NULL && strcmp(name, wanted) == 0)
		{
			*next = i + 1;
			return item;
		}
	}
	return NULL;
}

static const MlsDataField *
find_data_field(Finder *finder, const char *name)
{
	const MlsDocument *document = finder->loaded->document;

	StaticAssertStmt(offsetof(MlsDataField, name) == 0, "find() needs the name first");
	return find(document->fields, sizeof(MlsDataField), document->n_fields, name, &finder->next_data);
}

static const MlsMiningField *
find_mining_field(Finder *finder, const char *name)
{
	const MlsModel *model = finder->loaded->model;

	StaticAssertStmt(offsetof(MlsMiningField, name) == 0, "find() needs the name first");
	return find(model->fields, sizeof(MlsMiningField), model->n_fields, name, &finder->next_mining);
}

static void
write_valid_values(MlsJson *json, const MlsDataField *field)
{
	bool		begun = false;

	for (uint32 i = 0; i < field->n_values; i++)
	{
		if (field->values[i].property != MLS_VALUE_VALID)
			continue;
		if (!begun)
			mls_out_begin(json, "valid_values", '[');
		begun = true;
		mls_out_text(json, NULL, field->values[i].value);
	}
	if (begun)
		mls_out_end(json);
}

static const char *
margin_text(double margin)
{
	if (isinf(margin))
		return margin > 0 ? "inf" : "-inf";

	char	   *text = palloc(DOUBLE_SHORTEST_DECIMAL_LEN);

	double_to_shortest_decimal_buf(margin, text);
	return text;
}

/* Intervals as mathematics writes them: "[0,1) or [5,6]". */
static void
write_valid_range(MlsJson *json, const MlsDataField *field)
{
	StringInfoData text;

	if (field->n_intervals == 0)
		return;
	initStringInfo(&text);
	for (uint32 i = 0; i < field->n_intervals; i++)
	{
		const MlsInterval *interval = &field->intervals[i];
		bool		left_open = interval->closure == MLS_OPEN_CLOSED || interval->closure == MLS_OPEN_OPEN;
		bool		right_open = interval->closure == MLS_CLOSED_OPEN || interval->closure == MLS_OPEN_OPEN;

		appendStringInfo(&text, "%s%c%s,%s%c", i == 0 ? "" : " or ",
						 left_open || isinf(interval->leftMargin) ? '(' : '[',
						 margin_text(interval->leftMargin), margin_text(interval->rightMargin),
						 right_open || isinf(interval->rightMargin) ? ')' : ']');
	}
	mls_out_text(json, "valid_range", text.data);
}

static void
write_treatment(MlsJson *json, const MlsMiningField *field)
{
	if (field->missing_returns_invalid)
		mls_out_text(json, "when_missing", "invalid");
	else if (field->missingValueReplacement != NULL)
		mls_out_text(json, "when_missing", psprintf("replaced by %s", field->missingValueReplacement));
	else
		mls_out_text(json, "when_missing", "missing");

	switch (field->invalidValueTreatment)
	{
		case MLS_INVALID_RETURN_INVALID:
			mls_out_text(json, "when_invalid", "invalid");
			break;
		case MLS_INVALID_AS_MISSING:
			mls_out_text(json, "when_invalid", "missing");
			break;
		case MLS_INVALID_AS_IS:
			mls_out_text(json, "when_invalid",
						  field->invalidValueReplacement == NULL ? "as is" :
						  psprintf("replaced by %s", field->invalidValueReplacement));
			break;
		case MLS_INVALID_AS_VALUE:
			mls_out_text(json, "when_invalid",
						  psprintf("replaced by %s", field->invalidValueReplacement == NULL ? "nothing" :
								   field->invalidValueReplacement));
			break;
	}
}

static void
write_input(MlsJson *json, Finder *finder, uint32 i)
{
	const MlsImage *image = finder->loaded->image;
	const MlsImgInput *input = &MLS_RECORDS(image, INPUT)[i];
	const char *name = mls_image_string(image, input->name)->bytes;
	const MlsDataField *data = find_data_field(finder, name);
	const MlsMiningField *mining = find_mining_field(finder, name);

	mls_out_begin(json, NULL, '{');
	mls_out_int(json, "position", i + 1);
	mls_out_text(json, "name", name);
	mls_out_text(json, "usage", usage_names[mining == NULL ? MLS_USAGE_ACTIVE : mining->usageType]);
	mls_out_text(json, "optype", optype_names[input->op_type]);
	mls_out_text(json, "data_type", input_type_name(input));
	if (data != NULL)
	{
		write_valid_values(json, data);
		write_valid_range(json, data);
		mls_out_text(json, "label", data->displayName);
	}
	if (mining != NULL)
	{
		write_treatment(json, mining);
		if (!isnan(mining->importance))
			mls_out_number(json, "importance", mining->importance);
	}
	mls_out_bool(json, "is_read", input->read);
	mls_out_end(json);
}

/* A field that the document declares for others than scoring: supplementary, weights ... */
static void
write_other(MlsJson *json, Finder *finder, const MlsMiningField *mining)
{
	const MlsDataField *data = find_data_field(finder, mining->name);

	mls_out_begin(json, NULL, '{');
	mls_out_text(json, "name", mining->name);
	mls_out_text(json, "usage", usage_names[mining->usageType]);
	if (data != NULL)
	{
		mls_out_text(json, "optype", optype_names[data->optype]);
		mls_out_text(json, "data_type", type_name(data->dataType));
		write_valid_values(json, data);
		write_valid_range(json, data);
		mls_out_text(json, "label", data->displayName);
	}
	mls_out_bool(json, "is_read", false);
	mls_out_end(json);
}

static bool
is_input(const MlsImage *image, const char *name)
{
	for (uint32 i = 0; i < MLS_N_RECORDS(image, INPUT); i++)
		if (strcmp(mls_image_string(image, MLS_RECORDS(image, INPUT)[i].name)->bytes, name) == 0)
			return true;
	return false;
}

static void
write_target(MlsJson *json, Finder *finder, uint32 i)
{
	const MlsImage *image = finder->loaded->image;
	const MlsImgResult *result = &MLS_RECORDS(image, RESULT)[i];
	const char *name = result->name == MLS_NONE ? NULL : mls_image_string(image, result->name)->bytes;
	const MlsDataField *data = name == NULL ? NULL : find_data_field(finder, name);

	mls_out_begin(json, NULL, '{');
	mls_out_text(json, "name", name);
	mls_out_text(json, "usage", "target");
	mls_out_text(json, "optype", data != NULL ? optype_names[data->optype] :
				  result->categories.n > 0 ? "categorical" : "continuous");
	if (data != NULL)
	{
		mls_out_text(json, "data_type", type_name(data->dataType));
		mls_out_text(json, "label", data->displayName);
	}
	if (result->categories.n > 0)
	{
		mls_out_begin(json, "valid_values", '[');
		for (uint32 k = 0; k < result->categories.n; k++)
		{
			uint32		constant = MLS_RECORDS(image, INDEX)[result->categories.first + k];

			mls_out_text(json, NULL,
						  mls_image_string(image, MLS_RECORDS(image, CONSTANT)[constant].text)->bytes);
		}
		mls_out_end(json);
	}
	mls_out_end(json);
}

static void
write_output(MlsJson *json, const MlsLoaded *loaded, uint32 i)
{
	const MlsImgOutput *output = &MLS_RECORDS(loaded->image, OUTPUT)[i];

	mls_out_begin(json, NULL, '{');
	mls_out_text(json, "name", mls_image_string(loaded->image, output->name)->bytes);
	mls_out_text(json, "usage", "output");
	mls_out_text(json, "data_type", type_name(output->data_type));
	mls_out_text(json, "label", output->feature < MLS_N_OUTPUT_FEATURES ? feature_names[output->feature] : NULL);
	mls_out_end(json);
}

void
mls_write_fields(MlsJson *json, const char *key, const MlsLoaded *loaded)
{
	Finder		finder = {loaded, 0, 0};

	mls_out_begin(json, key, '[');
	for (uint32 i = 0; i < MLS_N_RECORDS(loaded->image, INPUT); i++)
		write_input(json, &finder, i);
	for (uint32 i = 0; i < loaded->model->n_fields; i++)
	{
		const MlsMiningField *field = &loaded->model->fields[i];

		if (field->usageType != MLS_USAGE_ACTIVE && field->usageType != MLS_USAGE_TARGET &&
			!is_input(loaded->image, field->name))
			write_other(json, &finder, field);
	}
	for (uint32 i = 0; i < MLS_N_RECORDS(loaded->image, RESULT); i++)
		write_target(json, &finder, i);
	for (uint32 i = 0; i < MLS_N_RECORDS(loaded->image, OUTPUT); i++)
		write_output(json, loaded, i);
	mls_out_end(json);
}
