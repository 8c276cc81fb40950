/*
 * ir/tree.c
 *	  What nodes of trees are made of.
 */
#include "ir/tree.h"

MlsNodeDetails *
mls_give_details(MlsLoad *load, MlsNode *node)
{
	if (!node->details)
	{
		node->details = MLS_NEW(load, MlsNodeDetails);
		node->details->recordCount = NAN;
	}
	return node->details;
}
