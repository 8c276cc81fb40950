/*
 * image/work.c
 *	  How much work one row is, roughly, by looking at the image's tables.
 *
 * The unit is what PostgreSQL counts as one operator, about ten nanoseconds.
 * The weights are measured on models of 30 inputs; they need only be right
 * enough to tell a row of logistic regression from one of a thousand trees.
 */
#include <math.h>

#include "image/image.h"

#define WORK_PER_ROW	10.0	/* whatever the model is: the call */
#define WORK_PER_INPUT	0.2		/* that is read */
#define WORK_PER_STEP	1.0
#define WORK_PER_LIST	50.0	/* that a step reads */
#define WORK_PER_TEXT	200.0	/* that becomes words */
#define WORK_PER_TERM	0.2		/* of a regression, or several that are one look-up */
#define WORK_PER_LEVEL	0.1		/* of a tree of a forest: one comparison */
#define WORK_PER_PREDICATE 2.0	/* of a tree in general, one on each level */
#define WORK_PER_SEGMENT 2.0
#define WORK_PER_RULE	2.0		/* or characteristic of a scorecard, or input of naive Bayes */
#define WORK_PER_NUMBER	0.1		/* of vectors, weights, instances, centers: each row meets all */

double
mls_image_work(const MlsImage *image)
{
	const MlsImgInput *inputs = MLS_RECORDS(image, INPUT);
	const MlsImgRegressionTerm *terms = MLS_RECORDS(image, REGRESSION_TERM);
	const MlsImgForestTree *trees = MLS_RECORDS(image, FOREST_TREE);
	const MlsImgStep *steps = MLS_RECORDS(image, STEP);
	const MlsImgTree *general = MLS_RECORDS(image, TREE);
	bool		meets_numbers = MLS_N_RECORDS(image, SVM) + MLS_N_RECORDS(image, NETWORK) +
		MLS_N_RECORDS(image, PROCESS) + MLS_N_RECORDS(image, CLUSTERING) +
		MLS_N_RECORDS(image, NEAREST_NEIGHBOR) > 0;
	double		work = WORK_PER_ROW;

	for (uint32_t i = 0; i < MLS_N_RECORDS(image, INPUT); i++)
		work += inputs[i].read ? WORK_PER_INPUT : 0;
	work += MLS_N_RECORDS(image, STEP) * WORK_PER_STEP;
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, STEP); i++)
		work += steps[i].op == MLS_STEP_FIND_ELEMENTS ? WORK_PER_LIST : steps[i].op == MLS_STEP_TOKENIZE ? WORK_PER_TEXT :
			steps[i].op == MLS_STEP_LINEAR ? steps[i].arguments.n * WORK_PER_NUMBER : 0;
	work += MLS_N_RECORDS(image, BASELINE) * WORK_PER_LIST;
	for (uint64_t i = 0; i < MLS_N_RECORDS(image, REGRESSION_TERM); i += mls_terms_together(&terms[i]))
		work += WORK_PER_TERM;
	work += MLS_N_RECORDS(image, SEGMENT) * WORK_PER_SEGMENT;
	work += (MLS_N_RECORDS(image, RULE) + MLS_N_RECORDS(image, CHARACTERISTIC) +
			 MLS_N_RECORDS(image, BAYES_INPUT)) * WORK_PER_RULE;
	work += meets_numbers ? MLS_N_RECORDS(image, NUMBER) * WORK_PER_NUMBER : 0;
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, FOREST_TREE); i++)
		work += (trees[i].depth + 1.0) * WORK_PER_LEVEL;
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, TREE); i++)
		work += log2(general[i].nodes.n + 1.0) * WORK_PER_PREDICATE;
	return work;
}
