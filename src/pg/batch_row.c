/*
 * pg/batch_row.c
 *	  A row of a batch node's child, read in the cheapest way.
 *
 * To take a row apart, the executor looks at each column.  Rows of a table whose
 * needed columns are all of fixed length, and come before any that is not, need
 * not be: without NULLs each column lies at an offset of its own.  One with NULLs
 * is first spread to look the same.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"

#include "pg/batch_row.h"

MlsRowLayout *
mls_row_layout(TupleDesc descriptor, int n)
{
	MlsRowLayout *layout;
	uint32		offset = 0;

	for (int i = 0; i < n; i++)
		if (TupleDescAttr(descriptor, i)->attlen <= 0)
			return NULL;
	layout = palloc(sizeof(MlsRowLayout));
	layout->descriptor = descriptor;
	layout->n = n;
	layout->offsets = palloc(Max(n, 1) * sizeof(uint32));
	layout->eights = palloc0(n / 8 + 1);
	layout->nulls = palloc(Max(n, 1));
	for (int i = 0; i < n; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(descriptor, i);

		if (i % 8 == 0)
			layout->eights[i / 8] = n - i >= 8;
		layout->eights[i / 8] &= attribute->attlen == 8 && attribute->attalign == TYPALIGN_DOUBLE;
		offset = att_align_nominal(offset, attribute->attalign);
		layout->offsets[i] = offset;
		offset += attribute->attlen;
	}
	layout->spread = palloc(Max(offset, 1));
	return layout;
}

/* A row with NULLs as if it had none. */
static void
spread(const MlsRowLayout *layout, const char *data, const bits8 *present)
{
	static const double nan = NAN;
	uint32		offset = 0;		/* in data */

	for (int i = 0; i < layout->n; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(layout->descriptor, i);
		char	   *to = layout->spread + layout->offsets[i];

		if (i % 8 == 0 && present[i / 8] == 0xff && layout->eights[i / 8])
		{
			offset = TYPEALIGN(ALIGNOF_DOUBLE, offset);
			memcpy(to, data + offset, 64);
			memset(&layout->nulls[i], false, 8);
			offset += 64;
			i += 7;
			continue;
		}
		layout->nulls[i] = att_isnull(i, present);
		if (!layout->nulls[i])
		{
			offset = att_align_nominal(offset, attribute->attalign);
			if (attribute->attlen == 8)
				memcpy(to, data + offset, 8);
			else
				memcpy(to, data + offset, attribute->attlen);
			offset += attribute->attlen;
		}
		else if (attribute->attlen == 8)
			memcpy(to, &nan, 8);
	}
}

MlsBatchRow
mls_row_read(const MlsRowLayout *layout, TupleTableSlot *slot, int n)
{
	MlsBatchRow row = {NULL, NULL, slot};
	HeapTuple	tuple = NULL;

	if (layout != NULL && (TTS_IS_BUFFERTUPLE(slot) || TTS_IS_HEAPTUPLE(slot)))
		tuple = ((HeapTupleTableSlot *) slot)->tuple;
	if (tuple == NULL || HeapTupleHeaderGetNatts(tuple->t_data) < layout->n)
	{
		if (n > 0)
			slot_getsomeattrs(slot, n);
		return row;
	}
	row.stored = (const char *) tuple->t_data + tuple->t_data->t_hoff;
	if (HeapTupleHasNulls(tuple))
	{
		spread(layout, row.stored, tuple->t_data->t_bits);
		row.stored = layout->spread;
		row.nulls = layout->nulls;
	}
	return row;
}
