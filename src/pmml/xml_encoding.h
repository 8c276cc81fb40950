/*
 * pmml/xml_encoding.h
 *	  The bytes of an XML document as UTF-8, piece by piece.
 */
#ifndef MLS_PMML_XML_ENCODING_H
#define MLS_PMML_XML_ENCODING_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum MlsXmlEncoding
{
	MLS_XML_UTF_8,
	MLS_XML_LATIN_1,
	MLS_XML_UTF_16LE,
	MLS_XML_UTF_16BE,
	MLS_XML_BY_ICONV
} MlsXmlEncoding;

#define MLS_XML_ENCODING_NAME 40	/* bytes, with the 0 */

typedef struct MlsXmlDecoder
{
	const char *start;			/* of the document */
	const char *next;			/* first byte not yet decoded */
	const char *end;
	int			lines;			/* before next, when it was opened */
	MlsXmlEncoding encoding;
	char		name[MLS_XML_ENCODING_NAME];	/* as the document calls it */
	iconv_t		iconv;
} MlsXmlDecoder;

/*
 * Prepares to read a document, from the first byte that is no white space: what
 * is quoted in SQL often starts with a line feed.  Its encoding is what a byte order mark says,
 * else what the XML declaration says, else UTF-8; with is_utf8 it is UTF-8
 * whatever the document says.  Returns false for an encoding that is not known,
 * whose name is then in decoder->name; nothing is to be closed after that.
 */
extern bool mls_xml_decoder_open(MlsXmlDecoder *decoder, const char *bytes, size_t length,
								 bool is_utf8);

/*
 * The next piece of at most size bytes of UTF-8 (size >= 16): *text, in buffer
 * or in the document itself, and *n.  *n is 0 at the end.  Returns false where
 * the bytes are not of the encoding: decoder->next is at them, and *n bytes
 * before them are good.
 */
extern bool mls_xml_decode(MlsXmlDecoder *decoder, char *buffer, size_t size,
						   const char **text, size_t *n);

extern void mls_xml_decoder_close(MlsXmlDecoder *decoder);

#endif
