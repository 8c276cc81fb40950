/*
 * compile/comparison.h
 *	  Comparing a row with points, as clusterings and nearest neighbors do.
 */
#ifndef MLS_COMPILE_COMPARISON_H
#define MLS_COMPILE_COMPARISON_H

#include "compile/compile_int.h"

/*
 * A coordinate of a point: a number, or (text set) a category as the document
 * writes it.
 */
typedef struct MlsCoordinate
{
	double		number;
	const char *text;
} MlsCoordinate;

/*
 * Compiles the fields and points of a comparison; gives its COMPARISON.  The
 * points' coordinates lie point by point, one for each field.  "line" and "what"
 * are the points' place in the document.
 */
extern uint32_t mls_compile_comparison(MlsCompile *c, MlsScope *scope, const MlsComparisonMeasure *measure,
									   const MlsComparedField *fields, uint32_t n_fields,
									   const MlsCoordinate *points, uint32_t n_points, uint32_t line, const char *what);

#endif
