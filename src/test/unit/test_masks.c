/*
 * test/unit/test_masks.c
 *	  Unit tests of the mask kernel, and of the tops of trees that are walked: trees
 *	  of every form, forests of every width.
 *
 * Random trees that only compare numbers are compiled to masks and for the general
 * kernels, and score the same rows, at thresholds and beside them, with missing
 * values: one by one and in blocks, by each variant of the inner loops.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "compile/compile.h"
#include "eval/eval.h"
#include "eval/vectors.h"
#include "test.h"

#define MAX_FIELDS	80
#define MAX_ROWS	300

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

/* ---- forests ---- */

typedef enum Shape
{
	SHAPE_LEVELS,				/* all questions of a level are the same */
	SHAPE_FULL,
	SHAPE_SPARSE,				/* most ways end early, some are long */
	SHAPE_RAGGED				/* ways end here and there, but those of the first tree */
} Shape;

typedef struct Forest
{
	MlsLoad		load;
	MlsDocument document;
	MlsModel   *model;
	MlsImage   *images[2];		/* with masks; general */
	uint32_t	n_fields;
	uint32_t	n_trees;
	uint32_t	n_cuts;			/* of a field, at most */
	uint32_t	depth;
	uint32_t	grown;			/* trees so far */
	bool		is_walked;		/* too large for masks, but for the tops */
	bool		is_float;
	bool		has_weights;
	Shape		shape;
} Forest;

static const char *
number_text(Forest *f, double number)
{
	return mls_format(&f->load, "%.17g", number);
}

/* A threshold: a quarter, so that rows hit it, that is a float, or just no float. */
static double
random_cut(const Forest *f)
{
	double		cut = ((double) chance(f->n_cuts) - f->n_cuts / 2) / 4;

	return f->is_float || chance(4) > 0 ? cut : nextafter(cut, 100);
}

static void
compare_with(Forest *f, MlsNode *node, uint32_t field, MlsSimpleOperator op, const char *cut)
{
	node->predicate = (MlsPredicate) {
		.kind = MLS_PRED_SIMPLE, .op = (uint8_t) op, .field = f->document.fields[field].name, .u.text = cut
	};
}

/* levels: fields and cuts that all nodes of a level share, or NULL. */
static void
grow(Forest *f, MlsNode *node, uint32_t depth, const uint32_t *fields, const char *const *cuts)
{
	uint32_t	field = fields ? fields[depth] : chance(f->n_fields);
	const char *cut = cuts ? cuts[depth] : number_text(f, random_cut(f));
	bool		is_below = fields ? true : chance(2) == 0;

	node->default_child_index = -1;
	node->score.text = number_text(f, chance(1000) / 7.0 - 60);
	if (depth == 0)
		return;
	node->n_children = 2;
	node->children = MLS_NEW_N(&f->load, MlsNode, 2);
	node->default_child_index = fields ? (int32_t) (field % 2) : (int32_t) chance(2);
	for (uint32_t i = 0; i < 2; i++)
	{
		MlsNode    *child = &node->children[i];
		bool		ends = (f->shape == SHAPE_SPARSE && chance(3) > 0) ||
			(f->shape == SHAPE_RAGGED && f->grown > 0 && chance(4) == 0);

		grow(f, child, ends ? 0 : depth - 1, fields, cuts);
		compare_with(f, child, field, (i == 0) == is_below ? MLS_OP_LESS_THAN : MLS_OP_GREATER_OR_EQUAL, cut);
	}
}

static MlsModel *
new_model(Forest *f, MlsModelType type)
{
	MlsModel   *model = MLS_NEW(&f->load, MlsModel);

	model->type = type;
	model->functionName = MLS_FUNCTION_REGRESSION;
	model->float_context = f->is_float;
	return model;
}

/* A step of mls_run(). */
static void
make_forest(MlsLoad *load, void *arg)
{
	static const MlsLoadOptions options;
	Forest	   *f = arg;
	MlsMiningModel *mining = MLS_NEW(load, MlsMiningModel);

	f->document.fields = MLS_NEW_N(load, MlsDataField, f->n_fields);
	f->model = new_model(f, MLS_MODEL_MINING);
	f->model->fields = MLS_NEW_N(load, MlsMiningField, f->n_fields);
	for (uint32_t i = 0; i < f->n_fields; i++)
	{
		const char *name = mls_format(load, "x%u", i);

		f->document.fields[f->document.n_fields++] = (MlsDataField) {
			.name = name, .dataType = f->is_float ? MLS_TYPE_FLOAT : MLS_TYPE_DOUBLE, .optype = MLS_OPTYPE_CONTINUOUS
		};
		f->model->fields[f->model->n_fields++] = (MlsMiningField) {
			.name = name, .importance = NAN, .lowValue = NAN, .highValue = NAN
		};
	}
	f->model->u.mining = mining;
	mining->multipleModelMethod = f->has_weights ? MLS_METHOD_WEIGHTED_SUM : MLS_METHOD_SUM;
	mining->missingThreshold = 1;
	mining->segments = MLS_NEW_N(load, MlsSegment, f->n_trees);
	for (uint32_t t = 0; t < f->n_trees; t++)
	{
		MlsSegment *segment = &mining->segments[mining->n_segments++];
		uint32_t	fields[32];
		const char *cuts[32];

		for (uint32_t i = 0; i <= f->depth; i++)
		{
			fields[i] = chance(f->n_fields);
			cuts[i] = number_text(f, random_cut(f));
		}
		segment->id = "tree";
		segment->weight = 0.5 + t % 3;
		segment->predicate.kind = MLS_PRED_TRUE;
		segment->model = new_model(f, MLS_MODEL_TREE);
		segment->model->u.tree = MLS_NEW(load, MlsTreeModel);
		segment->model->u.tree->missingValueStrategy = MLS_MISSING_DEFAULT_CHILD;
		segment->model->u.tree->missingValuePenalty = 1;
		segment->model->u.tree->root = MLS_NEW(load, MlsNode);
		grow(f, segment->model->u.tree->root, f->depth, f->shape == SHAPE_LEVELS ? fields : NULL, cuts);
		segment->model->u.tree->root->predicate.kind = MLS_PRED_TRUE;
		f->grown++;
	}
	for (int plain = 0; plain < 2; plain++)
		f->images[plain] = mls_compile(load, &f->document, f->model, &options, plain == 1);
}

/* ---- rows ---- */

static double	rows[MAX_ROWS][MAX_FIELDS];

/* Missing values are in some blocks only. */
static void
make_rows(const Forest *f)
{
	for (uint32_t row = 0; row < MAX_ROWS; row++)
	{
		for (uint32_t i = 0; i < f->n_fields; i++)
		{
			double		cut = random_cut(f);
			uint32_t	how = chance(6);

			rows[row][i] = how == 0 ? nextafter(cut, -INFINITY) : how == 1 ? nextafter(cut, INFINITY) :
				how == 2 ? cut + chance(100) / 400.0 : cut;
			if (chance(50) == 0)
				rows[row][i] = chance(2) == 0 ? INFINITY : -INFINITY;
			if (row >= MAX_ROWS / 2 && chance(8) == 0)
				rows[row][i] = NAN;
		}
	}
}

/* The scores of all rows, in blocks of n. */
static void
score(const MlsImage *image, uint32_t n_fields, uint32_t n, double *scores)
{
	MlsEval    *eval = mls_eval_new(image, n, &mls_malloc_host);
	uint32_t	column = MLS_RECORDS(image, RESULT)[0].number;

	for (uint32_t first = 0; first < MAX_ROWS; first += n)
	{
		uint32_t	in_block = MAX_ROWS - first < n ? MAX_ROWS - first : n;

		mls_eval_begin(eval, in_block);
		for (uint32_t i = 0; i < n_fields; i++)
		{
			for (uint32_t row = 0; row < in_block && MLS_RECORDS(image, INPUT)[i].read; row++)
				mls_set_double(eval, i, row, rows[first + row][i]);
		}
		mls_eval_run(eval);
		for (uint32_t row = 0; row < in_block; row++)
		{
			CHECK_INT(mls_eval_status(eval, row).code, MLS_REASON_NONE);
			scores[first + row] = mls_eval_cell(eval, column, row).datum.d;
		}
	}
	mls_eval_free(eval);
}

/* Scores rows in every way; counts the trees of each form, and the groups of heaps for rows by themselves. */
static void
check_forest(Forest *f, uint32_t forms[MLS_N_MASK_FORMS], uint32_t *row_groups)
{
	static const uint32_t blocks[] = {1, 5, 32, 33, 128, MAX_ROWS};
	static double expected[MAX_ROWS];
	static double scores[MAX_ROWS];
	const MlsVectors *vectors;
	MlsCode		code;

	mls_load_init(&f->load, &mls_malloc_host, (size_t) 1 << 29);
	code = mls_run(&f->load, make_forest, f);
	for (const MlsProblem *p = f->load.problems; p; p = p->next)
		CHECK_STRING(p->message, NULL);
	REQUIRE(code == MLS_OK);
	CHECK_STRING(mls_image_check(f->images[0], f->images[0]->size), NULL);
	CHECK_INT(MLS_RECORDS(f->images[0], MODEL)[0].kernel, f->is_walked ? MLS_KERNEL_FOREST : MLS_KERNEL_MASKS);
	CHECK_INT(MLS_RECORDS(f->images[0], FOREST)[0].tops != MLS_NONE, f->is_walked);
	CHECK_INT(MLS_RECORDS(f->images[1], MODEL)[0].kernel, MLS_KERNEL_MINING);
	for (uint32_t t = 0; t < MLS_N_RECORDS(f->images[0], MASK_TREE); t++)
		forms[MLS_RECORDS(f->images[0], MASK_TREE)[t].form]++;
	*row_groups = MLS_N_RECORDS(f->images[0], MASK_ROW_GROUP);
	if (!f->is_walked && forms[MLS_MASK_LEVELS] == f->n_trees)
		CHECK_INT(MLS_RECORDS(f->images[0], MASKS)[0].row_form, MLS_MASK_ROW_LEVELS);

	make_rows(f);
	score(f->images[1], f->n_fields, MAX_ROWS, expected);
	for (uint32_t v = 0; (vectors = mls_vectors_at(v)) != NULL; v++)
	{
		mls_use_vectors(vectors);
		for (size_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); b++)
		{
			score(f->images[0], f->n_fields, blocks[b], scores);
			CHECK(memcmp(scores, expected, sizeof(scores)) == 0);
		}
	}
	mls_use_vectors(NULL);
	mls_load_free(&f->load);
}

/* Forests of one shape and several depths; the form that all their trees should have. */
static void
check_shape(Shape shape, uint32_t least, uint32_t most, MlsMaskForm form)
{
	chance_state = 88172645463325252u + shape;
	for (uint32_t depth = least; depth <= most; depth++)
	{
		for (uint32_t k = 0; k < 4; k++)
		{
			uint32_t	forms[MLS_N_MASK_FORMS] = {0};
			uint32_t	row_groups;
			Forest		f = {
				.n_fields = 20, .n_trees = 1 + chance(20), .n_cuts = 60, .depth = depth,
				.is_float = k % 2 == 0, .has_weights = k == 3, .shape = shape
			};

			check_forest(&f, forms, &row_groups);
			CHECK_INT(forms[form], f.n_trees);
			CHECK_INT(row_groups, shape == SHAPE_LEVELS ? 0 : mls_mask_row_groups(f.n_trees));
		}
	}
}

TEST(trees_that_ask_the_same_at_each_level_count_answers)
{
	check_shape(SHAPE_LEVELS, 1, 8, MLS_MASK_LEVELS);
}

TEST(full_trees_are_heaps)
{
	check_shape(SHAPE_FULL, 3, 8, MLS_MASK_HEAP);
}

TEST(other_trees_are_lists)
{
	uint32_t	all[MLS_N_MASK_FORMS] = {0};

	chance_state = 88172645463325252u;
	for (uint32_t depth = 4; depth <= 24; depth++)
	{
		uint32_t	row_groups;
		Forest		f = {
			.n_fields = 20, .n_trees = 30, .n_cuts = 60, .depth = depth, .is_float = depth % 2 == 0, .shape = SHAPE_SPARSE
		};

		check_forest(&f, all, &row_groups);
	}
	CHECK(all[MLS_MASK_LIST] > 100);
}

TEST(fields_with_more_cuts_than_a_byte_counts_have_several_bins)
{
	static const uint32_t n_cuts[] = {1, 15, 16, 17, 254, 255, 256, 257, 600, 5000};

	chance_state = 88172645463325252u;
	for (size_t k = 0; k < sizeof(n_cuts) / sizeof(n_cuts[0]); k++)
	{
		uint32_t	forms[MLS_N_MASK_FORMS] = {0};
		uint32_t	row_groups;
		Forest		f = {.n_fields = 1 + k % 2, .n_trees = 60, .n_cuts = n_cuts[k], .depth = 6, .is_float = k % 3 == 0};

		f.shape = SHAPE_FULL;
		check_forest(&f, forms, &row_groups);
	}
}

TEST(rows_with_many_bins_are_scored_in_blocks_only)
{
	chance_state = 88172645463325252u;
	for (uint32_t n_fields = 15; n_fields <= MAX_FIELDS; n_fields += 13)
	{
		uint32_t	forms[MLS_N_MASK_FORMS] = {0};
		uint32_t	row_groups;
		Forest		f = {.n_fields = n_fields, .n_trees = 40, .n_cuts = 60, .depth = 5, .shape = SHAPE_FULL};

		/* each field has a slot for each way that missing values go */
		check_forest(&f, forms, &row_groups);
		CHECK_INT(row_groups, 2 * n_fields <= MLS_MASK_ROW_BINS ? mls_mask_row_groups(f.n_trees) : 0);
	}
}

TEST(larger_trees_are_walked_below_their_tops)
{
	static const Shape shapes[] = {SHAPE_FULL, SHAPE_RAGGED, SHAPE_LEVELS};

	chance_state = 88172645463325252u;
	for (uint32_t k = 0; k < 24; k++)
	{
		uint32_t	forms[MLS_N_MASK_FORMS] = {0};
		uint32_t	row_groups;
		Forest		f = {
			.n_fields = 3 + k % 2, .n_trees = 15 + chance(20), .n_cuts = k % 4 == 0 ? 5000 : 60, .depth = 9 + k % 4,
			.is_walked = true, .is_float = k % 2 == 0, .has_weights = k % 5 == 0, .shape = shapes[k % 3]
		};

		check_forest(&f, forms, &row_groups);
		CHECK_INT(forms[MLS_MASK_HEAP], f.n_trees);
	}
}
