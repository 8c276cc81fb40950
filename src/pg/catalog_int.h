/*
 * pg/catalog_int.h
 *	  The extension's tables: what catalog.c has found of them.
 */
#ifndef MLS_PG_CATALOG_INT_H
#define MLS_PG_CATALOG_INT_H

#include "postgres.h"

typedef struct MlsCatalogPlace
{
	Oid			schema;
	Oid			owner;			/* of the tables */
	bool		by_citus;		/* the rows are elsewhere */
} MlsCatalogPlace;

/* Raises an error if the extension is not there. */
extern const MlsCatalogPlace *mls_catalog_place(void);

#endif
