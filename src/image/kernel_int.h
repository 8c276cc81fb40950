/*
 * image/kernel_int.h
 *	  What a kernel says of its records: whether they are sound, and how much
 *	  scratch it takes.
 *
 * For each line of lists/kernels.h there is a kernel_<member>.c.
 */
#ifndef MLS_IMAGE_KERNEL_INT_H
#define MLS_IMAGE_KERNEL_INT_H

#include "image/check_int.h"

/* How many records of each section have been given out to models. */
typedef struct MlsGiven
{
	uint32_t	next[MLS_N_SECTIONS];
} MlsGiven;

/* Takes the span if it is the next of its section; the section's end is known to be right. */
static inline bool
mls_give(uint32_t *next, MlsSpan span, uint32_t n)
{
	if (!mls_span_within(span, n) || span.first != *next)
		return false;
	*next += span.n;
	return true;
}

/*
 * Whether a span of records, or a record, exists and is the next of its section:
 * no other model has it.
 */
#define MLS_GIVE(image, given, symbol, span) \
	mls_give(&(given)->next[MLS_SECTION_##symbol], (span), MLS_N_RECORDS(image, symbol))
#define MLS_GIVE_ONE(image, given, symbol, i) \
	MLS_GIVE(image, given, symbol, ((MlsSpan) {(i), 1}))

typedef struct MlsScratch
{
	uint64_t	fixed;			/* bytes for each block */
	uint64_t	per_row;		/* and for each of its rows */
} MlsScratch;

static inline MlsScratch
mls_larger(MlsScratch a, MlsScratch b)
{
	return (MlsScratch) {a.fixed > b.fixed ? a.fixed : b.fixed, a.per_row > b.per_row ? a.per_row : b.per_row};
}

/* What steps take, and what a model with all that runs inside it (scratch.c). */
extern MlsScratch mls_scratch_steps(const MlsImage *image, MlsSpan steps);
extern MlsScratch mls_scratch_model(const MlsImage *image, uint32_t model);

/* A comparison, as several kernels have one: whether it is sound, and what it takes (kernel_comparison.c). */
extern const char *mls_check_comparison(const MlsImage *image, uint32_t comparison, MlsGiven *given);
extern MlsScratch mls_scratch_comparison(const MlsImage *image, uint32_t comparison);

/* The questions of a tree that is no list: as many as its depth says, each of a bin that there is (kernel_masks.c). */
extern const char *mls_check_questions(const MlsImage *image, const MlsImgMasks *masks, const MlsImgMaskTree *tree);

/*
 * Whether what the kernel reads for this model is sound: NULL, or what is wrong.
 * That columns and categories of the model exist has been seen.  And how much
 * scratch the kernel takes for it, once all is known to be sound.
 */
#define MLS_KERNEL(symbol, member) \
	extern const char *mls_check_kernel_##member(const MlsImage *image, const MlsImgModel *model, MlsGiven *given); \
	extern MlsScratch mls_scratch_##member(const MlsImage *image, const MlsImgModel *model);
#include "lists/kernels.h"
#undef MLS_KERNEL

#endif
