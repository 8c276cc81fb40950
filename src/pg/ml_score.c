/*
 * pg/ml_score.c
 *	  The extension's entry: what happens when a backend loads the library.
 */
#include "postgres.h"

#include <limits.h>

#include "fmgr.h"
#include "utils/guc.h"

#include "pg/batch.h"
#include "pg/binding.h"
#include "pg/compat.h"
#include "pg/plan_model.h"
#include "pg/plan_widths.h"
#include "pg/resolve.h"
#include "pg/settings.h"
#include "pg/shared.h"
#include "pg/values.h"

MLS_MODULE_MAGIC("ml_score", "1.0.0");

int			mls_enable_batch = MLS_BATCH_ON;
int			mls_on_invalid = MLS_ON_INVALID_ERROR;
bool		mls_enable_rewrite = true;
int			mls_shared_memory_limit = 1024 * 1024;
int			mls_private_memory_limit = 64 * 1024;
int			mls_load_memory_limit = 4 * 1024 * 1024;
int			mls_max_document_size = 1024 * 1024;

static const struct config_enum_entry on_invalid_options[] = {
	{"error", MLS_ON_INVALID_ERROR, false},
	{"null", MLS_ON_INVALID_NULL, false},
	{NULL, 0, false}
};

static const struct config_enum_entry batch_options[] = {
	{"off", MLS_BATCH_OFF, false},
	{"on", MLS_BATCH_ON, false},
	{"force", MLS_BATCH_FORCE, false},
	{"false", MLS_BATCH_OFF, true},
	{"true", MLS_BATCH_ON, true},
	{"no", MLS_BATCH_OFF, true},
	{"yes", MLS_BATCH_ON, true},
	{"0", MLS_BATCH_OFF, true},
	{"1", MLS_BATCH_ON, true},
	{NULL, 0, false}
};

void		_PG_init(void);

void
_PG_init(void)
{
	DefineCustomEnumVariable("ml_score.enable_batch",
							 "Enables the planner's use of nodes that score in blocks of rows.",
							 "\"force\" uses them wherever they can be, for tests.",
							 &mls_enable_batch,
							 mls_enable_batch, batch_options,
							 PGC_USERSET, GUC_EXPLAIN, NULL, NULL, NULL);
	DefineCustomBoolVariable("ml_score.enable_rewrite",
							 "Lets the planner make calls on the columns that a model reads of calls on rows.",
							 NULL,
							 &mls_enable_rewrite,
							 mls_enable_rewrite,
							 PGC_USERSET, GUC_EXPLAIN, NULL, NULL, NULL);
	DefineCustomIntVariable("ml_score.load_memory_limit",
							"Memory that loading one model may take.",
							"A document that needs more is refused.",
							&mls_load_memory_limit,
							mls_load_memory_limit, 1024, INT_MAX,
							PGC_SUSET, GUC_UNIT_KB, NULL, NULL, NULL);
	DefineCustomIntVariable("ml_score.max_document_size",
							"Size of the largest document that is loaded.",
							NULL,
							&mls_max_document_size,
							mls_max_document_size, 1, INT_MAX,
							PGC_SUSET, GUC_UNIT_KB, NULL, NULL, NULL);
	DefineCustomEnumVariable("ml_score.on_invalid",
							 "What a value that a model does not accept does: an error, or a NULL result.",
							 "The argument on_invalid of a call goes before the option of the load, "
							 "and that before this setting.",
							 &mls_on_invalid,
							 mls_on_invalid, on_invalid_options,
							 PGC_USERSET, 0, NULL, NULL, NULL);
	DefineCustomIntVariable("ml_score.private_memory_limit",
							"Memory that a session keeps for compiled models that shared memory has no room for.",
							"Models in use are kept in any case; of the others those used least recently leave first.",
							&mls_private_memory_limit,
							mls_private_memory_limit, 0, INT_MAX,
							PGC_USERSET, GUC_UNIT_KB, NULL, NULL, NULL);
	DefineCustomIntVariable("ml_score.shared_memory_limit",
							"Shared memory that compiled models of all databases may take.",
							"The models used least recently leave first; 0 keeps models in each backend's own memory.",
							&mls_shared_memory_limit,
							mls_shared_memory_limit, 0, INT_MAX,
							PGC_SIGHUP, GUC_UNIT_KB, NULL, NULL, NULL);
	MarkGUCPrefixReserved("ml_score");

	mls_resolve_init();
	mls_binding_init();
	mls_values_init();
	mls_shared_init();
	mls_plan_init();
	mls_plan_widths_init();
	mls_batch_node_init();
	mls_batch_plan_init();
}

MlsOnInvalid
mls_find_on_invalid(const char *text)
{
	for (const struct config_enum_entry *option = on_invalid_options; option->name != NULL; option++)
		if (pg_strcasecmp(text, option->name) == 0)
			return (MlsOnInvalid) option->val;
	return MLS_ON_INVALID_UNSET;
}

MlsOnInvalid
mls_parse_on_invalid(const char *text)
{
	MlsOnInvalid found;

	if (text == NULL)
		return MLS_ON_INVALID_UNSET;
	found = mls_find_on_invalid(text);
	if (found == MLS_ON_INVALID_UNSET)
		ereport(ERROR,
				errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("invalid value for on_invalid: \"%s\"", text),
				errhint("Use 'error' or 'null'."));
	return found;
}
