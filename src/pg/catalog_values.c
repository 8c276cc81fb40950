/*
 * pg/catalog_values.c
 *	  Values on their way into statements on the catalog, and out of their
 *	  results.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "pg/catalog.h"

static MlsParam
null_of(Oid type)
{
	return (MlsParam) {type, (Datum) 0, true};
}

MlsParam
mls_text(const char *text)
{
	if (text == NULL)
		return null_of(TEXTOID);
	return (MlsParam) {TEXTOID, CStringGetTextDatum(text), false};
}

MlsParam
mls_bytea(const void *bytes, size_t length)
{
	if (bytes == NULL)
		return null_of(BYTEAOID);
	return (MlsParam) {BYTEAOID, PointerGetDatum(cstring_to_text_with_len(bytes, (int) length)), false};
}

MlsParam
mls_json(const char *text)
{
	if (text == NULL)
		return null_of(JSONBOID);
	return (MlsParam) {JSONBOID, DirectFunctionCall1(jsonb_in, CStringGetDatum(text)), false};
}

MlsParam
mls_int4(int32 value)
{
	return (MlsParam) {INT4OID, Int32GetDatum(value), false};
}

MlsParam
mls_int8(int64 value)
{
	return (MlsParam) {INT8OID, Int64GetDatum(value), false};
}

char *
mls_sql_text(uint64 row, int column)
{
	char	   *text = SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);

	if (text == NULL)
		return NULL;

	/* SPI_palloc is in the context that was current at SPI_connect */
	char	   *copy = SPI_palloc(strlen(text) + 1);

	strcpy(copy, text);
	return copy;
}

int64
mls_sql_int(uint64 row, int column, bool *is_null)
{
	Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, is_null);

	if (*is_null)
		return 0;
	return SPI_gettypeid(SPI_tuptable->tupdesc, column) == INT8OID ? DatumGetInt64(value) : DatumGetInt32(value);
}

bytea *
mls_sql_bytea(uint64 row, int column)
{
	bool		is_null;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &is_null);

	if (is_null)
		return NULL;

	bytea	   *bytes = DatumGetByteaPP(value);
	size_t		length = VARSIZE_ANY_EXHDR(bytes);
	bytea	   *copy = SPI_palloc(length + VARHDRSZ);

	SET_VARSIZE(copy, length + VARHDRSZ);
	memcpy(VARDATA(copy), VARDATA_ANY(bytes), length);
	return copy;
}
