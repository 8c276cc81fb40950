/*
 * compile/diagram.h
 *	  A tree of predicates as a diagram of comparisons with numbers.
 *
 * PMML's tree is a decision list at each node: the children's predicates are
 * tested in order, each is true, false or unknown, and strategies say what an
 * unknown one and what no true one means.  All of that can be said by one kind
 * of question, "is this number below that one, or missing?", asked in the right
 * order, because a predicate on a field only cuts the field's values into
 * ranges.  The diagram holds these questions; where several ways lead to the
 * same place it is shared, so a diagram is a directed graph without cycles.
 *
 * What cannot be said so exactly (text in order, 64-bit integers beyond 2^53,
 * strategies that weigh several leaves) is not built: the caller then leaves
 * the tree as it is.
 */
#ifndef MLS_COMPILE_DIAGRAM_H
#define MLS_COMPILE_DIAGRAM_H

#include "compile/terms.h"
#include "ir/model.h"

/*
 * A question, a result, or, while the diagram is built, a way to another node.
 * Their order in the array means nothing.
 */
typedef enum MlsDiagramKind
{
	MLS_DIAGRAM_LINK,
	MLS_DIAGRAM_LEAF,
	MLS_DIAGRAM_SPLIT
} MlsDiagramKind;

typedef struct MlsDiagramNode
{
	MlsDiagramKind kind;
	uint32_t	field;			/* SPLIT */
	double		cut;			/* SPLIT; INFINITY: only whether the value is missing */
	uint32_t	below;			/* SPLIT, LINK */
	uint32_t	above;			/* SPLIT: equal or greater */
	uint32_t	missing;		/* SPLIT; MLS_NO_WAY: cannot be, it has been asked before */
	const MlsNode *result;		/* LEAF: whose score; NULL: no prediction */
} MlsDiagramNode;
#define MLS_NO_WAY	UINT32_MAX

typedef struct MlsDiagram
{
	MlsDiagramNode *nodes;
	uint32_t	n_nodes;
	uint32_t	root;
} MlsDiagram;

/* What building needs, and room that it uses again for each tree. */
typedef struct MlsDiagramBuilder MlsDiagramBuilder;

/* fields and field_of are those of MlsTerms; all trees of a forest share them. */
extern MlsDiagramBuilder *mls_diagram_builder(MlsLoad *load, MlsVec *fields,
											  uint32_t (*field_of) (void *context, const char *name),
											  void *context);

/*
 * The diagram of a tree; valid until the next call.  The root leads to no links,
 * though there may be some in the array.  False: it cannot be said exactly.
 * Leaves.
 */
extern bool mls_diagram_build(MlsDiagramBuilder *builder, const MlsTreeModel *tree, MlsDiagram *diagram);

#endif
