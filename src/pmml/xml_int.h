/*
 * pmml/xml_int.h
 *	  A parse under way: what xml_tree.c and libxml2's callbacks share.
 */
#ifndef MLS_PMML_XML_INT_H
#define MLS_PMML_XML_INT_H

#include <libxml/parser.h>

#include "pmml/xml_names.h"
#include "pmml/xml_tree.h"

/* An element that is open. */
typedef struct MlsXmlOpen
{
	MlsXml	   *element;
	MlsXml	  **tail;			/* where its next child goes */
	size_t		text_start;		/* its text in the buffer, if ... */
	bool		has_text;		/* ... it is kept */
	bool		is_row;			/* its children are cells, whatever their names */
} MlsXmlOpen;

typedef struct MlsXmlParse
{
	MlsLoad    *load;
	xmlParserCtxtPtr parser;
	MlsXml	   *root;
	MlsXmlNames names;

	MlsXmlOpen open[MLS_XML_MAX_DEPTH];
	unsigned	depth;			/* of open */
	unsigned	skipped;		/* elements open inside of what is left out, that one too */

	char	   *text;			/* of the open elements that keep theirs */
	size_t		n_text;
	size_t		text_capacity;
	char	   *pool;			/* room for elements and texts */
	char	   *pool_end;

	const xmlChar *uri;			/* last namespace seen ... */
	bool		uri_is_pmml;	/* ... and what it was */

	uint32_t	events;			/* callbacks so far */

	/* why the parse ended early, if it did */
	MlsCode		code;			/* else MLS_OK */
	const char *message;
	size_t		wanted;			/* bytes that the arena refused */
	int			line;
	char		text_message[256];	/* room for message */
} MlsXmlParse;

/* Makes a handler whose callbacks fill a parse, which is to be the parser's user data. */
extern void mls_xml_handler(xmlSAXHandler *handler);

#endif
