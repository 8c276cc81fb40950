/*
 * pg/binding.h
 *	  From what SQL hands over to the inputs of a model.
 *
 * A binding belongs to one image at one call site.  It remembers how the last
 * row's type (its columns, its keys) matched the inputs, and works that out
 * again only when another type comes.  A row costs no look-up of a type or name.
 */
#ifndef MLS_PG_BINDING_H
#define MLS_PG_BINDING_H

#include "postgres.h"

#include "access/htup.h"
#include "utils/array.h"
#include "utils/jsonb.h"

#include "pg/names.h"
#include "pg/sink.h"

typedef struct MlsRecordPlan MlsRecordPlan;
typedef struct MlsColumnsPlan MlsColumnsPlan;
typedef struct MlsJsonPlan MlsJsonPlan;
typedef struct MlsArrayPlan MlsArrayPlan;

typedef struct MlsBinding
{
	MemoryContext context;		/* for plans */
	const MlsImage *image;
	char	   *model;			/* "name@version", for messages */
	MemoryContext planning;		/* of a plan that is not finished; see mls_plan_begin */
	MlsNames   *names;			/* made when first needed, like what follows */
	MlsRecordPlan *record;
	MlsColumnsPlan *columns;
	MlsJsonPlan *json;
	MlsArrayPlan *array;
} MlsBinding;

/*
 * Puts the values of a row.  The current context is one that is reset with each
 * row; values that had to be converted are allocated there.
 */
extern void mls_bind_record(MlsBinding *binding, HeapTupleHeader record, MlsSink *sink);

/* A JSON object; raises ERRCODE_INVALID_PARAMETER_VALUE for other JSON. */
extern void mls_bind_jsonb(MlsBinding *binding, Jsonb *json, MlsSink *sink);

/* Text that holds JSON. */
extern void mls_bind_json_text(MlsBinding *binding, const char *text, size_t length, MlsSink *sink);

/* Numbers in the order of model_fields(). */
extern void mls_bind_array(MlsBinding *binding, ArrayType *array, MlsSink *sink);

/* Text that holds a JSON object or an array literal. */
extern void mls_bind_text(MlsBinding *binding, const char *text, size_t length, MlsSink *sink);

/* Makes binding->names if that has not been done yet. */
extern void mls_binding_names(MlsBinding *binding);

/*
 * A new context for a plan, which is the binding's own business until
 * mls_plan_done(): an error in between (which PL/pgSQL may catch, to go on with
 * the same binding) leaves nothing behind.  Switches to it and returns the
 * context before.
 */
extern MemoryContext mls_plan_begin(MlsBinding *binding);
extern void mls_plan_done(MlsBinding *binding, MemoryContext old);

/* Once per backend, from _PG_init. */
extern void mls_binding_init(void);

#endif
