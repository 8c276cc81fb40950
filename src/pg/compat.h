/*
 * pg/compat.h
 *	  What differs between PostgreSQL 15, 16, 17 and 18.
 */
#ifndef MLS_PG_COMPAT_H
#define MLS_PG_COMPAT_H

#include "postgres.h"

#include "fmgr.h"
#include "storage/proc.h"
#include "utils/relcache.h"

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

#endif
