/*
 * json/pipeline_expression.c
 *	  Expressions of a pipeline document.
 *
 *	 "age"									a field
 *	 12.5, true								a constant
 *	 {"text": "a"}							a constant text
 *	 {"missing": true}						no value
 *	 ["+", "age", 1]						a function of PMML, by its name there
 *	 {"linear": ["x1", "x2"], "coefficients": [0.5, -1], "intercept": 2}
 *											a sum of products; missing if a field is
 *	 {"map": "plan", "to": {"a": 1, "b": 2}, "default": 0, "missing": 0}
 *											a value for each of a field's; without
 *											default or missing there is none
 *	 {"bins": "age", "edges": [30, 60], "values": [0, 1, 2], "closed": "left", "missing": 0}
 *											a value for each range between edges, of
 *											which there is one less than values;
 *											closed "left" (the default): from an edge
 *											up to below the next, "right": above an
 *											edge up to and with the next
 *	 {"interpolate": "age", "x": [20, 60], "y": [0, 1], "missing": 0.5}
 *											linear between the points, as at the first
 *											and the last beyond them
 *	 {"equals": "plan", "value": "a", "missing": 0}
 *											1 if the field has the value, else 0
 *
 * A derived field has a "name", what it "is", and a "type": double (the default),
 * float, integer, string or boolean.  It may use inputs and the fields derived
 * before it.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "json/pipeline_int.h"

static MlsExpression *read_expression(MlsPipeline *p, const MlsAt *at);

static MlsExpression *
new_expression(MlsPipeline *p, MlsExpressionKind kind)
{
	MlsExpression *e = MLS_NEW(p->load, MlsExpression);

	e->kind = kind;
	e->dataType = MLS_TYPE_NONE;
	return e;
}

static MlsExpression *
number(MlsPipeline *p, double value)
{
	MlsExpression *e = new_expression(p, MLS_EXPR_CONSTANT);

	e->dataType = MLS_TYPE_DOUBLE;
	e->u.constant.value = (MlsLiteral) {NULL, value, true};
	return e;
}

static MlsExpression *
field_ref(MlsPipeline *p, const char *field)
{
	MlsExpression *e = new_expression(p, MLS_EXPR_FIELD_REF);

	e->u.field_ref.field = field;
	return e;
}

/* The name of a field that is known at this place; NULL, noted. */
static const char *
known_field(MlsPipeline *p, const MlsAt *at)
{
	const char *name = mls_json_text(p->load, at, true);

	if (name != NULL && mls_map_get(&p->names, name) == NULL)
	{
		mls_json_problem(p->load, MLS_INVALID, at, "there is no field \"%s\" before this", name);
		return NULL;
	}
	return name;
}

/* A constant where it is an attribute of PMML: its text.  NULL: there is none. */
static const char *
constant_text(MlsPipeline *p, const MlsAt *at, bool required)
{
	char		text[MLS_NUMBER_TEXT];

	if (cJSON_IsNumber(at->item))
	{
		mls_format_double(text, at->item->valuedouble);
		return mls_strdup(p->load, text);
	}
	if (cJSON_IsBool(at->item))
		return cJSON_IsTrue(at->item) ? "true" : "false";
	return mls_json_text(p->load, at, required);
}

/* The type of values up to this one (NONE: it is the first): string if any is a text, boolean if all are, else double. */
static MlsDataType
type_of_value(MlsDataType type, const cJSON *item)
{
	if (type == MLS_TYPE_STRING || cJSON_IsString(item))
		return MLS_TYPE_STRING;
	return cJSON_IsBool(item) && (type == MLS_TYPE_NONE || type == MLS_TYPE_BOOLEAN) ? MLS_TYPE_BOOLEAN : MLS_TYPE_DOUBLE;
}

/*
 * The constant that takes the place of a missing value, or of one that is not
 * listed, NULL if there is none; notes one that is not of the type that the others
 * are (NONE: there are no others).
 */
static const char *
instead(MlsPipeline *p, const MlsAt *at, MlsDataType type)
{
	bool		fits = type == MLS_TYPE_DOUBLE ? cJSON_IsNumber(at->item) : type != MLS_TYPE_BOOLEAN || cJSON_IsBool(at->item);

	if (at->item == NULL)
		return NULL;
	if (!fits)
	{
		mls_json_problem(p->load, MLS_INVALID, at, "this is %s instead of %s", mls_json_kind(at->item),
						 type == MLS_TYPE_DOUBLE ? "a number" : "a boolean");
		return NULL;
	}
	return constant_text(p, at, false);
}

/* ---- the forms ---- */

static MlsExpression *
read_apply(MlsPipeline *p, const MlsAt *at)
{
	MlsExpression *e = new_expression(p, MLS_EXPR_APPLY);
	uint32_t	n = mls_json_length(at);
	const cJSON *item;
	uint32_t	i = 0;

	if (n == 0)
	{
		mls_json_problem(p->load, MLS_INVALID, at, "there is no function");
		return NULL;
	}
	e->u.apply.invalidValueTreatment = MLS_INVALID_AS_IS;
	e->u.apply.n_arguments = n - 1;
	e->u.apply.arguments = MLS_NEW_N(p->load, MlsExpression *, n);
	MLS_JSON_EACH(item, p->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i, item);

		if (i == 0)
			e->u.apply.function = mls_json_text(p->load, &element, true);
		else
			e->u.apply.arguments[i - 1] = read_expression(p, &element);
		if (i == 0 ? e->u.apply.function == NULL : e->u.apply.arguments[i - 1] == NULL)
			return NULL;
		i++;
	}
	return e;
}

static MlsExpression *
read_linear(MlsPipeline *p, const MlsAt *at)
{
	static const char *const known[] = {"coefficients", "intercept", "linear", NULL};
	MlsAt		at_fields = mls_json_member(at, "linear");
	MlsAt		at_coefficients = mls_json_member(at, "coefficients");
	MlsAt		at_intercept = mls_json_member(at, "intercept");
	uint32_t	n = mls_json_length(&at_fields);
	MlsExpression *e = new_expression(p, MLS_EXPR_LINEAR);
	const cJSON *item;
	uint32_t	i = 0;

	mls_json_only(p->load, MLS_INVALID, at, known);
	if (!mls_json_is_array(p->load, &at_fields, true))
		return NULL;
	e->u.linear.fields = MLS_NEW_N(p->load, const char *, n);
	e->u.linear.n = n;
	e->u.linear.coefficients = mls_json_doubles(p->load, &at_coefficients, n, false);
	if (e->u.linear.coefficients == NULL)
		return NULL;
	MLS_JSON_EACH(item, p->load, at_fields.item)
	{
		MlsAt		element = mls_json_element(&at_fields, i, item);

		mls_tick(p->load);
		e->u.linear.fields[i] = known_field(p, &element);
		if (e->u.linear.fields[i++] == NULL)
			return NULL;
	}
	mls_json_number(p->load, &at_intercept, false, &e->u.linear.intercept);
	return e;
}

static MlsExpression *
read_map(MlsPipeline *p, const MlsAt *at)
{
	static const char *const known[] = {"default", "map", "missing", "to", NULL};
	MlsAt		at_field = mls_json_member(at, "map");
	MlsAt		at_to = mls_json_member(at, "to");
	MlsAt		at_default = mls_json_member(at, "default");
	MlsAt		at_missing = mls_json_member(at, "missing");
	MlsExpression *e = new_expression(p, MLS_EXPR_MAP_VALUES);
	const cJSON *item;
	uint32_t	n = 0;
	uint32_t	i = 0;

	mls_json_only(p->load, MLS_INVALID, at, known);
	MLS_JSON_EACH(item, p->load, at_to.item)
		n++;
	e->u.map_values.fields = MLS_NEW_N(p->load, const char *, 1);
	e->u.map_values.fields[0] = known_field(p, &at_field);
	e->u.map_values.n_fields = 1;
	e->u.map_values.cells = MLS_NEW_N(p->load, const char *, 2 * (size_t) n);
	e->u.map_values.n_rows = n;
	if (e->u.map_values.fields[0] == NULL || !mls_json_is_object(p->load, &at_to, true))
		return NULL;
	MLS_JSON_EACH(item, p->load, at_to.item)
	{
		MlsAt		element = {&at_to, item->string, 0, item};

		mls_tick(p->load);
		e->u.map_values.cells[i++] = item->string;
		e->u.map_values.cells[i++] = constant_text(p, &element, true);
		e->dataType = type_of_value(e->dataType, item);
		if (e->u.map_values.cells[i - 1] == NULL)
			return NULL;
	}
	e->defaultValue = instead(p, &at_default, e->dataType);
	if (at_default.item != NULL && e->dataType == MLS_TYPE_NONE)
		e->dataType = type_of_value(e->dataType, at_default.item);
	e->mapMissingTo = instead(p, &at_missing, e->dataType);
	return e;
}

static MlsExpression *
read_bins(MlsPipeline *p, const MlsAt *at)
{
	static const char *const known[] = {"bins", "closed", "edges", "missing", "values", NULL};
	static const char *const sides[] = {"left", "right", NULL};
	MlsAt		at_field = mls_json_member(at, "bins");
	MlsAt		at_edges = mls_json_member(at, "edges");
	MlsAt		at_values = mls_json_member(at, "values");
	MlsAt		at_closed = mls_json_member(at, "closed");
	MlsAt		at_missing = mls_json_member(at, "missing");
	MlsExpression *e = new_expression(p, MLS_EXPR_DISCRETIZE);
	uint32_t	n_edges = mls_json_length(&at_edges);
	double	   *edges = mls_json_doubles(p->load, &at_edges, n_edges, false);
	bool		right = mls_json_word(p->load, &at_closed, false, sides) == 1;
	const cJSON *item;
	uint32_t	i = 0;

	mls_json_only(p->load, MLS_INVALID, at, known);
	e->u.discretize.field = known_field(p, &at_field);
	if (edges == NULL || e->u.discretize.field == NULL || !mls_json_is_array(p->load, &at_values, true))
		return NULL;
	if (mls_json_length(&at_values) != n_edges + 1)
	{
		mls_json_problem(p->load, MLS_INVALID, &at_values, "there are %u values for the %u ranges between %u edges",
						 mls_json_length(&at_values), n_edges + 1, n_edges);
		return NULL;
	}
	for (uint32_t k = 1; k < n_edges; k++)
	{
		if (!(edges[k] > edges[k - 1]))
		{
			mls_json_problem(p->load, MLS_INVALID, &at_edges, "the edges do not ascend");
			return NULL;
		}
	}
	e->u.discretize.n_bins = n_edges + 1;
	e->u.discretize.bins = MLS_NEW_N(p->load, MlsDiscretizeBin, (size_t) n_edges + 1);
	MLS_JSON_EACH(item, p->load, at_values.item)
	{
		MlsAt		element = mls_json_element(&at_values, i, item);
		MlsDiscretizeBin *bin = &e->u.discretize.bins[i];

		bin->interval.closure = right ? MLS_OPEN_CLOSED : MLS_CLOSED_OPEN;
		bin->interval.leftMargin = i > 0 ? edges[i - 1] : -INFINITY;
		bin->interval.rightMargin = i < n_edges ? edges[i] : INFINITY;
		bin->binValue = constant_text(p, &element, true);
		e->dataType = type_of_value(e->dataType, item);
		if (bin->binValue == NULL)
			return NULL;
		i++;
	}
	e->mapMissingTo = instead(p, &at_missing, e->dataType);
	return e;
}

static MlsExpression *
read_interpolate(MlsPipeline *p, const MlsAt *at)
{
	static const char *const known[] = {"interpolate", "missing", "x", "y", NULL};
	MlsAt		at_field = mls_json_member(at, "interpolate");
	MlsAt		at_x = mls_json_member(at, "x");
	MlsAt		at_y = mls_json_member(at, "y");
	MlsAt		at_missing = mls_json_member(at, "missing");
	MlsExpression *e = new_expression(p, MLS_EXPR_NORM_CONTINUOUS);
	uint32_t	n = mls_json_length(&at_x);
	double	   *x = mls_json_doubles(p->load, &at_x, n, false);
	double	   *y = mls_json_doubles(p->load, &at_y, n, false);

	mls_json_only(p->load, MLS_INVALID, at, known);
	e->u.norm_continuous.field = known_field(p, &at_field);
	e->u.norm_continuous.outliers = MLS_OUTLIERS_AS_EXTREME_VALUES;
	e->mapMissingTo = instead(p, &at_missing, MLS_TYPE_DOUBLE);
	if (x == NULL || y == NULL || e->u.norm_continuous.field == NULL)
		return NULL;
	e->u.norm_continuous.norms = MLS_NEW_N(p->load, MlsLinearNorm, n);
	e->u.norm_continuous.n_norms = n;
	for (uint32_t i = 0; i < n; i++)
	{
		e->u.norm_continuous.norms[i] = (MlsLinearNorm) {x[i], y[i]};
		if (i > 0 && !(x[i] > x[i - 1]))
		{
			mls_json_problem(p->load, MLS_INVALID, &at_x, "the points do not ascend");
			return NULL;
		}
	}
	if (n < 2)
	{
		mls_json_problem(p->load, MLS_INVALID, &at_x, "there are fewer than two points");
		return NULL;
	}
	return e;
}

static MlsExpression *
read_equals(MlsPipeline *p, const MlsAt *at)
{
	static const char *const known[] = {"equals", "missing", "value", NULL};
	MlsAt		at_field = mls_json_member(at, "equals");
	MlsAt		at_value = mls_json_member(at, "value");
	MlsAt		at_missing = mls_json_member(at, "missing");
	MlsExpression *e = new_expression(p, MLS_EXPR_NORM_DISCRETE);

	mls_json_only(p->load, MLS_INVALID, at, known);
	e->u.norm_discrete.field = known_field(p, &at_field);
	e->u.norm_discrete.value = (MlsLiteral) {constant_text(p, &at_value, true), 0, false};
	e->mapMissingTo = instead(p, &at_missing, MLS_TYPE_DOUBLE);
	return e->u.norm_discrete.field != NULL && e->u.norm_discrete.value.text != NULL ? e : NULL;
}

static MlsExpression *
read_constant(MlsPipeline *p, const MlsAt *at)
{
	static const char *const known[] = {"missing", "text", NULL};
	MlsAt		at_text = mls_json_member(at, "text");
	MlsAt		at_missing = mls_json_member(at, "missing");
	MlsExpression *e = new_expression(p, MLS_EXPR_CONSTANT);

	mls_json_only(p->load, MLS_INVALID, at, known);
	if (cJSON_IsTrue(at_missing.item) && at_text.item == NULL)
	{
		e->u.constant.missing = true;
		return e;
	}
	e->dataType = MLS_TYPE_STRING;
	e->u.constant.value.text = mls_json_text(p->load, &at_text, true);
	return e->u.constant.value.text != NULL ? e : NULL;
}

/* NULL, noted, if it is no expression. */
static MlsExpression *
read_expression(MlsPipeline *p, const MlsAt *at)
{
	static const struct
	{
		const char *key;
		MlsExpression *(*read) (MlsPipeline *p, const MlsAt *at);
	}			forms[] = {
		{"linear", read_linear}, {"map", read_map}, {"bins", read_bins}, {"interpolate", read_interpolate},
		{"equals", read_equals},
		{"text", read_constant}, {"missing", read_constant}
	};
	MlsExpression *e;

	mls_tick(p->load);
	if (cJSON_IsNumber(at->item))
		return number(p, at->item->valuedouble);
	if (cJSON_IsString(at->item))
	{
		const char *field = known_field(p, at);

		return field != NULL ? field_ref(p, field) : NULL;
	}
	if (cJSON_IsBool(at->item))
	{
		e = new_expression(p, MLS_EXPR_CONSTANT);
		e->dataType = MLS_TYPE_BOOLEAN;
		e->u.constant.value.text = cJSON_IsTrue(at->item) ? "true" : "false";
		return e;
	}
	if (cJSON_IsArray(at->item))
		return read_apply(p, at);
	if (!mls_json_is_object(p->load, at, true))
		return NULL;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
	{
		if (mls_json_member(at, forms[i].key).item != NULL)
			return forms[i].read(p, at);
	}
	mls_json_problem(p->load, MLS_INVALID, at, "this is no expression");
	return NULL;
}

/* ---- derived fields ---- */

static void
read_derived(MlsPipeline *p, const MlsAt *at, MlsDerivedField *field)
{
	static const char *const known[] = {"is", "name", "type", NULL};
	static const char *const types[] = {"double", "float", "integer", "string", "boolean", NULL};
	static const MlsDataType data_types[] = {
		MLS_TYPE_DOUBLE, MLS_TYPE_FLOAT, MLS_TYPE_INTEGER, MLS_TYPE_STRING, MLS_TYPE_BOOLEAN
	};
	MlsAt		at_name = mls_json_member(at, "name");
	MlsAt		at_type = mls_json_member(at, "type");
	MlsAt		at_is = mls_json_member(at, "is");
	int			type;

	if (!mls_json_is_object(p->load, at, true))
		return;
	mls_json_only(p->load, MLS_INVALID, at, known);
	type = mls_json_word(p->load, &at_type, false, types);
	field->dataType = type >= 0 ? data_types[type] : MLS_TYPE_DOUBLE;
	field->optype = type >= 3 ? MLS_OPTYPE_CATEGORICAL : MLS_OPTYPE_CONTINUOUS;
	if (at_is.item == NULL)
		mls_json_problem(p->load, MLS_INVALID, at, "what the field \"is\" is lacking");
	else
		field->expression = read_expression(p, &at_is);
	if (field->expression != NULL && field->expression->dataType == MLS_TYPE_STRING && field->dataType != MLS_TYPE_STRING)
		mls_json_problem(p->load, MLS_INVALID, &at_is, "this is text, and the field's type is not \"string\"");
	field->name = mls_json_text(p->load, &at_name, true);
	if (field->name != NULL)
		mls_pipeline_name(p, &at_name, field->name);
}

void
mls_pipeline_derived(MlsPipeline *p, const MlsAt *at, MlsDerivedField **derived, uint32_t *n)
{
	const cJSON *item;
	uint32_t	i = 0;

	*n = 0;
	if (at->item == NULL || !mls_json_is_array(p->load, at, false))
		return;
	*n = mls_json_length(at);
	*derived = MLS_NEW_N(p->load, MlsDerivedField, *n);
	MLS_JSON_EACH(item, p->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i, item);

		read_derived(p, &element, &(*derived)[i++]);
	}
}
