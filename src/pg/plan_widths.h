/*
 * pg/plan_widths.h
 *	  How wide the columns of a row are, where the planner would ask the statistics.
 */
#ifndef MLS_PG_PLAN_WIDTHS_H
#define MLS_PG_PLAN_WIDTHS_H

/* Once per backend. */
extern void mls_plan_widths_init(void);

#endif
