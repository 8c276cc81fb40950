/*
 * pg/plan_model.h
 *	  What the planner knows of a model: its version, inputs and price.
 */
#ifndef MLS_PG_PLAN_MODEL_H
#define MLS_PG_PLAN_MODEL_H

#include "postgres.h"

#include "nodes/pathnodes.h"

#include "pg/names.h"
#include "pg/resolve.h"

typedef struct MlsPlanModel
{
	MlsVersionRef ref;
	const MlsImage *image;
	MlsNames   *names;
	double		work;			/* of a row (mls_image_work) */
} MlsPlanModel;

/*
 * What spec (server encoding) means under the active snapshot; good until that
 * changes.  NULL if it cannot be scored by the current user, or only after
 * compiling it: then calls stay as they are, and their execution says what is
 * wrong.  Raises no error for anything that is wrong with the model or the call.
 * The answer for a spec is the same throughout the planning of a statement.
 */
extern const MlsPlanModel *mls_plan_model(const char *spec);

/* Notes in a plan that changes of models make it out of date. */
extern void mls_plan_depends(PlannerInfo *root);

/* Whether that has been noted in the plan that is being made. */
extern bool mls_plan_is_dependent(const PlannerInfo *root);

/*
 * Lets the plans that note it be made anew when they are used next: a plan was
 * found to be out of date while it ran.
 */
extern void mls_plans_forget(void);

/* Once per backend. */
extern void mls_plan_init(void);

#endif
