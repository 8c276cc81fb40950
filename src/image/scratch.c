/*
 * image/scratch.c
 *	  How much scratch scoring takes (eval/eval_int.h).
 *
 * Scratch is a stack, so what counts is what is on it at once: the share of a
 * step, or the shares of a kernel and of everything that runs inside it.
 */
#include "image/image.h"

typedef struct Scratch
{
	uint64_t	fixed;			/* bytes for each block */
	uint64_t	per_row;		/* and for each of its rows */
} Scratch;

static Scratch
larger(Scratch a, Scratch b)
{
	return (Scratch) {a.fixed > b.fixed ? a.fixed : b.fixed, a.per_row > b.per_row ? a.per_row : b.per_row};
}

static Scratch
both(Scratch a, Scratch b)
{
	return (Scratch) {a.fixed + b.fixed, a.per_row + b.per_row};
}

/* A step has the cells of its arguments of one row. */
static Scratch
steps_share(const MlsImage *image, MlsSpan steps)
{
	const MlsImgStep *records = MLS_RECORDS(image, STEP) + steps.first;
	Scratch		most = {0, 0};

	for (uint32_t i = 0; i < steps.n; i++)
		most = larger(most, (Scratch) {(uint64_t) records[i].arguments.n * sizeof(MlsCell) + 8, 0});
	return most;
}

uint64_t
mls_mining_sums(MlsMultipleModelMethod method, uint32_t n_categories, uint32_t n_segments)
{
	uint64_t	n_segments_64 = n_segments;

	switch (method)
	{
		case MLS_METHOD_MAJORITY_VOTE:
		case MLS_METHOD_WEIGHTED_MAJORITY_VOTE:
		case MLS_METHOD_AVERAGE:
		case MLS_METHOD_WEIGHTED_AVERAGE:
		case MLS_METHOD_SUM:
		case MLS_METHOD_WEIGHTED_SUM:
			return n_categories > 0 ? n_categories : 1;
		case MLS_METHOD_MAX:
			/* a distribution; its largest probability, whose that is, of how many models */
			return n_categories > 0 ? (uint64_t) n_categories + 3 : 1;
		case MLS_METHOD_MEDIAN:
		case MLS_METHOD_WEIGHTED_MEDIAN:
			/* each segment's distribution, and a pair for each */
			return n_segments_64 * n_categories + 2 * n_segments_64;
		case MLS_METHOD_SELECT_FIRST:
		case MLS_METHOD_SELECT_ALL:
		case MLS_METHOD_MODEL_CHAIN:
		case MLS_METHOD_MULTI_MODEL_CHAIN:
			break;
	}
	return 0;
}

static Scratch model_share(const MlsImage *image, uint32_t model);

/* The kernel's own arrays (eval/eval_mining.c: seven of them), and what the segment has that needs most. */
static Scratch
mining_share(const MlsImage *image, const MlsImgMining *mining)
{
	const MlsImgSegment *segments = MLS_RECORDS(image, SEGMENT) + mining->segments.first;
	Scratch		own = {7 * 8, 3 * sizeof(uint32_t) + 1 + 2 * sizeof(double) + (uint64_t) mining->n_sums * sizeof(double)};
	Scratch		inner = {0, 0};

	for (uint32_t i = 0; i < mining->segments.n; i++)
		inner = larger(inner, larger(steps_share(image, segments[i].steps), model_share(image, segments[i].model)));
	return both(own, inner);
}

/*
 * The numbers of each row's slots, for rows in groups of at most 16, its outputs
 * and its flags (eval/eval_forest.c: three arrays).
 */
static Scratch
forest_share(const MlsImgForest *forest)
{
	uint64_t	numbers = ((uint64_t) forest->slots.n + 1) * sizeof(double);

	return (Scratch) {3 * 8 + 15 * numbers, numbers + (uint64_t) forest->n_outputs * sizeof(double) + 1};
}

/* Models nest at most MLS_MAX_MODEL_DEPTH deep. */
static Scratch
model_share(const MlsImage *image, uint32_t model)
{
	const MlsImgModel *m = &MLS_RECORDS(image, MODEL)[model];
	Scratch		steps = larger(steps_share(image, m->entry_steps), steps_share(image, m->exit_steps));
	Scratch		kernel = {0, 0};

	switch ((MlsKernel) m->kernel)
	{
		case MLS_KERNEL_REGRESSION:
			/* each row's scores, and whether it has any; one row's probabilities */
			kernel.per_row = (uint64_t) MLS_RECORDS(image, REGRESSION)[m->body].tables.n * sizeof(double) + 1;
			kernel.fixed = ((uint64_t) MLS_RECORDS(image, REGRESSION)[m->body].tables.n + 1) * sizeof(double) + 8;
			break;
		case MLS_KERNEL_FOREST:
			kernel = forest_share(&MLS_RECORDS(image, FOREST)[m->body]);
			break;
		case MLS_KERNEL_MINING:
			kernel = mining_share(image, &MLS_RECORDS(image, MINING)[m->body]);
			break;
		case MLS_KERNEL_TREE:
		case MLS_N_KERNELS:
			break;
	}
	return larger(steps, kernel);
}

void
mls_image_scratch(const MlsImage *image, uint64_t *fixed, uint64_t *per_row)
{
	Scratch		all = larger(steps_share(image, image->input_steps), model_share(image, 0));

	*fixed = all.fixed;
	*per_row = all.per_row;
}
