/*
 * load/instances.h
 *	  Training instances that a document keeps as they were before its
 *	  transformations.
 */
#ifndef MLS_LOAD_INSTANCES_H
#define MLS_LOAD_INSTANCES_H

#include "ir/document.h"

/*
 * Gives the instances of each NearestNeighborModel in the model the derived fields
 * that it compares and that are not among the instances' own, worked out from
 * those.  Where that cannot be done nothing changes, and compiling the model says
 * what is lacking.  Leaves on problems.
 */
extern void mls_transform_instances(MlsLoad *load, MlsDocument *document, MlsModel *model);

#endif
