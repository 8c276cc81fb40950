/*
 * test/unit/test_forest.c
 *	  Unit tests of forests: the same bits as the general kernels give.
 *
 * Ensembles of random trees, with predicates of every kind, strategies and
 * methods, are compiled both ways and score random rows: at thresholds, missing,
 * infinite, with texts that no predicate names; in blocks of one size or another,
 * by each variant of the inner loops that the CPU has.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compile/compile.h"
#include "eval/eval.h"
#include "eval/vectors.h"
#include "test.h"

#define MAX_VARIANTS	8

/* ---- chance, always the same ---- */

static uint64_t chance_state;

static uint32_t
chance(uint32_t n)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return (uint32_t) ((chance_state >> 11) % n);
}

/* ---- random ensembles ---- */

#define N_FIELDS	6

static const struct
{
	const char *name;
	MlsDataType type;
	MlsOpType	op_type;
}			fields[N_FIELDS] =
{
	{"d", MLS_TYPE_DOUBLE, MLS_OPTYPE_CONTINUOUS},
	{"f", MLS_TYPE_FLOAT, MLS_OPTYPE_CONTINUOUS},
	{"i", MLS_TYPE_INTEGER, MLS_OPTYPE_CONTINUOUS},
	{"s", MLS_TYPE_STRING, MLS_OPTYPE_CATEGORICAL},
	{"b", MLS_TYPE_BOOLEAN, MLS_OPTYPE_CATEGORICAL},
	{"q", MLS_TYPE_DOUBLE, MLS_OPTYPE_CONTINUOUS},	/* derived: d / f, which may be NaN */
};

static const char *const numbers[] = {"-1", "0", "0.1", "0.5", "1", "1.0", "2.7", "16777217", "1e30"};
static const char *const texts[] = {"a", "b", "c", "no", "1"};
static const char *const truths[] = {"true", "false", "1", "0.5"};
static const char *const classes[] = {"u", "v", "w"};

#define PICK(list)	(list)[chance(sizeof(list) / sizeof((list)[0]))]

typedef struct Random
{
	MlsLoad		load;
	MlsDocument document;
	MlsModel   *model;
	MlsLoadOptions options;
	MlsImage   *images[2];		/* forests where they can be; general */
	bool		is_tame;		/* nothing in it that no forest can hold */
} Random;

static const char *
random_value(uint32_t field)
{
	if (fields[field].type == MLS_TYPE_INTEGER)
		return numbers[chance(7)];
	if (fields[field].type == MLS_TYPE_STRING)
		return PICK(texts);
	return fields[field].type == MLS_TYPE_BOOLEAN ? PICK(truths) : PICK(numbers);
}

static void
random_predicate(Random *r, MlsPredicate *p, int depth)
{
	uint32_t	field = chance(N_FIELDS - (r->is_tame && depth < 2));
	uint32_t	kind = chance(depth > 0 ? 10 : 8);

	memset(p, 0, sizeof(*p));
	p->field = fields[field].name;
	if (kind < 5)
	{
		p->kind = MLS_PRED_SIMPLE;
		p->op = (uint8_t) chance(8);
		if (fields[field].type == MLS_TYPE_STRING && p->op >= MLS_OP_LESS_THAN && p->op <= MLS_OP_GREATER_OR_EQUAL)
			p->op = (uint8_t) chance(2);
		p->u.text = random_value(field);
	}
	else if (kind < 7)
	{
		p->kind = MLS_PRED_SIMPLE_SET;
		p->is_not_in = chance(2) == 0;
		p->u.set = MLS_NEW(&r->load, MlsTextSet);
		p->u.set->n = 1 + chance(4);
		p->u.set->values = MLS_NEW_N(&r->load, const char *, p->u.set->n);
		for (uint32_t i = 0; i < p->u.set->n; i++)
			p->u.set->values[i] = random_value(field);
	}
	else if (kind == 7 && fields[field].type != MLS_TYPE_STRING)
	{
		p->kind = MLS_PRED_CODE_SET;
		p->u.codes = MLS_NEW(&r->load, MlsCodeSet);
		p->u.codes->n = 1 + chance(3);
		p->u.codes->codes = MLS_NEW_N(&r->load, uint32_t, p->u.codes->n);
		for (uint32_t i = 0; i < p->u.codes->n; i++)
			p->u.codes->codes[i] = i == 0 ? chance(3) : p->u.codes->codes[i - 1] + 1 + chance(2);
	}
	else if (kind < 9)
		p->kind = chance(4) == 0 ? MLS_PRED_FALSE : MLS_PRED_TRUE;
	else
	{
		p->kind = MLS_PRED_COMPOUND;
		p->op = (uint8_t) chance(4);
		p->u.compound = MLS_NEW(&r->load, MlsPredicateList);
		p->u.compound->n = 2 + chance(2);
		p->u.compound->parts = MLS_NEW_N(&r->load, MlsPredicate, p->u.compound->n);
		for (uint32_t i = 0; i < p->u.compound->n; i++)
			random_predicate(r, &p->u.compound->parts[i], depth - 1);
	}
}

static void
random_node(Random *r, MlsNode *node, int depth, bool classifies)
{
	node->default_child_index = -1;
	if (depth > 0 && chance(5) > 0)
	{
		node->n_children = 1 + chance(3);
		node->children = MLS_NEW_N(&r->load, MlsNode, node->n_children);
		for (uint32_t i = 0; i < node->n_children; i++)
		{
			random_predicate(r, &node->children[i].predicate, 2);
			random_node(r, &node->children[i], depth - 1, classifies);
		}
		node->default_child_index = (int32_t) chance(node->n_children);
	}
	if (chance(8) > 0 || mls_node_has_score(node))
	{
		node->score.text = classifies ? PICK(classes) : PICK(numbers);
		if (classifies && chance(2) == 0)
		{
			mls_give_details(&r->load, node)->n_distributions = 3;
			node->details->distributions = MLS_NEW_N(&r->load, MlsScoreDistribution, 3);
			for (uint32_t i = 0; i < 3; i++)
				node->details->distributions[i] = (MlsScoreDistribution) {
					.value = classes[i], .recordCount = 1 + chance(5), .confidence = NAN, .probability = NAN
				};
		}
	}
}

/* More leaves than a tree that is asked as a whole may have: each level cuts what is left of d in two. */
static void
large_node(Random *r, MlsNode *node, int depth, double low, double high, bool classifies)
{
	double		middle = (low + high) / 2;

	node->score.text = classifies ? PICK(classes) : PICK(numbers);
	node->default_child_index = (int32_t) chance(2);
	if (depth == 0)
		return;
	node->n_children = 2;
	node->children = MLS_NEW_N(&r->load, MlsNode, 2);
	for (uint32_t i = 0; i < node->n_children; i++)
	{
		node->children[i].predicate = (MlsPredicate) {
			.kind = MLS_PRED_SIMPLE, .field = "d", .op = i == 0 ? MLS_OP_LESS_THAN : MLS_OP_GREATER_OR_EQUAL,
			.u.text = mls_format(&r->load, "%.17g", middle)
		};
		large_node(r, &node->children[i], depth - 1, i == 0 ? low : middle, i == 0 ? middle : high, classifies);
	}
}

static MlsModel *
new_model(Random *r, MlsModelType type, MlsMiningFunction function, bool is_float)
{
	MlsModel   *model = MLS_NEW(&r->load, MlsModel);

	model->type = type;
	model->functionName = function;
	model->float_context = is_float;
	model->fields = MLS_NEW_N(&r->load, MlsMiningField, N_FIELDS);
	for (uint32_t i = 0; i + 1 < N_FIELDS; i++)
		model->fields[model->n_fields++] = (MlsMiningField) {
			.name = fields[i].name, .importance = NAN, .lowValue = NAN, .highValue = NAN,
			.invalidValueTreatment = !r->is_tame && chance(2) == 0 ? MLS_INVALID_AS_IS : MLS_INVALID_RETURN_INVALID
		};
	return model;
}

/* The derived field q = d / f. */
static void
add_derived(Random *r)
{
	MlsExpression *parts = MLS_NEW_N(&r->load, MlsExpression, 3);
	MlsExpression **arguments = MLS_NEW_N(&r->load, MlsExpression *, 2);

	for (int i = 0; i < 2; i++)
	{
		parts[i].kind = MLS_EXPR_FIELD_REF;
		parts[i].dataType = MLS_TYPE_NONE;
		parts[i].u.field_ref.field = fields[i].name;
		arguments[i] = &parts[i];
	}
	parts[2].kind = MLS_EXPR_APPLY;
	parts[2].dataType = MLS_TYPE_NONE;
	parts[2].u.apply.function = "/";
	parts[2].u.apply.arguments = arguments;
	parts[2].u.apply.n_arguments = 2;
	r->document.derived = MLS_NEW(&r->load, MlsDerivedField);
	r->document.derived[0] = (MlsDerivedField) {
		.name = "q", .optype = MLS_OPTYPE_CONTINUOUS, .dataType = MLS_TYPE_DOUBLE, .expression = &parts[2]
	};
	r->document.n_derived = 1;
}

/* A step of mls_run(): the ensemble, compiled both ways. */
static void
make_ensemble(MlsLoad *load, void *arg)
{
	static const MlsMultipleModelMethod sums[] = {
		MLS_METHOD_SUM, MLS_METHOD_AVERAGE, MLS_METHOD_WEIGHTED_SUM, MLS_METHOD_WEIGHTED_AVERAGE
	};
	static const MlsMultipleModelMethod shares[] = {
		MLS_METHOD_AVERAGE, MLS_METHOD_WEIGHTED_AVERAGE, MLS_METHOD_MAJORITY_VOTE, MLS_METHOD_WEIGHTED_MAJORITY_VOTE
	};
	Random	   *r = arg;
	bool		classifies = chance(2) == 0;
	bool		is_float = chance(3) == 0;
	bool		is_large = chance(3) == 0;
	MlsMiningFunction function = classifies ? MLS_FUNCTION_CLASSIFICATION : MLS_FUNCTION_REGRESSION;
	MlsMiningModel *mining = MLS_NEW(load, MlsMiningModel);
	MlsModel   *model;

	r->is_tame = chance(3) > 0;
	r->document.fields = MLS_NEW_N(load, MlsDataField, N_FIELDS);
	for (uint32_t i = 0; i + 1 < N_FIELDS; i++)
		r->document.fields[r->document.n_fields++] = (MlsDataField) {
			.name = fields[i].name, .dataType = fields[i].type, .optype = fields[i].op_type
		};
	add_derived(r);
	model = new_model(r, MLS_MODEL_MINING, function, is_float);
	model->u.mining = mining;
	mining->multipleModelMethod = classifies ? PICK(shares) : PICK(sums);
	mining->missingPredictionTreatment = (MlsMissingPredictionTreatment) chance(3);
	mining->missingThreshold = chance(2) == 0 ? 1 : 0.3;
	mining->n_segments = 1 + chance(20);
	mining->segments = MLS_NEW_N(load, MlsSegment, mining->n_segments);
	for (uint32_t i = 0; i < mining->n_segments; i++)
	{
		MlsSegment *segment = &mining->segments[i];

		segment->id = "s";
		segment->weight = 0.25 * (1 + chance(7));
		segment->predicate.kind = MLS_PRED_TRUE;
		segment->model = new_model(r, MLS_MODEL_TREE, function, is_float && chance(4) > 0);
		segment->model->n_fields = 0;
		segment->model->u.tree = MLS_NEW(load, MlsTreeModel);
		segment->model->u.tree->missingValueStrategy = (MlsMissingValueStrategy) chance(4);
		segment->model->u.tree->missingValuePenalty = 1;
		segment->model->u.tree->return_last_prediction = chance(2) == 0;
		segment->model->u.tree->root = MLS_NEW(load, MlsNode);
		segment->model->u.tree->root->predicate.kind = MLS_PRED_TRUE;
		segment->model->u.tree->root->score.text = classifies ? PICK(classes) : PICK(numbers);
		if (chance(10) == 0)
			random_predicate(r, &segment->model->u.tree->root->predicate, 1);
		if (is_large && i == 0)
			large_node(r, segment->model->u.tree->root, 9, -2, 6, classifies);
		else
			random_node(r, segment->model->u.tree->root, 1 + (int) chance(6), classifies);
	}
	r->model = model;
	for (int plain = 0; plain < 2; plain++)
		r->images[plain] = mls_compile(load, &r->document, model, &r->options, plain == 1);
}

/* ---- rows ---- */

/* Sets an input of all evaluations to one of the values that predicates ask for, or to one near them. */
static void
set_input(MlsEval *const *evals, uint32_t n_evals, uint32_t input, uint32_t field, uint32_t row)
{
	static const double odd[] = {INFINITY, -INFINITY, 1e300, -0.0, 2.5, -0.5, 1.9999999, 9007199254740993.0};
	const char *text = chance(4) == 0 ? "other" : random_value(field);
	double		number = chance(4) == 0 ? PICK(odd) : strtod(random_value(field), NULL);
	uint32_t	nudge = chance(4);
	bool		is_text = fields[field].type == MLS_TYPE_STRING || chance(50) == 0;

	if (chance(8) == 0)
		return;
	if (nudge < 2)
		number = nextafter(number, nudge == 0 ? INFINITY : -INFINITY);
	for (uint32_t e = 0; e < n_evals; e++)
	{
		if (is_text)
			mls_set_text(evals[e], input, row, text, strlen(text));
		else if (fields[field].type == MLS_TYPE_BOOLEAN)
			mls_set_boolean(evals[e], input, row, number > 0);
		else if (fields[field].type == MLS_TYPE_INTEGER)
			mls_set_integer(evals[e], input, row, fabs(number) < 1e18 ? (int64_t) number : 7);
		else if (fields[field].type == MLS_TYPE_FLOAT && nudge == 3)
			mls_set_float(evals[e], input, row, (float) number);
		else
			mls_set_double(evals[e], input, row, number);
	}
}

static bool
same_cells(MlsCell a, MlsCell b)
{
	if (a.tag != b.tag)
		return false;
	switch (a.tag)
	{
		case MLS_TAG_DOUBLE:
		case MLS_TAG_FLOAT:
			return memcmp(&a.datum.d, &b.datum.d, sizeof(double)) == 0;
		case MLS_TAG_INTEGER:
		case MLS_TAG_BOOLEAN:
			return a.datum.i == b.datum.i;
		case MLS_TAG_STRING:
			return strcmp(a.datum.s->bytes, b.datum.s->bytes) == 0;
		default:
			return true;
	}
}

static void
compare_row(const Random *r, const MlsEval *forest, const MlsEval *general, uint32_t row)
{
	const MlsImgResult *results[2] = {MLS_RECORDS(r->images[0], RESULT), MLS_RECORDS(r->images[1], RESULT)};
	MlsReason	a = mls_eval_status(forest, row);
	MlsReason	b = mls_eval_status(general, row);

	CHECK_INT(a.code, b.code);
	if (a.code != MLS_REASON_NONE || b.code != MLS_REASON_NONE)
		return;
	CHECK(same_cells(mls_eval_cell(forest, results[0]->value, row), mls_eval_cell(general, results[1]->value, row)));
	CHECK_INT(results[0]->categories.n, results[1]->categories.n);
	for (uint32_t c = 0; c < results[0]->categories.n; c++)
		CHECK(same_cells(mls_eval_cell(forest, results[0]->probabilities + c, row),
						 mls_eval_cell(general, results[1]->probabilities + c, row)));
}

/*
 * A copy of an image whose forests are walked, also by blocks of rows; nodes name
 * slots by as few bits as they can, or by as many as most forests do.
 */
static MlsImage *
walked(const MlsImage *image, bool few_bits)
{
	MlsImage   *copy = malloc(image->size);
	MlsImgModel *models;
	MlsImgForest *forests;
	MlsImgForestNode *nodes;

	memcpy(copy, image, image->size);
	models = (MlsImgModel *) MLS_RECORDS(copy, MODEL);
	forests = (MlsImgForest *) MLS_RECORDS(copy, FOREST);
	nodes = (MlsImgForestNode *) MLS_RECORDS(copy, FOREST_NODE);
	for (uint32_t i = 0; i < MLS_N_RECORDS(copy, MODEL); i++)
	{
		if (models[i].kernel == MLS_KERNEL_MASKS)
			models[i].kernel = MLS_KERNEL_FOREST;
	}
	for (uint32_t i = 0; i < MLS_N_RECORDS(copy, FOREST) && few_bits; i++)
	{
		uint32_t	bits = 0;

		while (1u << bits < forests[i].slots.n)
			bits++;
		for (uint32_t k = 0; k < forests[i].nodes.n; k++)
		{
			MlsImgForestNode *node = &nodes[forests[i].nodes.first + k];
			uint32_t	slot = node->way & ((1u << forests[i].slot_bits) - 1);

			node->way = node->way >> forests[i].slot_bits << bits | slot;
		}
		forests[i].slot_bits = bits;
	}
	return copy;
}

/* Scores n random rows with both images; gives how many have a prediction. */
static uint32_t
compare(const Random *r, uint32_t n)
{
	MlsEval    *evals[MAX_VARIANTS + 3];	/* the first is the general kernels', the last two walk */
	MlsImage   *walks[2] = {walked(r->images[0], false), walked(r->images[0], true)};
	uint32_t	n_evals = 1;
	uint32_t	n_masks;
	uint32_t	predicted = 0;

	while (n_evals <= MAX_VARIANTS && mls_vectors_at(n_evals - 1))
		n_evals++;
	n_masks = n_evals;
	n_evals += 2;
	for (uint32_t e = 0; e < n_evals; e++)
	{
		const MlsImage *image = e < n_masks ? r->images[e == 0] : walks[e - n_masks];

		if (e < n_masks)
			CHECK_STRING(mls_image_check(image, image->size), NULL);
		evals[e] = mls_eval_new(image, n, &mls_malloc_host);
		mls_eval_begin(evals[e], n);
	}
	for (uint32_t input = 0; input < MLS_N_RECORDS(r->images[0], INPUT); input++)
	{
		CHECK_INT(MLS_RECORDS(r->images[0], INPUT)[input].read, MLS_RECORDS(r->images[1], INPUT)[input].read);
		if (!MLS_RECORDS(r->images[0], INPUT)[input].read)
			continue;
		for (uint32_t row = 0; row < n; row++)
			set_input(evals, n_evals, input, input, row);
	}
	for (uint32_t e = 0; e < n_evals; e++)
	{
		mls_use_vectors(e > 0 && e < n_masks ? mls_vectors_at(e - 1) : NULL);
		mls_eval_run(evals[e]);
		for (uint32_t row = 0; row < n && e > 0; row++)
			compare_row(r, evals[e], evals[0], row);
	}
	mls_use_vectors(NULL);
	for (uint32_t row = 0; row < n; row++)
		predicted += mls_eval_status(evals[0], row).code == MLS_REASON_NONE &&
			mls_eval_cell(evals[0], MLS_RECORDS(r->images[1], RESULT)->value, row).tag != MLS_TAG_MISSING;
	for (uint32_t e = 0; e < n_evals; e++)
		mls_eval_free(evals[e]);
	free(walks[0]);
	free(walks[1]);
	return predicted;
}

TEST(a_forest_gives_the_bits_of_the_general_kernels)
{
	uint32_t	forests = 0;
	uint32_t	tops = 0;
	static const uint32_t blocks[] = {1, 11, 61, 145};	/* some walk, in step or alone */
	uint32_t	rows = 0;
	uint32_t	predicted = 0;
	uint32_t	n = 600;

	chance_state = 88172645463325252u;
	for (uint32_t i = 0; i < n; i++)
	{
		Random		r;
		MlsCode		code;

		memset(&r, 0, sizeof(r));

		mls_load_init(&r.load, &mls_malloc_host, (size_t) 1 << 28);
		code = mls_run(&r.load, make_ensemble, &r);
		for (const MlsProblem *p = r.load.problems; p; p = p->next)
			CHECK_STRING(p->message, NULL);
		CHECK_INT(code, MLS_OK);
		if (code == MLS_OK)
		{
			forests += MLS_RECORDS(r.images[0], MODEL)[0].kernel == MLS_KERNEL_MASKS;
			tops += MLS_RECORDS(r.images[0], MODEL)[0].kernel == MLS_KERNEL_FOREST &&
				MLS_RECORDS(r.images[0], FOREST)[0].tops != MLS_NONE;
			CHECK(MLS_RECORDS(r.images[1], MODEL)[0].kernel == MLS_KERNEL_MINING);
			predicted += compare(&r, blocks[i % 4]);
			rows += blocks[i % 4];
		}
		mls_load_free(&r.load);
	}

	/* what would never be a forest, or never predict, would compare nothing */
	CHECK(forests > n / 3);
	CHECK(tops > n / 50);
	CHECK(predicted > rows / 10);
}
