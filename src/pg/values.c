/*
 * pg/values.c
 *	  Values of PostgreSQL's types as values of a model's inputs.
 *
 * What a value means to the model (text as a number, a number as a category) is
 * the library's business; here it is only told in the value's own type.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/transam.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type.h"
#include "common/int.h"
#include "miscadmin.h"
#include "parser/parse_coerce.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/inval.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"

#include "base/calendar.h"
#include "pg/numeric.h"
#include "pg/values.h"

/* What a domain is over.  None of the server's own types is one, which spares a look-up. */
static Oid
base_type(Oid type)
{
	return type < FirstGenbkiObjectId ? type : getBaseType(type);
}

Oid
mls_array_element(Oid type)
{
	type = base_type(type);
	switch (type)
	{
		case BOOLOID:
		case INT2OID:
		case INT4OID:
		case INT8OID:
		case FLOAT4OID:
		case FLOAT8OID:
		case NUMERICOID:
		case TEXTOID:
		case VARCHAROID:
			return InvalidOid;	/* most columns; asking for others is a look-up */
		default:
			return get_element_type(type);
	}
}

MlsValueKind
mls_value_kind(Oid type)
{
	type = base_type(type);
	switch (type)
	{
		case BOOLOID:
			return MLS_VALUE_BOOL;
		case INT2OID:
			return MLS_VALUE_INT2;
		case INT4OID:
			return MLS_VALUE_INT4;
		case INT8OID:
			return MLS_VALUE_INT8;
		case OIDOID:
			return MLS_VALUE_OID;
		case FLOAT4OID:
			return MLS_VALUE_FLOAT4;
		case FLOAT8OID:
			return MLS_VALUE_FLOAT8;
		case NUMERICOID:
			return MLS_VALUE_NUMERIC;
		case TEXTOID:
		case VARCHAROID:
			return MLS_VALUE_TEXT;
		case BPCHAROID:
			return MLS_VALUE_BPCHAR;
		case NAMEOID:
			return MLS_VALUE_NAME;
		case UNKNOWNOID:
		case CSTRINGOID:
			return MLS_VALUE_CSTRING;
		case CHAROID:
			return MLS_VALUE_CHAR;
		case UUIDOID:
			return MLS_VALUE_UUID;
		case DATEOID:
			return MLS_VALUE_DATE;
		case TIMEOID:
			return MLS_VALUE_TIME;
		case TIMESTAMPOID:
			return MLS_VALUE_TIMESTAMP;
		case TIMESTAMPTZOID:
			return MLS_VALUE_TIMESTAMPTZ;
		default:
			if (get_typtype(type) == TYPTYPE_ENUM)
				return MLS_VALUE_ENUM;
			/* types of extensions that are text by another name, citext for one */
			if (IsBinaryCoercible(type, TEXTOID))
				return MLS_VALUE_TEXT;
			return MLS_VALUE_NONE;
	}
}

MlsValueKind
mls_list_kind(Oid type)
{
	if (OidIsValid(mls_array_element(type)))
		return MLS_VALUE_ARRAY;
	switch (base_type(type))
	{
		case JSONOID:
			return MLS_VALUE_JSON;
		case JSONBOID:
			return MLS_VALUE_JSONB;
		default:
			return mls_value_kind(type);
	}
}

bool
mls_value_is_number(MlsValueKind kind)
{
	return kind == MLS_VALUE_INT2 || kind == MLS_VALUE_INT4 || kind == MLS_VALUE_INT8 ||
		kind == MLS_VALUE_FLOAT4 || kind == MLS_VALUE_FLOAT8 || kind == MLS_VALUE_NUMERIC;
}

void
mls_put_numeric(MlsSink *sink, uint32 input, Datum value)
{
	int64		integer;

	if (mls_numeric_integer(value, &integer))
		mls_put_integer(sink, input, integer);
	else
		mls_put_double(sink, input, mls_numeric_double(value));
}

/*
 * Labels of enums that were looked up, each in the place that its OID gives.  An
 * OID means another label after ALTER TYPE ... RENAME VALUE, and perhaps none after a
 * rollback: the system cache's invalidation tells.
 */
typedef struct MlsEnumLabel
{
	Oid			oid;			/* InvalidOid: there is none here */
	uint32		length;
	char		name[NAMEDATALEN];
} MlsEnumLabel;

static MlsEnumLabel enum_labels[128];

static void
forget_enum_labels(Datum arg, int cache, uint32 hash)
{
	for (int i = 0; i < (int) lengthof(enum_labels); i++)
		enum_labels[i].oid = InvalidOid;
}

void
mls_values_init(void)
{
	CacheRegisterSyscacheCallback(ENUMOID, forget_enum_labels, (Datum) 0);
}

static void
look_up_label(MlsEnumLabel *label, Oid oid)
{
	HeapTuple	tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(oid));

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid internal value for enum: %u", oid)));
	strlcpy(label->name, NameStr(((Form_pg_enum) GETSTRUCT(tuple))->enumlabel), NAMEDATALEN);
	label->length = strlen(label->name);
	label->oid = oid;
	ReleaseSysCache(tuple);
}

static void
put_enum(MlsSink *sink, uint32 input, Oid oid)
{
	MlsEnumLabel *label = &enum_labels[oid % lengthof(enum_labels)];

	if (unlikely(label->oid != oid))
		look_up_label(label, oid);
	mls_put_text(sink, input, label->name, label->length);
}

/* From PostgreSQL's day 0, 2000-01-01, to that of base/calendar.h. */
#define EPOCH_DAYS		(POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE)
#define EPOCH_MICROS	((int64) EPOCH_DAYS * USECS_PER_DAY)

/* What is no date of the library's calendar goes as text: no date to a model, but a category. */
static void
put_date(MlsSink *sink, uint32 input, DateADT date)
{
	char		text[MAXDATELEN + 1];
	struct pg_tm tm;

	if (DATE_NOT_FINITE(date))
		EncodeSpecialDate(date, text);
	else if (mls_days_in_range((int64) date + EPOCH_DAYS))
	{
		mls_put_date(sink, input, (int64) date + EPOCH_DAYS);
		return;
	}
	else
	{
		j2date(date + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
		EncodeDateOnly(&tm, USE_XSD_DATES, text);
	}
	mls_put_text(sink, input, text, strlen(text));
}

/* The end of the day, 24:00:00, is no time of the library's. */
static void
put_time(MlsSink *sink, uint32 input, TimeADT time)
{
	if (time < USECS_PER_DAY)
		mls_put_time(sink, input, time);
	else
		mls_put_text(sink, input, "24:00:00", strlen("24:00:00"));
}

static void
put_timestamp(MlsSink *sink, uint32 input, Timestamp timestamp)
{
	char		text[MAXDATELEN + 1];
	struct pg_tm tm;
	fsec_t		fraction;
	int64		micros;

	if (TIMESTAMP_NOT_FINITE(timestamp))
		EncodeSpecialTimestamp(timestamp, text);
	else if (!pg_add_s64_overflow(timestamp, EPOCH_MICROS, &micros) && mls_micros_in_range(micros))
	{
		mls_put_datetime(sink, input, micros);
		return;
	}
	else if (timestamp2tm(timestamp, NULL, &tm, &fraction, NULL, NULL) == 0)
		EncodeDateTime(&tm, fraction, false, 0, NULL, USE_XSD_DATES, text);
	else
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("timestamp out of range")));
	mls_put_text(sink, input, text, strlen(text));
}

/*
 * An array as JSON.  Floats become doubles first, so that each is the number that
 * it would be by itself; timestamps with a zone are taken at UTC.
 */
static text *
array_json(Datum value)
{
	ArrayType  *array = DatumGetArrayTypeP(value);

	if (ARR_ELEMTYPE(array) == FLOAT4OID)
	{
		Datum	   *elements;
		bool	   *nulls;
		int			n;

		deconstruct_array(array, FLOAT4OID, sizeof(float4), true, TYPALIGN_INT, &elements, &nulls, &n);
		for (int i = 0; i < n; i++)
			elements[i] = nulls[i] ? (Datum) 0 : Float8GetDatum((float8) DatumGetFloat4(elements[i]));
		array = construct_md_array(elements, nulls, ARR_NDIM(array), ARR_DIMS(array), ARR_LBOUND(array),
								   FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE);
	}
	else if (ARR_ELEMTYPE(array) == TIMESTAMPTZOID)
	{
		array = DatumGetArrayTypePCopy(PointerGetDatum(array));
		array->elemtype = TIMESTAMPOID;
	}
	return DatumGetTextPP(DirectFunctionCall1(array_to_json, PointerGetDatum(array)));
}

/* JSON that is no array is a value by itself. */
static void
put_json(MlsSink *sink, uint32 input, Jsonb *json)
{
	if (JB_ROOT_IS_SCALAR(json))
		mls_put_json_scalar(sink, input, getIthJsonbValueFromContainer(&json->root, 0));
	else
	{
		char	   *text = JsonbToCString(NULL, &json->root, VARSIZE(json));

		mls_put_text(sink, input, text, strlen(text));
	}
}

void
mls_put_json_scalar(MlsSink *sink, uint32 input, const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvString:
			mls_put_text(sink, input, value->val.string.val, value->val.string.len);
			break;
		case jbvNumeric:
			mls_put_numeric(sink, input, NumericGetDatum(value->val.numeric));
			break;
		case jbvBool:
			mls_put_boolean(sink, input, value->val.boolean);
			break;
		default:
			break;				/* null is missing */
	}
}

void
mls_put_datum(MlsSink *sink, uint32 input, MlsValueKind kind, Datum value)
{
	switch (kind)
	{
		case MLS_VALUE_BOOL:
			mls_put_boolean(sink, input, DatumGetBool(value));
			break;
		case MLS_VALUE_INT2:
			mls_put_integer(sink, input, DatumGetInt16(value));
			break;
		case MLS_VALUE_INT4:
			mls_put_integer(sink, input, DatumGetInt32(value));
			break;
		case MLS_VALUE_INT8:
			mls_put_integer(sink, input, DatumGetInt64(value));
			break;
		case MLS_VALUE_OID:
			mls_put_integer(sink, input, DatumGetObjectId(value));
			break;
		case MLS_VALUE_FLOAT4:
			mls_put_float(sink, input, DatumGetFloat4(value));
			break;
		case MLS_VALUE_FLOAT8:
			mls_put_double(sink, input, DatumGetFloat8(value));
			break;
		case MLS_VALUE_NUMERIC:
			mls_put_numeric(sink, input, value);
			break;
		case MLS_VALUE_TEXT:
		case MLS_VALUE_BPCHAR:
			{
				struct varlena *text = PG_DETOAST_DATUM_PACKED(value);
				const char *bytes = VARDATA_ANY(text);
				size_t		length = VARSIZE_ANY_EXHDR(text);

				while (kind == MLS_VALUE_BPCHAR && length > 0 && bytes[length - 1] == ' ')
					length--;
				mls_put_text(sink, input, bytes, length);
				break;
			}
		case MLS_VALUE_NAME:
			mls_put_text(sink, input, NameStr(*DatumGetName(value)),
						 strlen(NameStr(*DatumGetName(value))));
			break;
		case MLS_VALUE_CSTRING:
			mls_put_text(sink, input, DatumGetCString(value), strlen(DatumGetCString(value)));
			break;
		case MLS_VALUE_CHAR:
			{
				char		c = DatumGetChar(value);

				mls_put_text(sink, input, &c, c == '\0' ? 0 : 1);
				break;
			}
		case MLS_VALUE_ENUM:
			put_enum(sink, input, DatumGetObjectId(value));
			break;
		case MLS_VALUE_UUID:
			{
				char	   *text = DatumGetCString(DirectFunctionCall1(uuid_out, value));

				mls_put_text(sink, input, text, strlen(text));
				break;
			}
		case MLS_VALUE_DATE:
			put_date(sink, input, DatumGetDateADT(value));
			break;
		case MLS_VALUE_TIME:
			put_time(sink, input, DatumGetTimeADT(value));
			break;
		case MLS_VALUE_TIMESTAMP:
			put_timestamp(sink, input, DatumGetTimestamp(value));
			break;
		case MLS_VALUE_TIMESTAMPTZ:
			/* counts from 2000-01-01 00:00 UTC: read as one without a zone it is UTC */
			put_timestamp(sink, input, DatumGetTimestampTz(value));
			break;
		case MLS_VALUE_ARRAY:
			{
				text	   *json = array_json(value);

				mls_put_text(sink, input, VARDATA_ANY(json), VARSIZE_ANY_EXHDR(json));
				break;
			}
		case MLS_VALUE_JSON:
			value = DirectFunctionCall1(jsonb_in, CStringGetDatum(TextDatumGetCString(value)));
			/* fall through */
		case MLS_VALUE_JSONB:
			put_json(sink, input, DatumGetJsonbP(value));
			break;
		case MLS_VALUE_NONE:
			elog(ERROR, "value of a type that cannot be read");
	}
}
