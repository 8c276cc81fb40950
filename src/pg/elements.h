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
 * Puts n elements, in ascending order of index, all of them within the array.
 * NULL elements are missing.  source is what to call the array.
 */
extern void mls_put_elements(MlsSink *sink, ArrayType *array, const MlsElementType *type,
							 const MlsElement *elements, uint32 n, const char *source);

#endif
