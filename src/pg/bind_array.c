/*
 * pg/bind_array.c
 *	  An array of numbers as the inputs of a model, in the order of model_fields().
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "pg/binding.h"
#include "pg/elements.h"
#include "pg/host.h"

struct MlsArrayPlan
{
	MlsElementType type;		/* of the last array's elements */
	MlsElement *elements;		/* the inputs that are read */
	uint32		n_elements;
	MlsPlace   *places;			/* of elements, in the evaluation; NULL: put one by one */
	const MlsEval *eval;
};

/* The plan for an image; raises an error if an input is no number. */
static MlsArrayPlan *
make_plan(MlsBinding *binding)
{
	MlsArrayPlan *plan;
	const MlsImgInput *inputs = MLS_RECORDS(binding->image, INPUT);
	uint32		n = MLS_N_RECORDS(binding->image, INPUT);

	for (uint32 i = 0; i < n; i++)
	{
		if (!inputs[i].numeric)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("model \"%s\" cannot be scored with an array: its field \"%s\" is no number",
							binding->model,
							mls_show_text(mls_image_string(binding->image, inputs[i].name)->bytes)),
					 errhint("Pass a row or a JSON object.")));
	}

	plan = MemoryContextAllocZero(binding->context, sizeof(MlsArrayPlan));
	plan->elements = MemoryContextAllocHuge(binding->context, Max(n, 1) * sizeof(MlsElement));
	for (uint32 i = 0; i < n; i++)
	{
		if (inputs[i].read)
			plan->elements[plan->n_elements++] = (MlsElement) {i, i};
	}
	return plan;
}

static void
plan_places(MlsBinding *binding, MlsArrayPlan *plan, MlsEval *eval)
{
	MemoryContext old = MemoryContextSwitchTo(binding->context);

	if (plan->places != NULL)
		pfree(plan->places);
	plan->places = NULL;
	plan->places = mls_element_places(eval, &plan->type, plan->elements, plan->n_elements);
	plan->eval = eval;
	MemoryContextSwitchTo(old);
}

void
mls_bind_array(MlsBinding *binding, ArrayType *array, MlsSink *sink)
{
	uint32		n_inputs = MLS_N_RECORDS(binding->image, INPUT);
	uint32		n;

	if (binding->array == NULL)
		binding->array = make_plan(binding);
	if (binding->array->type.type != ARR_ELEMTYPE(array))
	{
		mls_element_type(ARR_ELEMTYPE(array), &binding->array->type);
		if (!mls_value_is_number(binding->array->type.kind))
		{
			binding->array->type.type = InvalidOid;
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("a model cannot be scored with an array of %s",
							format_type_be(ARR_ELEMTYPE(array))),
					 errhint("Pass an array of numbers, a row or a JSON object.")));
		}
		binding->array->eval = NULL;
	}
	if (binding->array->eval != sink->eval)
		plan_places(binding, binding->array, sink->eval);

	n = mls_count_elements(array, "input");
	if (n != n_inputs)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("the array has %u elements, but model \"%s\" has %u fields",
						n, binding->model, n_inputs),
				 errhint("model_fields() lists them in their order.")));
	mls_put_elements(sink, array, &binding->array->type, binding->array->elements,
					 binding->array->places, binding->array->n_elements, "input");
}
