/*
 * pg/batch_explain.c
 *	  What EXPLAIN (ANALYZE) tells of a batch node.
 *
 * In a parallel query these are the figures of the process that tells them, the
 * leader.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "eval/vectors.h"
#include "image/image.h"
#include "pg/batch_explain.h"

static const char *const kernels[] = {
#define MLS_KERNEL(symbol, member) [MLS_KERNEL_##symbol] = #member,
#include "lists/kernels.h"
#undef MLS_KERNEL
};

/* The kernels that score a model and the models in it, each once: "mining, forest". */
static char *
list_kernels(const MlsImage *image)
{
	StringInfoData list;
	bool		listed[MLS_N_KERNELS] = {false};

	initStringInfo(&list);
	for (uint32 i = 0; i < MLS_N_RECORDS(image, MODEL); i++)
	{
		uint8		kernel = MLS_RECORDS(image, MODEL)[i].kernel;

		if (!listed[kernel])
			appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "", kernels[kernel]);
		listed[kernel] = true;
	}
	return list.data;
}

void
mls_batch_explain(const MlsBatchBlock *block, ExplainState *es)
{
	List	   *models = NIL;
	List	   *scored_by = NIL;
	int			n_columns = 0;

	for (int i = 0; i < block->n_calls; i++)
	{
		const MlsBatchCall *call = &block->calls[i];

		if (call->leader != call || call->scores == NULL)
			continue;
		models = lappend(models, call->call.scorer->label);
		scored_by = lappend(scored_by, list_kernels(call->call.scorer->image));
		n_columns += mls_batch_columns(call);
	}
	if (models == NIL)
		return;
	ExplainPropertyList(list_length(models) == 1 ? "Model" : "Models", models, es);
	if (es->verbose)
	{
		ExplainPropertyList("Kernels", scored_by, es);
		ExplainPropertyText("Instructions", mls_vectors()->name, es);
		ExplainPropertyInteger("Columns", NULL, n_columns, es);
	}
	ExplainPropertyUInteger("Blocks", NULL, block->n_blocks, es);
	ExplainPropertyUInteger("Largest Block", NULL, block->largest, es);
	if (block->time)
		ExplainPropertyFloat("Scoring Time", "ms", INSTR_TIME_GET_MILLISEC(block->scoring), 3, es);
}
