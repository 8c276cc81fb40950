/*
 * json/pipeline_saved.c
 *	  A model of a pipeline document that a trainer has saved itself.
 *
 *	 {"type": "xgboost", "fields": ["x1", "x2"], "document": "{\"learner\": ..."}
 *	 {"type": "lightgbm", "fields": ["x1", "x2"], "document": "tree\nversion=v4\n..."}
 *
 * The text is what XGBoost's save_model() writes as JSON, or LightGBM's as text; it
 * is read as if it were a document of its own, whose features are the fields.
 * Classes and targets are those of this document, by their place.
 */
#include <string.h>

#include "json/pipeline_int.h"

/* Notes where the saved model has another number of classes: their names are this document's. */
static void
check_classes(MlsPipeline *p, const MlsAt *at, const MlsDocument *saved, MlsModel *model, uint32_t n_classes)
{
	const MlsDataField *target = NULL;
	uint32_t	n = 0;

	for (uint32_t i = 0; i < saved->models->n_fields; i++)
	{
		const MlsMiningField *field = &saved->models->fields[i];

		for (uint32_t k = 0; k < saved->n_fields && field->usageType == MLS_USAGE_TARGET; k++)
		{
			if (strcmp(saved->fields[k].name, field->name) == 0)
				target = &saved->fields[k];
		}
	}
	if (model->functionName == MLS_FUNCTION_CLASSIFICATION)
		n = target != NULL ? target->n_values : 0;
	if (n != n_classes)
		mls_json_problem(p->load, MLS_INVALID, at, "the saved model has %u classes, this one %u", n, n_classes);
}

static void
read_saved(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted, MlsReader reader)
{
	static const char *const known[] = {"classes", "derived", "document", "fields", "type", NULL};
	MlsAt		at_document = mls_json_member(at, "document");
	const char *text = mls_json_text(p->load, &at_document, true);
	MlsLoadOptions options = {.is_text = true};
	MlsDocument *saved;

	mls_json_only(p->load, MLS_INVALID, at, known);
	options.feature_names = mls_pipeline_fields(p, at, &options.n_feature_names);
	if (text == NULL || options.feature_names == NULL)
		return;
	saved = reader(p->load, text, strlen(text), &options);
	mls_stop_if_problems(p->load);
	if (saved->n_derived > 0 || saved->models->n_derived > 0 || saved->models->type != MLS_MODEL_MINING)
	{
		mls_json_problem(p->load, MLS_UNSUPPORTED, &at_document,
						 "a saved model with categories by name, or without trees, is only read as a document of its own");
		return;
	}
	model->functionName = saved->models->functionName;
	check_classes(p, &at_document, saved, model, wanted->n_classes);
	if (wanted->n_classes == 0 && saved->models->u.mining->margins->n_outputs != wanted->n_targets)
		mls_json_problem(p->load, MLS_INVALID, &at_document, "the saved model has %u targets instead of %u",
						 saved->models->u.mining->margins->n_outputs, wanted->n_targets);
	model->type = saved->models->type;
	model->float_context = saved->models->float_context;
	model->u = saved->models->u;
}

void
mls_pipeline_xgboost(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted)
{
	read_saved(p, at, model, wanted, mls_read_xgboost_json);
}

void
mls_pipeline_lightgbm(MlsPipeline *p, const MlsAt *at, MlsModel *model, const MlsWanted *wanted)
{
	read_saved(p, at, model, wanted, mls_read_lightgbm);
}
