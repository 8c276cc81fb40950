/*
 * pg/cache_view.c
 *	  What ml_cache shows.
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/tuplestore.h"

#include "pg/cache.h"

PG_FUNCTION_INFO_V1(mls_cache_images);

/* () returns setof (content_id, bytes, hits, pins, shared) */
Datum
mls_cache_images(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *set = (ReturnSetInfo *) fcinfo->resultinfo;
	ListCell   *cell;

	InitMaterializedSRF(fcinfo, 0);
	foreach(cell, mls_cache_list())
	{
		const MlsCacheLine *line = lfirst(cell);
		Datum		values[5];
		bool		nulls[5] = {false};

		values[0] = Int64GetDatum(line->content_id);
		values[1] = Int64GetDatum((int64) line->bytes);
		values[2] = Int64GetDatum((int64) line->hits);
		values[3] = Int32GetDatum((int32) line->pins);
		values[4] = BoolGetDatum(line->shared);
		tuplestore_putvalues(set->setResult, set->setDesc, values, nulls);
	}
	PG_RETURN_NULL();
}
