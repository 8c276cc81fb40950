/*
 * json/pipeline_model.c
 *	  A model of a pipeline document, of any type, and what most types have.
 *
 * Each is an object with a "type" (lists/pipeline_models.h), and may have "derived"
 * fields of its own.  "classes" are those of the document unless it names others;
 * "classes": [] says that it predicts a number.  What else it has is told where its
 * type is read:
 *
 *	 regression					pipeline_regression.c
 *	 trees						pipeline_trees.c
 *	 support_vectors			pipeline_vectors.c
 *	 neighbors					pipeline_neighbors.c
 *	 clustering					pipeline_clustering.c
 *	 xgboost, lightgbm			pipeline_saved.c
 *	 ensemble, chain, targets	pipeline_members.c
 */
#include <string.h>

#include "json/pipeline_int.h"

static const struct
{
	MlsGives	gives;
	MlsPipelineReader read;
}			models[] = {
#define MLS_PIPELINE_MODEL(type, gives) {MLS_GIVES_##gives, mls_pipeline_##type},
#include "lists/pipeline_models.h"
#undef MLS_PIPELINE_MODEL
};

const char **
mls_pipeline_fields(MlsPipeline *p, const MlsAt *at, uint32_t *n)
{
	MlsAt		at_fields = mls_json_member(at, "fields");

	return mls_pipeline_known_fields(p, &at_fields, n);
}

const char **
mls_pipeline_known_fields(MlsPipeline *p, const MlsAt *at, uint32_t *n)
{
	const char **names = mls_pipeline_texts(p, at, 0, n);

	for (uint32_t i = 0; names != NULL && i < *n; i++)
	{
		if (mls_map_get(&p->names, names[i]) == NULL)
		{
			MlsAt		element = mls_json_element(at, i, NULL);

			mls_json_problem(p->load, MLS_INVALID, &element, "there is no field \"%s\" before this", names[i]);
			return NULL;
		}
	}
	return names;
}

MlsLink
mls_pipeline_link(MlsPipeline *p, const MlsAt *at)
{
	static const char *const names[] = {
#define MLS_LINK(symbol, name) name,
#include "lists/links.h"
#undef MLS_LINK
	};
	MlsAt		at_link = mls_json_member(at, "link");
	const char *link = mls_json_text(p->load, &at_link, false);

	if (link == NULL)
		return MLS_LINK_NONE;
	for (int i = 0; i < MLS_N_LINKS; i++)
	{
		if (names[i] != NULL && strcmp(names[i], link) == 0)
			return (MlsLink) i;
	}
	mls_json_problem(p->load, MLS_INVALID, &at_link, "the link \"%s\" is not known", link);
	return MLS_LINK_NONE;
}

/* Whether a type of model can give what the document predicts; if not, that is noted. */
static bool
is_possible(MlsPipeline *p, const MlsAt *at_type, bool several, MlsGives gives)
{
	if (!several)
	{
		if (gives == MLS_GIVES_TARGETS)
			mls_json_problem(p->load, MLS_INVALID, at_type, "this is for a document with \"targets\"");
		return gives != MLS_GIVES_TARGETS;
	}
	if (gives == MLS_GIVES_TARGETS)
		return true;
	for (uint32_t i = 0; i < p->n_targets; i++)
	{
		if (gives == MLS_GIVES_NUMBERS && p->targets[i].n_classes == 0)
			continue;
		mls_json_problem(p->load, MLS_INVALID, at_type, "this does not give the document's targets: take \"targets\"");
		return false;
	}
	return true;
}

MlsModel *
mls_pipeline_model(MlsPipeline *p, const MlsAt *at, bool is_member)
{
	static const char *const types[] = {
#define MLS_PIPELINE_MODEL(type, gives) #type,
#include "lists/pipeline_models.h"
#undef MLS_PIPELINE_MODEL
		NULL
	};
	bool		several = !is_member && p->are_several;
	MlsWanted	wanted = {
		.classes = p->classes, .n_classes = p->n_classes, .n_targets = several ? p->n_targets : 1, .is_member = is_member
	};
	MlsAt		at_type = mls_json_member(at, "type");
	MlsAt		at_classes = mls_json_member(at, "classes");
	MlsAt		at_derived = mls_json_member(at, "derived");
	MlsModel   *model = MLS_NEW(p->load, MlsModel);
	int			type;

	if (!mls_json_is_object(p->load, at, true))
		return NULL;
	type = mls_json_word(p->load, &at_type, true, types);
	if (type >= 0 && !is_possible(p, &at_type, several, models[type].gives))
		return NULL;
	if (at_classes.item != NULL)
	{
		/* no classes at all: a member that predicts a number */
		wanted.classes = mls_pipeline_texts(p, &at_classes, mls_json_length(&at_classes) == 0 ? 0 : MLS_LEAST_CLASSES,
											&wanted.n_classes);
		if (wanted.classes == NULL)
			return NULL;
	}
	model->isScorable = true;
	model->functionName = wanted.n_classes > 0 ? MLS_FUNCTION_CLASSIFICATION : MLS_FUNCTION_REGRESSION;
	if (wanted.n_classes > 0)
	{
		model->fields = MLS_NEW(p->load, MlsMiningField);
		mls_init_mining_field(model->fields, mls_pipeline_target(p, wanted.classes, wanted.n_classes));
		model->fields->usageType = MLS_USAGE_TARGET;
		model->n_fields = 1;
	}
	mls_pipeline_derived(p, &at_derived, &model->derived, &model->n_derived);
	if (type < 0)
		return NULL;
	models[type].read(p, at, model, &wanted);
	return model;
}
