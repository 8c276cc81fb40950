/*
 * pg/batch_row.h
 *	  A row of a batch node's child, read in the cheapest way.
 */
#ifndef MLS_PG_BATCH_ROW_H
#define MLS_PG_BATCH_ROW_H

#include "postgres.h"

#include "access/tupmacs.h"
#include "executor/tuptable.h"

/* Where the columns that are needed lie in rows as they are stored. */
typedef struct MlsRowLayout
{
	TupleDesc	descriptor;
	int			n;				/* attributes, the first ones of the descriptor */
	uint32	   *offsets;		/* of each, in a row without NULLs */
	bool	   *eights;			/* of each 8 attributes: all are of 8 bytes */
	char	   *spread;			/* room for a row */
	bool	   *nulls;
} MlsRowLayout;

typedef struct MlsBatchRow
{
	const char *stored;			/* the columns at their offsets; NULL: they are the slot's values */
	const bool *nulls;			/* which of these are NULL, and if of 8 bytes NaN; NULL: none is */
	TupleTableSlot *slot;
} MlsBatchRow;

/*
 * A layout for the first n attributes; NULL if they are not of fixed lengths.
 * The descriptor must live as long.
 */
extern MlsRowLayout *mls_row_layout(TupleDesc descriptor, int n);

/*
 * Reads the first n attributes of a slot; those that are stored stay good as long
 * as the slot's row, and until the layout reads the next one.
 */
extern MlsBatchRow mls_row_read(const MlsRowLayout *layout, TupleTableSlot *slot, int n);

/* The value of an attribute (from 0). */
static inline Datum
mls_row_value(const MlsRowLayout *layout, const MlsBatchRow *row, int attribute, bool *isnull)
{
	if (row->stored == NULL)
	{
		*isnull = row->slot->tts_isnull[attribute];
		return row->slot->tts_values[attribute];
	}
	*isnull = row->nulls != NULL && row->nulls[attribute];
	return *isnull ? (Datum) 0
		: fetchatt(TupleDescAttr(layout->descriptor, attribute), row->stored + layout->offsets[attribute]);
}

#endif
