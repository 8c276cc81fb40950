/*
 * pg/elements.h
 *	  Elements of arrays as values of inputs.
 */
#ifndef MLS_PG_ELEMENTS_H
#define MLS_PG_ELEMENTS_H

#include "postgres.h"

#include "utils/array.h"

#include "pg/names.h"
#include "pg/values.h"

/* How the elements of an array type are read. */
typedef struct MlsElementType
{
	Oid			type;
	MlsValueKind kind;			/* may be MLS_VALUE_NONE */
	int16		length;
	bool		by_value;
	char		align;
} MlsElementType;

extern void mls_element_type(Oid type, MlsElementType *element);

/*
 * Elements of an array of at most one dimension, or raises
 * ERRCODE_ARRAY_SUBSCRIPT_ERROR; source is the column, for the message.
 */
extern uint32 mls_count_elements(ArrayType *array, const char *source);

/*
 * The places of n elements' inputs in an evaluation, palloc'd; NULL if the elements are
 * not float8 or one has none.  With them float8 elements go to their places directly.
 */
extern MlsPlace *mls_element_places(MlsEval *eval, const MlsElementType *type,
									const MlsElement *elements, uint32 n);

/*
 * Puts n elements, in ascending order of index, all of them within the array.
 * NULL elements are missing.  places are those in the sink's evaluation, or NULL;
 * source is what to call the array.
 */
extern void mls_put_elements(MlsSink *sink, ArrayType *array, const MlsElementType *type,
							 const MlsElement *elements, const MlsPlace *places, uint32 n,
							 const char *source);

#endif
