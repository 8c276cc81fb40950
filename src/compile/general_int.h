/*
 * compile/general_int.h
 *	  What the parts of compiling a GeneralRegressionModel share.
 */
#ifndef MLS_COMPILE_GENERAL_INT_H
#define MLS_COMPILE_GENERAL_INT_H

#include "compile/compile_int.h"

/* A GeneralRegressionModel while it is compiled. */
typedef struct MlsGeneral
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsModel *model;
	const MlsGeneralRegressionModel *general;
	MlsCompiled *result;
	MlsMap		parameters;		/* name -> Parameter */
	MlsMap		factors;		/* name -> MlsGeneralPredictor */
	MlsMap		columns;		/* predictor and value -> uint32_t * */
	uint32_t	factor;			/* column by which predictions are multiplied, or MLS_NONE */
	uint32_t	offset;			/* column of the offset, or MLS_NONE */
} MlsGeneral;

/* Notes that something in a line is not right. */
extern void mls_general_problem(const MlsGeneral *g, uint32_t line, const char *element, const char *message);

/* A column filled by a lookup of the predictor's value, 0 for all others; texts: n pairs of a value and a number. */
extern uint32_t mls_general_lookup(const MlsGeneral *g, const MlsField *field, const char **texts, uint32_t n);

/* The exponent of a covariate. */
extern double mls_general_exponent(const MlsGeneral *g, const MlsPPCell *cell);

/* The column that holds what a PPCell says, for every row. */
extern uint32_t mls_general_cell(MlsGeneral *g, const MlsPPCell *cell);

/* A column that holds a constant. */
extern uint32_t mls_general_constant(MlsGeneral *g, uint32_t constant);

/* Each stratum's hazard, and of these the one of the row's stratum: missing if it is of none. */
extern void mls_general_hazard(MlsGeneral *g);

#endif
