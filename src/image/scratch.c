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

static Scratch
model_share(const MlsImage *image, uint32_t model)
{
	const MlsImgModel *m = &MLS_RECORDS(image, MODEL)[model];
	Scratch		steps = larger(steps_share(image, m->entry_steps), steps_share(image, m->exit_steps));
	Scratch		kernel = {0, 0};

	switch ((MlsKernel) m->kernel)
	{
		case MLS_KERNEL_REGRESSION:
			/* the scores of one row's tables */
			kernel.fixed = (uint64_t) MLS_RECORDS(image, REGRESSION)[m->body].tables.n * sizeof(double) + 8;
			break;
		case MLS_KERNEL_TREE:
		case MLS_KERNEL_FOREST:
		case MLS_KERNEL_MINING:
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
