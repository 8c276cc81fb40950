/*
 * pmml/xml_names.h
 *	  The names in a document, each stored once, with what they mean to the
 *	  tree: whether text is kept, whether an element is left out.
 *
 * Nothing here leaves: it runs inside of libxml2's callbacks.
 */
#ifndef MLS_PMML_XML_NAMES_H
#define MLS_PMML_XML_NAMES_H

#include "base/load.h"

#define MLS_XML_SKIP	1		/* an element that never changes a score: left out with all in it */
#define MLS_XML_TEXT	2		/* an element whose text is kept */
#define MLS_XML_ROW		4		/* an element whose children are cells */

typedef struct MlsXmlName
{
	const void *key;			/* where libxml2 keeps it */
	const char *text;			/* in the load's arena */
	unsigned	flags;
} MlsXmlName;

typedef struct MlsXmlNames
{
	MlsXmlName *names;			/* by key */
	uint32_t	n;
	uint32_t	size;			/* a power of two, or 0 */
	size_t		wanted;			/* bytes that could not be had */
} MlsXmlNames;

/*
 * The entry of a name, which is the same pointer each time it is the same name
 * (libxml2's dictionary sees to that); it is valid until the next call.  NULL
 * without memory.
 */
extern const MlsXmlName *mls_xml_name(MlsLoad *load, MlsXmlNames *names, const char *name);

#endif
