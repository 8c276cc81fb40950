/*
 * pmml/xml_tree.h
 *	  A PMML document as a tree of elements: what libxml2 found in it.
 *
 * The tree is compact, because documents have millions of elements: names are
 * stored once; the values of an element's attributes lie right behind it; text
 * is kept of the few elements whose text means something; what informs and
 * never changes a score (Extension, ModelStats ...) is left out with all that
 * is in it.  The tree lives in the load's arena and is only read.
 */
#ifndef MLS_PMML_XML_TREE_H
#define MLS_PMML_XML_TREE_H

#include <string.h>

#include "base/load.h"

/*
 * Elements may nest this deep (libxml2 from 2.12 on refuses 2,048).  A chain of
 * Nodes goes far beyond the depth of trees that anybody trains, and a recursion
 * as deep as this fits the stack of a database backend.
 */
#define MLS_XML_MAX_DEPTH	2000

/*
 * A tag, with all of its attributes, or a comment may be as long as this.
 * libxml2 has to hold it whole, and compares each attribute with all before it.
 */
#define MLS_XML_MAX_TOKEN	(256 * 1024)

/*
 * Bytes that libxml2 may take for the different names in a document, of which
 * it uses at least a quarter.  The hash table of its older releases does not
 * grow with them.
 */
#define MLS_XML_MAX_NAMES	2000000

/* How many bytes libxml2 is given at a time. */
#define MLS_XML_PIECE		(64 * 1024)

typedef struct MlsXmlAttribute
{
	const char *name;			/* "" for the text; those of other namespaces are left out */
	const char *value;
} MlsXmlAttribute;

typedef struct MlsXml
{
	const char *name;			/* local name; "prefix:name" if foreign */
	struct MlsXml *first;		/* child */
	struct MlsXml *next;		/* sibling */
	uint32_t	line;			/* where its start tag ends */
	uint32_t	n_attributes:31;
	uint32_t	foreign:1;		/* of a namespace other than PMML's */
	MlsXmlAttribute attributes[];
} MlsXml;

/*
 * Parses a document; the root is an element PMML in no namespace or one of
 * PMML's.  The encoding is the document's own, or UTF-8 with is_utf8.  piece:
 * MLS_XML_PIECE but for tests.  Leaves with the first error.
 */
extern const MlsXml *mls_xml_parse(MlsLoad *load, const char *bytes, size_t length,
								   bool is_utf8, size_t piece);

/* Are the texts equal?  Inline, because most texts that are compared differ in the first byte. */
static inline bool
mls_xml_equal(const char *a, const char *b)
{
	return a[0] == b[0] && strcmp(a, b) == 0;
}

/* Is this the element of PMML with that name? */
static inline bool
mls_xml_is(const MlsXml *element, const char *name)
{
	return !element->foreign && mls_xml_equal(element->name, name);
}

/* The value of an attribute, or NULL. */
extern const char *mls_xml_get(const MlsXml *element, const char *name);

/* The text of an Array, a part of a sparse array, a MatCell, a Constant or a cell of a row; NULL for other elements. */
extern const char *mls_xml_text(const MlsXml *element);

/* The first child with that name, or NULL; how many there are. */
extern const MlsXml *mls_xml_child(const MlsXml *element, const char *name);
extern uint32_t mls_xml_count(const MlsXml *element, const char *name);

#endif
