/*
 * pg/bind_json.c
 *	  A JSON object as the inputs of a model.
 *
 * jsonb keeps the keys of an object in one order, so rows with the same keys
 * have them in the same places.  The plan holds the keys of the last row and
 * what each one feeds; a row with the same keys costs one comparison of bytes
 * for each of them.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "pg/binding.h"
#include "pg/host.h"
#include "pg/values.h"

/* A member of an object. */
typedef struct MlsMember
{
	const char *key;			/* server's encoding, not terminated */
	uint32		length;
	bool		is_array;		/* the value is */
	JsonbValue	value;
} MlsMember;

struct MlsJsonPlan
{
	MemoryContext context;		/* of the plan */
	uint32		n;
	MlsMember  *members;		/* keys of the last row; values are not kept */
	MlsMatch   *matches;
};

/* The members of an object, in the current context. */
static MlsMember *
list_members(Jsonb *json, uint32 *n_members)
{
	JsonbIterator *iterator = JsonbIteratorInit(&json->root);
	JsonbIteratorToken token;
	JsonbValue	value;
	MlsMember  *members = palloc(Max(JB_ROOT_COUNT(json), 1) * sizeof(MlsMember));
	uint32		n = 0;

	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
		{
			members[n].key = value.val.string.val;
			members[n].length = value.val.string.len;
		}
		else if (token == WJB_VALUE)
		{
			members[n].value = value;
			members[n].is_array = value.type == jbvBinary &&
				JsonContainerIsArray(value.val.binary.data);
			n++;
		}
	}
	*n_members = n;
	return members;
}

static bool
fits(const MlsJsonPlan *plan, const MlsMember *members, uint32 n)
{
	if (plan == NULL || plan->n != n)
		return false;
	for (uint32 i = 0; i < n; i++)
	{
		if (plan->members[i].length != members[i].length ||
			plan->members[i].is_array != members[i].is_array ||
			memcmp(plan->members[i].key, members[i].key, members[i].length) != 0)
			return false;
	}
	return true;
}

static MlsJsonPlan *
make_plan(MlsBinding *binding, const MlsMember *members, uint32 n)
{
	MemoryContext old;
	MlsJsonPlan *plan;
	MlsKey	   *keys;

	if (binding->json != NULL)
		MemoryContextDelete(binding->json->context);
	binding->json = NULL;

	old = mls_plan_begin(binding);
	plan = palloc0(sizeof(MlsJsonPlan));
	plan->context = CurrentMemoryContext;
	plan->n = n;
	plan->members = palloc(Max(n, 1) * sizeof(MlsMember));
	plan->matches = palloc(Max(n, 1) * sizeof(MlsMatch));
	keys = palloc(Max(n, 1) * sizeof(MlsKey));
	for (uint32 i = 0; i < n; i++)
	{
		MlsMember  *member = &plan->members[i];

		member->key = pnstrdup(members[i].key, members[i].length);
		member->length = members[i].length;
		member->is_array = members[i].is_array;
		keys[i].name = mls_utf8(member->key, member->length);
		keys[i].length = strlen(keys[i].name);
		keys[i].is_array = member->is_array;
	}
	mls_names_match(binding->names, binding->model, "key", keys, n, plan->matches);
	mls_plan_done(binding, old);
	binding->json = plan;
	return plan;
}

static void __attribute__((noreturn))
unreadable_value(const MlsBinding *binding, const char *key, uint32 length, uint32 input)
{
	const MlsString *name = mls_image_string(binding->image,
											 MLS_RECORDS(binding->image, INPUT)[input].name);

	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("key \"%s\" holds an array or object, which cannot be field \"%s\" of model \"%s\"",
					pnstrdup(key, length), mls_show_text(name->bytes), binding->model)));
}

static void
put_elements(const MlsBinding *binding, const MlsMember *member, const MlsMatch *match,
			 MlsSink *sink)
{
	JsonbContainer *array = member->value.val.binary.data;
	uint32		n = JsonContainerSize(array);
	MlsElement	last = match->elements[match->n_elements - 1];
	char	   *source = sink->arrivals ? pnstrdup(member->key, member->length) : NULL;

	if (last.index >= n)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("array \"%s\" has no element number %u, which is field \"%s\" of model \"%s\"",
						pnstrdup(member->key, member->length), last.index + 1,
						mls_show_text(mls_image_string(binding->image,
													   MLS_RECORDS(binding->image, INPUT)[last.input].name)->bytes),
						binding->model)));
	for (uint32 e = 0; e < match->n_elements; e++)
	{
		MlsElement	element = match->elements[e];
		JsonbValue *value = getIthJsonbValueFromContainer(array, element.index);

		if (source != NULL)
			mls_arrived_element(sink, element.input, source, element.index);
		if (value->type == jbvBinary)
			unreadable_value(binding, member->key, member->length, element.input);
		mls_put_json_scalar(sink, element.input, value);
	}
}

void
mls_bind_jsonb(MlsBinding *binding, Jsonb *json, MlsSink *sink)
{
	MlsJsonPlan *plan = binding->json;
	MlsMember  *members;
	uint32		n;

	if (!JB_ROOT_IS_OBJECT(json))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the JSON to score is not an object"),
				 errhint("Write {\"field\": value, ...}.")));

	members = list_members(json, &n);
	if (!fits(plan, members, n))
		plan = make_plan(binding, members, n);

	for (uint32 i = 0; i < n; i++)
	{
		const MlsMatch *match = &plan->matches[i];

		if (match->input != MLS_NONE)
		{
			if (unlikely(sink->arrivals != NULL))
				mls_arrived_source(sink, match->input, plan->members[i].key);
			if (members[i].is_array && MLS_RECORDS(binding->image, INPUT)[match->input].takes_list)
			{
				char	   *text = JsonbToCString(NULL, members[i].value.val.binary.data,
												  members[i].value.val.binary.len);

				mls_put_text(sink, match->input, text, strlen(text));
				continue;
			}
			if (members[i].value.type == jbvBinary)
				unreadable_value(binding, members[i].key, members[i].length, match->input);
			mls_put_json_scalar(sink, match->input, &members[i].value);
		}
		else if (match->n_elements > 0)
			put_elements(binding, &members[i], match, sink);
	}
}

void
mls_bind_json_text(MlsBinding *binding, const char *text, size_t length, MlsSink *sink)
{
	Datum		json = DirectFunctionCall1(jsonb_in, CStringGetDatum(pnstrdup(text, length)));

	mls_bind_jsonb(binding, DatumGetJsonbP(json), sink);
}
