/*
 * pg/compat.h
 *	  What differs between PostgreSQL 15, 16, 17 and 18.
 */
#ifndef MLS_PG_COMPAT_H
#define MLS_PG_COMPAT_H

#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_proc.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "nodes/primnodes.h"
#include "parser/parse_relation.h"
#include "storage/proc.h"
#include "utils/acl.h"
#include "utils/rel.h"
#include "utils/relcache.h"

/* Where 16 and 18 moved what others hold in postgres.h and commands/explain.h. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif
#if PG_VERSION_NUM >= 180000
#include "commands/explain_format.h"
#include "commands/explain_state.h"
#endif

#if PG_VERSION_NUM < 150000
#error "ml_score needs PostgreSQL 15 or later"
#endif

/* 18 shows the name and version of a loaded module. */
#if PG_VERSION_NUM >= 180000
#define MLS_MODULE_MAGIC(module, number)	PG_MODULE_MAGIC_EXT(.name = module, .version = number)
#else
#define MLS_MODULE_MAGIC(module, number)	PG_MODULE_MAGIC
#endif

/* The number that this process gave to its current transaction. */
#if PG_VERSION_NUM >= 170000
#define MLS_LXID()	(MyProc->vxid.lxid)
#else
#define MLS_LXID()	(MyProc->lxid)
#endif

/* 18 asks whether a deferrable primary key will do. */
#if PG_VERSION_NUM >= 180000
#define mls_primary_key_index(relation)	RelationGetPrimaryKeyIndex((relation), false)
#else
#define mls_primary_key_index(relation)	RelationGetPrimaryKeyIndex(relation)
#endif

/* Whether the current user may call a function. */
static inline bool
mls_may_execute(Oid function)
{
#if PG_VERSION_NUM >= 160000
	return object_aclcheck(ProcedureRelationId, function, GetUserId(), ACL_EXECUTE) == ACLCHECK_OK;
#else
	return pg_proc_aclcheck(function, GetUserId(), ACL_EXECUTE) == ACLCHECK_OK;
#endif
}

/* Names and Vars of all columns of a relation, dropped ones included; 18 asks whether RETURNING's old or new row is meant. */
static inline void
mls_expand_rte(RangeTblEntry *rte, int index, int sublevels_up, List **names, List **vars)
{
#if PG_VERSION_NUM >= 180000
	expandRTE(rte, index, sublevels_up, VAR_RETURNING_DEFAULT, -1, true, names, vars);
#else
	expandRTE(rte, index, sublevels_up, -1, true, names, vars);
#endif
}

/* Has a Var be NULL where another one of its relation is; from 16 on it says where that is. */
static inline void
mls_null_where(Var *var, const Var *other)
{
#if PG_VERSION_NUM >= 160000
	var->varnullingrels = bms_copy(other->varnullingrels);
#endif
}

/* Whether a Var means RETURNING's old or new row, of which there may be none; 18 has these. */
static inline bool
mls_is_old_or_new(const Var *var)
{
#if PG_VERSION_NUM >= 180000
	return var->varreturningtype != VAR_RETURNING_DEFAULT;
#else
	return false;
#endif
}

/*
 * Whether a table has virtual generated columns, which 18 replaces by what they
 * are before expressions are simplified.
 */
static inline bool
mls_has_virtual_columns(Oid table)
{
#if PG_VERSION_NUM >= 180000
	Relation	relation = RelationIdGetRelation(table);
	bool		has = false;

	if (RelationIsValid(relation))
	{
		has = relation->rd_att->constr != NULL && relation->rd_att->constr->has_generated_virtual;
		RelationClose(relation);
	}
	return has;
#else
	return false;
#endif
}

/* A relation's file, which 16 renamed. */
#if PG_VERSION_NUM >= 160000
typedef RelFileLocator MlsLocator;
#define MLS_LOCATOR(relation)	((relation)->rd_locator)
#else
typedef RelFileNode MlsLocator;
#define MLS_LOCATOR(relation)	((relation)->rd_node)
#endif

/* Whether pages may have lost what an old snapshot sees; 17 did away with that. */
#if PG_VERSION_NUM >= 170000
#define mls_has_old_snapshots()	false
#else
#define mls_has_old_snapshots()	OldSnapshotThresholdActive()
#endif

/* From 18 on columns can be computed when they are read. */
#if PG_VERSION_NUM >= 180000
#define mls_is_virtual(attribute)	((attribute)->attgenerated == ATTRIBUTE_GENERATED_VIRTUAL)
#else
#define mls_is_virtual(attribute)	false
#endif

#endif
