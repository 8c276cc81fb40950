/*
 * image/scratch.c
 *	  How much scratch scoring takes (eval/eval_int.h).
 *
 * Scratch is a stack, so what counts is what is on it at once: the share of a
 * step, or the shares of a kernel and of everything that runs inside it.
 */
#include "image/kernel_int.h"

/* A step has the cells of its arguments of one row. */
MlsScratch
mls_scratch_steps(const MlsImage *image, MlsSpan steps)
{
	const MlsImgStep *records = MLS_RECORDS(image, STEP) + steps.first;
	MlsScratch	most = {0, 0};

	for (uint32_t i = 0; i < steps.n; i++)
		most = mls_larger(most, (MlsScratch) {(uint64_t) records[i].arguments.n * sizeof(MlsCell) + 8, 0});
	return most;
}

/* Models nest at most MLS_MAX_MODEL_DEPTH deep; that of a forest's leaves has none behind it. */
MlsScratch
mls_scratch_model(const MlsImage *image, uint32_t model)
{
	const MlsImgModel *m = &MLS_RECORDS(image, MODEL)[model];
	MlsScratch	kernel = {0, 0};

	switch ((MlsKernel) m->kernel)
	{
#define MLS_KERNEL(symbol, member) \
		case MLS_KERNEL_##symbol: \
			kernel = mls_scratch_##member(image, m); \
			break;
#include "lists/kernels.h"
#undef MLS_KERNEL
		case MLS_N_KERNELS:
			break;
	}
	if (m->leaves != MLS_NONE)
		kernel = mls_larger(kernel, mls_scratch_model(image, m->leaves));
	return mls_larger(kernel, mls_larger(mls_scratch_steps(image, m->entry_steps),
										 mls_scratch_steps(image, m->exit_steps)));
}

void
mls_image_scratch(const MlsImage *image, uint64_t *fixed, uint64_t *per_row)
{
	MlsScratch	all = mls_larger(mls_scratch_steps(image, image->input_steps), mls_scratch_model(image, 0));

	*fixed = all.fixed;
	*per_row = all.per_row;
}
