/*
 * pmml/pmml_model.c
 *	  What every model has: attributes, MiningSchema, LocalTransformations,
 *	  Targets, Output, ModelVerification.
 */
#include <string.h>

#include "pmml/pmml_util.h"

static const struct
{
	const char *element;
	void		(*read) (MlsPmml *pmml, const MlsXml *element, MlsModel *model);
	unsigned	functions;		/* bits: the MlsMiningFunctions that such models can have */
}			types[] =
{
#define MLS_MODEL_TYPE(symbol, name, member, contents, functions) {name, mls_pmml_##member, functions},
#include "lists/model_types.h"
#undef MLS_MODEL_TYPE
};

/* The type of a model element; MLS_N_MODEL_TYPES if it is none that is scored. */
static MlsModelType
find_type(const MlsXml *element)
{
	for (int i = 0; i < MLS_N_MODEL_TYPES; i++)
	{
		if (mls_xml_is(element, types[i].element))
			return (MlsModelType) i;
	}
	return MLS_N_MODEL_TYPES;
}

bool
mls_pmml_is_model(const MlsXml *element)
{
	static const char *const unsupported[] = {
#define MLS_UNSUPPORTED_MODEL(name) name,
#include "lists/unsupported_models.h"
#undef MLS_UNSUPPORTED_MODEL
		NULL
	};

	if (find_type(element) != MLS_N_MODEL_TYPES)
		return true;
	for (const char *const *name = unsupported; *name; name++)
	{
		if (mls_xml_is(element, *name))
			return true;
	}
	return false;
}

void
mls_pmml_other_child(MlsPmml *pmml, const MlsXml *model, const MlsXml *child)
{
	static const char *const common[] = {
		"MiningSchema", "Output", "Targets", "LocalTransformations", "ModelVerification", NULL
	};

	for (const char *const *name = common; *name; name++)
	{
		if (mls_xml_is(child, *name))
			return;
	}
	if (!mls_pmml_is_embedded(model) || !mls_xml_is(child, "ResultField"))
		mls_pmml_unknown(pmml, child);
}

void
mls_pmml_model_header(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	model->type = find_type(element);
	model->line = element->line;
	model->modelName = mls_xml_get(element, "modelName");
	model->algorithmName = mls_xml_get(element, "algorithmName");
	model->isScorable = mls_pmml_truth(pmml, element, "isScorable", true);
}

/* Whether models of the type can have the function. */
static bool
fits(MlsModelType type, MlsMiningFunction function)
{
	return (types[type].functions & 1u << function) != 0;
}

/* The optype of a model's target; NONE if it has none. */
static MlsOpType
target_optype(const MlsPmml *pmml, const MlsXml *element, const MlsModel *model)
{
	const char *name = mls_xml_get(element, "targetFieldName");
	MlsOpType	optype = MLS_OPTYPE_NONE;

	for (uint32_t i = 0; i < model->n_fields; i++)
	{
		if (model->fields[i].usageType == MLS_USAGE_TARGET)
		{
			name = model->fields[i].name;
			optype = model->fields[i].optype;
			break;
		}
	}
	for (uint32_t i = 0; name && optype == MLS_OPTYPE_NONE && i < pmml->document->n_fields; i++)
	{
		if (strcmp(pmml->document->fields[i].name, name) == 0)
			optype = pmml->document->fields[i].optype;
	}
	return optype;
}

/* What a model without functionName does: what its type alone or its target can. */
static bool
imply_function(const MlsPmml *pmml, const MlsXml *element, const MlsModel *model, MlsMiningFunction *function)
{
	MlsOpType	optype = target_optype(pmml, element, model);
	int			n = 0;

	if (optype != MLS_OPTYPE_NONE)
	{
		*function = optype == MLS_OPTYPE_CONTINUOUS ? MLS_FUNCTION_REGRESSION : MLS_FUNCTION_CLASSIFICATION;
		if (fits(model->type, *function))
			return true;
	}
	for (int i = 0; i <= MLS_FUNCTION_MIXED; i++)
	{
		if (fits(model->type, (MlsMiningFunction) i))
		{
			*function = (MlsMiningFunction) i;
			n++;
		}
	}
	return n == 1;
}

static MlsMiningFunction
read_function(MlsPmml *pmml, const MlsXml *element, const MlsModel *model)
{
	static const MlsPmmlWord functions[] = {
		{"regression", MLS_FUNCTION_REGRESSION},
		{"classification", MLS_FUNCTION_CLASSIFICATION},
		{"clustering", MLS_FUNCTION_CLUSTERING},
		{"associationRules", MLS_FUNCTION_ASSOCIATION_RULES},
		{"mixed", MLS_FUNCTION_MIXED},
		{"baseline", MLS_FUNCTION_REGRESSION},	/* of baseline models, and of ensembles of them */
		{NULL, 0}
	};
	const char *given = mls_xml_get(element, "functionName");
	bool		is_baseline = given && mls_pmml_is_nearly(given, "baseline");
	MlsMiningFunction function;

	if (!given && imply_function(pmml, element, model, &function))
		return function;
	function = (MlsMiningFunction) mls_pmml_word(pmml, element, "functionName", functions, -1);
	if (given && (!fits(model->type, function) ||
				  (is_baseline && model->type != MLS_MODEL_BASELINE && model->type != MLS_MODEL_MINING)))
		mls_pmml_problem(pmml, MLS_INVALID, element, "functionName=\"%s\" does not fit this model", given);
	return function;
}

void
mls_pmml_model(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	static const MlsPmmlWord contexts[] = {{"float", true}, {"double", false}, {NULL, 0}};
	const MlsXml *schema = mls_pmml_only(pmml, element, "MiningSchema");
	const MlsXml *transformations = mls_pmml_only(pmml, element, "LocalTransformations");
	const MlsXml *targets = mls_pmml_only(pmml, element, "Targets");
	const MlsXml *output = mls_pmml_only(pmml, element, "Output");
	const MlsXml *verification = mls_pmml_only(pmml, element, "ModelVerification");

	if (model->type == MLS_N_MODEL_TYPES)
	{
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element, "this model is not supported");
		return;
	}
	if (pmml->models == MLS_PMML_MAX_MODELS)
	{
		mls_pmml_problem(pmml, MLS_TOO_LARGE, element, "more than %d models in each other",
						 MLS_PMML_MAX_MODELS);
		return;
	}
	pmml->models++;
	model->float_context = mls_pmml_word(pmml, element, "x-mathContext", contexts, false) != 0;
	if (schema)
		mls_pmml_mining_schema(pmml, schema, model);
	else if (!mls_pmml_is_embedded(element))
		mls_pmml_problem(pmml, MLS_INVALID, element, "the MiningSchema is missing");
	model->functionName = read_function(pmml, element, model);
	if (transformations)
		mls_pmml_derived_fields(pmml, transformations, &model->derived, &model->n_derived);
	types[model->type].read(pmml, element, model);
	if (targets)
		mls_pmml_targets(pmml, targets, model);
	if (output)
		mls_pmml_output(pmml, output, model);
	if (mls_pmml_is_embedded(element))
		mls_pmml_result_fields(pmml, element, model);
	mls_pmml_show_place(pmml, model);

	/* that of a segment's model can't be run: its inputs are not those of the document */
	if (verification && pmml->models == 1 && !pmml->options->skip_verification)
		mls_pmml_verification(pmml, verification, model);
	pmml->models--;
}
