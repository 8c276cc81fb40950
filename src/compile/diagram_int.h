/*
 * compile/diagram_int.h
 *	  Between building a diagram (diagram.c) and simplifying it
 *	  (diagram_simplify.c).
 */
#ifndef MLS_COMPILE_DIAGRAM_INT_H
#define MLS_COMPILE_DIAGRAM_INT_H

#include "compile/diagram.h"

/* Room that serves for one diagram after the other; zeroed to begin with. */
typedef struct MlsSimplification
{
	MlsVec		marks;
	MlsVec		stack;
} MlsSimplification;

/*
 * Takes links, and questions whose answer does not matter, out of a diagram, and
 * gives it another root where that was one.  fields: MlsRangeField.  leads_on:
 * every way goes to a later node, or to a leaf, which is less work.
 */
extern void mls_diagram_simplify(MlsLoad *load, MlsSimplification *room, const MlsVec *fields, bool leads_on,
								 MlsDiagram *diagram);

#endif
