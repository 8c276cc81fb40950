/*
 * load/instances.c
 *	  Training instances that a document keeps as they were before its
 *	  transformations (isTransformed="false").
 *
 * What they are compared by may be derived fields.  Their values are worked out
 * once, here: a model that predicts nothing, with the same transformations and an
 * output for each of these fields, scores the instances as rows.  Its MiningSchema
 * treats nothing: what is done about missing and invalid values of a row has been
 * done to the training data, or has not.
 */
#include "load/instances.h"

#include <math.h>
#include <string.h>

#include "compile/compile.h"
#include "load/rows.h"

/* A model and those around it. */
typedef struct Place
{
	const MlsModel *model;
	const struct Place *around;
} Place;

typedef struct Transformation
{
	MlsLoad    *load;
	MlsDocument document;		/* with nothing but "model" */
	MlsModel	model;
	const char **names;			/* of the derived fields */
	uint32_t	n;
} Transformation;

/* ---- which fields ---- */

static bool
is_instance_field(const MlsTrainingInstances *instances, const char *name)
{
	for (uint32_t i = 0; i < instances->n_fields; i++)
	{
		if (strcmp(instances->fields[i], name) == 0)
			return true;
	}
	return false;
}

static bool
is_found(const Transformation *t, const char *name)
{
	for (uint32_t i = 0; i < t->n; i++)
	{
		if (strcmp(t->names[i], name) == 0)
			return true;
	}
	return false;
}

/* The fields that are compared, and that only a transformation gives. */
static void
find_names(Transformation *t, const MlsNearestNeighborModel *neighbors)
{
	t->names = MLS_NEW_N(t->load, const char *, neighbors->n_inputs);
	for (uint32_t i = 0; i < neighbors->n_inputs; i++)
	{
		const char *name = neighbors->inputs[i].field;

		if (!is_found(t, name) && !is_instance_field(&neighbors->instances, name) &&
			(mls_is_derived(t->model.derived, t->model.n_derived, name) ||
			 mls_is_derived(t->document.derived, t->document.n_derived, name)))
			t->names[t->n++] = name;
	}
}

/* ---- the model that transforms ---- */

/* The LocalTransformations of a model and those around it; false if a name has two meanings. */
static bool
take_transformations(Transformation *t, const Place *place)
{
	uint32_t	n = 0;

	for (const Place *at = place; at; at = at->around)
		n += at->model->n_derived;
	t->model.derived = MLS_NEW_N(t->load, MlsDerivedField, n);
	for (const Place *at = place; at; at = at->around)
	{
		for (uint32_t i = 0; i < at->model->n_derived; i++)
		{
			const char *name = at->model->derived[i].name;

			if (mls_is_derived(t->model.derived, t->model.n_derived, name) ||
				mls_is_derived(t->document.derived, t->document.n_derived, name))
				return false;
			t->model.derived[t->model.n_derived++] = at->model->derived[i];
		}
	}
	return true;
}

static void
make_model(Transformation *t, const MlsTrainingInstances *instances)
{
	MlsRegressionModel *regression = MLS_NEW(t->load, MlsRegressionModel);
	MlsModel   *model = &t->model;

	model->type = MLS_MODEL_REGRESSION;
	model->functionName = MLS_FUNCTION_REGRESSION;
	model->isScorable = true;
	model->line = instances->line;
	model->u.regression = regression;
	regression->tables = MLS_NEW_N(t->load, MlsRegressionTable, 1);
	regression->n_tables = 1;
	model->fields = MLS_NEW_N(t->load, MlsMiningField, instances->n_fields);
	for (uint32_t i = 0; i < instances->n_fields; i++)
	{
		for (uint32_t k = 0; k < t->document.n_fields; k++)
		{
			if (strcmp(t->document.fields[k].name, instances->fields[i]) != 0)
				continue;
			model->fields[model->n_fields++] = (MlsMiningField) {
				.name = instances->fields[i],
				.importance = NAN,
				.lowValue = NAN,
				.highValue = NAN,
				.invalidValueTreatment = MLS_INVALID_AS_IS,
				.line = instances->line
			};
		}
	}
	model->outputs = MLS_NEW_N(t->load, MlsOutputField, t->n);
	model->n_outputs = t->n;
	for (uint32_t i = 0; i < t->n; i++)
	{
		MlsExpression *field = MLS_NEW(t->load, MlsExpression);

		field->kind = MLS_EXPR_FIELD_REF;
		field->line = instances->line;
		field->u.field_ref.field = t->names[i];
		model->outputs[i] = (MlsOutputField) {
			.name = mls_format(t->load, "\x01%s", t->names[i]),	/* which no document can name */
			.feature = MLS_FEATURE_TRANSFORMED_VALUE,
			.rank = 1,
			.isFinalResult = true,
			.expression = field,
			.line = instances->line
		};
	}
}

/* ---- the instances ---- */

/* Where the output of the nth derived field is; they are the model's only ones, in order. */
static uint32_t
column_of(const MlsImage *image, uint32_t n)
{
	return MLS_RECORDS(image, OUTPUT)[n].column;
}

static void
transform_block(Transformation *t, const MlsTrainingInstances *from, const MlsImage *image, MlsEval *eval,
				uint32_t first, uint32_t n, const char **cells)
{
	uint32_t	width = from->n_fields + t->n;

	mls_tick(t->load);
	mls_eval_begin(eval, n);
	for (uint32_t i = 0; i < from->n_fields; i++)
	{
		uint32_t	input = mls_load_input(image, from->fields[i]);

		for (uint32_t row = 0; row < n && input != MLS_NONE; row++)
		{
			const char *cell = from->cells[(size_t) (first + row) * from->n_fields + i];

			if (cell != NULL)
				mls_set_text(eval, input, row, cell, strlen(cell));
		}
	}
	mls_eval_run(eval);
	for (uint32_t row = 0; row < n; row++)
	{
		const char **to = cells + (size_t) (first + row) * width;

		memcpy(to, from->cells + (size_t) (first + row) * from->n_fields, from->n_fields * sizeof(char *));
		if (mls_eval_status(eval, row).code != MLS_REASON_NONE)
			mls_problem(t->load, MLS_INVALID, mls_place(t->load, from->line, "TrainingInstances"), NULL,
						"instance %u cannot be transformed", first + row + 1);
		else
		{
			for (uint32_t i = 0; i < t->n; i++)
				to[from->n_fields + i] = mls_load_text(t->load, mls_eval_cell(eval, column_of(image, i), row));
		}
	}
}

static void
transform(Transformation *t, MlsTrainingInstances *instances)
{
	const MlsLoadOptions none = {0};
	uint32_t	width = instances->n_fields + t->n;
	const char **fields = MLS_NEW_N(t->load, const char *, width);
	const char **cells = mls_alloc_n(t->load, instances->n, width * sizeof(char *));
	MlsProblem *notices = t->load->notices;
	MlsProblem **notices_tail = t->load->notices_tail;
	const MlsImage *image;
	MlsEval    *eval;

	make_model(t, instances);
	image = mls_compile(t->load, &t->document, &t->model, &none, false);

	/* what there is to say about a model of our own is of no interest */
	*notices_tail = NULL;
	t->load->notices = notices;
	t->load->notices_tail = notices_tail;
	eval = mls_load_eval(t->load, image);
	for (uint32_t first = 0; first < instances->n; first += MLS_LOAD_BLOCK)
	{
		uint32_t	n = instances->n - first;

		transform_block(t, instances, image, eval, first, n < MLS_LOAD_BLOCK ? n : MLS_LOAD_BLOCK, cells);
	}
	mls_eval_free(eval);
	mls_stop_if_problems(t->load);
	memcpy(fields, instances->fields, instances->n_fields * sizeof(char *));
	memcpy(fields + instances->n_fields, t->names, t->n * sizeof(char *));
	instances->fields = fields;
	instances->n_fields = width;
	instances->cells = cells;
}

/* ---- the models ---- */

static void
transform_model(MlsLoad *load, const MlsDocument *document, MlsModel *model, const Place *around)
{
	const Place place = {model, around};
	const MlsMiningModel *mining = NULL;

	if (model->type == MLS_MODEL_NEAREST_NEIGHBOR && !model->u.nearest_neighbor->instances.is_transformed)
	{
		Transformation t = {.load = load, .document = *document};

		t.document.models = &t.model;
		t.document.n_models = 1;
		if (take_transformations(&t, &place))
			find_names(&t, model->u.nearest_neighbor);
		if (t.n > 0)
			transform(&t, &model->u.nearest_neighbor->instances);
	}
	else if (model->type == MLS_MODEL_MINING)
		mining = model->u.mining;
	else if (model->type == MLS_MODEL_ANOMALY_DETECTION)
		mining = model->u.anomaly_detection->chain;
	for (uint32_t i = 0; mining && i < mining->n_segments; i++)
		transform_model(load, document, mining->segments[i].model, &place);
}

void
mls_transform_instances(MlsLoad *load, MlsDocument *document, MlsModel *model)
{
	transform_model(load, document, model, NULL);
}
