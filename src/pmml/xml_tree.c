/*
 * pmml/xml_tree.c
 *	  A PMML document as a tree of elements: libxml2 at work.
 *
 * libxml2 is shared with the server's own xml type, so nothing that belongs to
 * the process is touched: the handlers, errors among them, are those of one
 * parser, and there is no call that sets up or cleans up the library.
 *
 * The document may be hostile.  A DOCTYPE ends the parse before anything in it
 * is read, so that there are no entities but the five of XML and the numeric
 * ones.  libxml2's own limits are off (XML_PARSE_HUGE: they refuse trees that
 * are deeper than 256); ours bound depth, the length of what libxml2 has to
 * hold at once, the names that it remembers, and by the arena all the rest.
 */
#include <stdio.h>
#include <string.h>

#include <libxml/parserInternals.h>

#include "pmml/xml_encoding.h"
#include "pmml/xml_int.h"

/* A parser that is given UTF-8, whatever the document says of itself; NULL without memory. */
static xmlParserCtxtPtr
make_parser(MlsXmlParse *parse)
{
	xmlSAXHandler handler;
	xmlParserCtxtPtr parser;

	mls_xml_handler(&handler);
	parser = xmlCreatePushParserCtxt(&handler, parse, NULL, 0, NULL);
	if (!parser)
		return NULL;

	/* without NOENT an ampersand in an attribute would stay a reference; there are no entities but XML's five */
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	return parser;
}

/* The line of a byte of the document; 0 in UTF-16, whose lines are not counted here. */
static int
line_of(const MlsXmlDecoder *decoder, const char *byte)
{
	int			line = 1;

	if (decoder->encoding == MLS_XML_UTF_16LE || decoder->encoding == MLS_XML_UTF_16BE)
		return 0;
	for (const char *p = decoder->start; (p = memchr(p, '\n', (size_t) (byte - p))) != NULL; p++)
		line++;
	return line;
}

static void
fail(MlsXmlParse *parse, MlsCode code, int line, const char *message)
{
	if (parse->code != MLS_OK)
		return;
	parse->code = code;
	parse->line = line;
	parse->message = message;
}

/* Looks at what the callbacks can't see; unfinished: bytes given since the last of them. */
static void
check_limits(MlsXmlParse *parse, size_t unfinished)
{
	const MlsHost *host = parse->load->arena.host;
	int			line = parse->parser->input ? parse->parser->input->line : 0;

	if (host->cancelled(host->context))
		fail(parse, MLS_CANCELLED, 0, NULL);
	if (unfinished > MLS_XML_MAX_TOKEN)
		fail(parse, MLS_TOO_LARGE, line, "a tag or a comment is too long");
	if (xmlDictGetUsage(parse->parser->dict) > MLS_XML_MAX_NAMES)
		fail(parse, MLS_TOO_LARGE, line, "there are too many different names");
}

/* Decodes the document and gives it to libxml2, until its end or until something stops it. */
static void
feed(MlsXmlParse *parse, MlsXmlDecoder *decoder, char *buffer, size_t piece)
{
	size_t		unfinished = 0; /* bytes given since the last callback */
	bool		is_empty = decoder->next == decoder->end;

	while (parse->code == MLS_OK)
	{
		const char *text;
		size_t		n;
		bool		good = mls_xml_decode(decoder, buffer, piece, &text, &n);
		const char *nul = n > 0 ? memchr(text, '\0', n) : NULL;
		uint32_t	events = parse->events;

		if (nul)
			n = (size_t) (nul - text);
		if (n > 0)
			xmlParseChunk(parse->parser, text, (int) n, 0);
		if (nul)
			fail(parse, MLS_SYNTAX,
				 text == buffer ? 0 : line_of(decoder, nul), "a character with the code 0");
		else if (!good && parse->code == MLS_OK)
		{
			snprintf(parse->text_message, sizeof(parse->text_message),
					 "bytes that are not valid in the encoding \"%s\"", decoder->name);
			fail(parse, MLS_SYNTAX, line_of(decoder, decoder->next), parse->text_message);
		}
		else if (n == 0)
			break;
		unfinished = parse->events == events ? unfinished + n : 0;
		check_limits(parse, unfinished);
	}
	if (parse->code == MLS_OK && is_empty)
		fail(parse, MLS_SYNTAX, 0, "it is empty");
	else if (parse->code == MLS_OK)
		xmlParseChunk(parse->parser, NULL, 0, 1);
	if (!parse->parser->wellFormed || !parse->root || parse->depth + parse->skipped > 0)
		fail(parse, MLS_SYNTAX, 0, "it is not complete");
}

/* Leaves with what stopped a parse. */
static void
report(MlsLoad *load, const MlsXmlParse *parse)
{
	const char *place = parse->line > 0 ? mls_format(load, "line %d", parse->line) : NULL;

	switch (parse->code)
	{
		case MLS_NO_MEMORY:

			/* asking once more says which it is, the host's memory or the limit */
			if (parse->wanted > 0)
				mls_alloc(load, parse->wanted);
			mls_fatal(load, MLS_NO_MEMORY, place, NULL, "out of memory");
			break;
		case MLS_CANCELLED:
			mls_fatal(load, MLS_CANCELLED, NULL, NULL, "the load was cancelled");
			break;
		case MLS_SYNTAX:
			mls_fatal(load, MLS_SYNTAX, place, NULL, "the document is not well-formed XML: %s",
					  parse->message);
			break;
		default:
			mls_fatal(load, parse->code, place, NULL, "%s", parse->message);
	}
}

const MlsXml *
mls_xml_parse(MlsLoad *load, const char *bytes, size_t length, bool is_utf8, size_t piece)
{
	MlsXmlParse	   *parse = MLS_NEW(load, MlsXmlParse);
	char	   *buffer = mls_alloc(load, piece);
	MlsXmlDecoder decoder;

	parse->load = load;
	if (!mls_xml_decoder_open(&decoder, bytes, length, is_utf8))
		mls_fatal(load, MLS_SYNTAX, mls_format(load, "line %d", decoder.lines + 1), NULL,
				  "the encoding \"%s\" is not known", decoder.name);

	/* nothing may leave from here ... */
	parse->parser = make_parser(parse);
	if (parse->parser)
	{
		parse->parser->input->line += decoder.lines;
		feed(parse, &decoder, buffer, piece);
		xmlFreeParserCtxt(parse->parser);
	}
	else
		parse->code = MLS_NO_MEMORY;
	mls_xml_decoder_close(&decoder);

	/* ... to here */
	if (parse->code != MLS_OK)
		report(load, parse);
	return parse->root;
}

/* ---- looking at the tree ---- */

const char *
mls_xml_get(const MlsXml *element, const char *name)
{
	for (uint32_t i = 0; i < element->n_attributes; i++)
	{
		if (mls_xml_equal(element->attributes[i].name, name))
			return element->attributes[i].value;
	}
	return NULL;
}

const char *
mls_xml_text(const MlsXml *element)
{
	return mls_xml_get(element, "");
}

const MlsXml *
mls_xml_child(const MlsXml *element, const char *name)
{
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_xml_is(child, name))
			return child;
	}
	return NULL;
}

uint32_t
mls_xml_count(const MlsXml *element, const char *name)
{
	uint32_t	n = 0;

	for (const MlsXml *child = element->first; child; child = child->next)
		n += mls_xml_is(child, name);
	return n;
}
