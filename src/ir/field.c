/*
 * ir/field.c
 *	  Names of what fields are.
 */
#include "ir/field.h"

const char *
mls_data_type_name(MlsDataType type)
{
	static const char *const names[] = {
#define MLS_DATA_TYPE(symbol, name, kind, year) name,
#include "lists/data_types.h"
#undef MLS_DATA_TYPE
	};

	return type < MLS_TYPE_NONE ? names[type] : "none";
}
