/*
 * pmml/xml_sax.c
 *	  libxml2's callbacks, which build the tree.
 *
 * They run with libxml2 on the stack and may not leave.  What goes wrong in one
 * is put into the MlsXmlParse and the parser is stopped; mls_xml_parse leaves
 * once the parser is gone.
 */
#include <stdio.h>
#include <string.h>

#include "pmml/xml_int.h"

/* Blocks that elements and texts are cut from. */
#define POOL_BYTES		(64 * 1024)

static void
stop(MlsXmlParse *parse, MlsCode code, const char *message)
{
	if (parse->code != MLS_OK)
		return;
	parse->code = code;
	parse->message = message;
	parse->line = parse->parser->input ? parse->parser->input->line : 0;
	xmlStopParser(parse->parser);
}

static void *
take(MlsXmlParse *parse, size_t size)
{
	void	   *block = mls_try_alloc(parse->load, size);

	if (!block)
	{
		stop(parse, MLS_NO_MEMORY, NULL);
		parse->wanted = size;
	}
	return block;
}

/* Counts a callback; false if the parse is over. */
static bool
begin_event(MlsXmlParse *parse)
{
	if (parse->code != MLS_OK)
		return false;
	if ((++parse->events & 0xFF) == 0)
	{
		const MlsHost *host = parse->load->arena.host;

		if (host->cancelled(host->context))
		{
			stop(parse, MLS_CANCELLED, NULL);
			return false;
		}
	}
	return true;
}

/* size bytes, zeroed, aligned for elements; NULL without memory */
static void *
carve(MlsXmlParse *parse, size_t size)
{
	void	   *block;

	size = (size + 7) & ~(size_t) 7;
	if (size >= POOL_BYTES / 4)
		return take(parse, size);
	if ((size_t) (parse->pool_end - parse->pool) < size)
	{
		parse->pool = take(parse, POOL_BYTES);
		parse->pool_end = parse->pool ? parse->pool + POOL_BYTES : NULL;
	}
	block = parse->pool;
	if (block)
		parse->pool += size;
	return block;
}

/* NULL without memory */
static const MlsXmlName *
find_name(MlsXmlParse *parse, const xmlChar *name)
{
	const MlsXmlName *found = mls_xml_name(parse->load, &parse->names, (const char *) name);

	if (!found)
	{
		stop(parse, MLS_NO_MEMORY, NULL);
		parse->wanted = parse->names.wanted;
	}
	return found;
}

/* http or https, dmg.org or www.dmg.org, and "pmml", in any case, in the path */
static bool
is_pmml_uri(const xmlChar *uri)
{
	const xmlChar *path = uri;

	if (xmlStrncasecmp(path, BAD_CAST "http", 4) != 0)
		return false;
	path += 4;
	if (*path == 's' || *path == 'S')
		path++;
	if (xmlStrncmp(path, BAD_CAST "://", 3) != 0)
		return false;
	path += 3;
	if (xmlStrncasecmp(path, BAD_CAST "www.", 4) == 0)
		path += 4;
	return xmlStrncasecmp(path, BAD_CAST "dmg.org/", 8) == 0 &&
		xmlStrcasestr(path + 7, BAD_CAST "/pmml") != NULL;
}

static bool
is_pmml_name(MlsXmlParse *parse, const xmlChar *prefix, const xmlChar *uri)
{
	if (!uri || !*uri)
		return prefix == NULL;	/* a prefix without a namespace means nothing */
	if (uri != parse->uri)
	{
		parse->uri = uri;		/* in libxml2's dictionary, so it stays */
		parse->uri_is_pmml = is_pmml_uri(uri);
	}
	return parse->uri_is_pmml;
}

/* The name "prefix:name" of a foreign element; NULL without memory. */
static const char *
foreign_name(MlsXmlParse *parse, const xmlChar *prefix, const xmlChar *localname)
{
	const xmlChar *name = localname;
	const MlsXmlName *found;

	if (prefix)
		name = xmlDictQLookup(parse->parser->dict, prefix, localname);
	if (!name)
	{
		stop(parse, MLS_NO_MEMORY, NULL);
		return NULL;
	}
	found = find_name(parse, name);
	return found ? found->text : NULL;
}

/* Says what is wrong with the root, if anything is. */
static bool
check_root(MlsXmlParse *parse, const xmlChar *localname, const xmlChar *uri, bool foreign)
{
	const char *format;
	MlsCode		code;

	if (!xmlStrEqual(localname, BAD_CAST "PMML"))
	{
		code = MLS_INVALID;
		format = "the document is not PMML: its root is \"%.60s\"";
	}
	else if (foreign)
	{
		code = MLS_UNSUPPORTED;
		format = "the namespace \"%.120s\" is not PMML's";
		localname = uri ? uri : BAD_CAST "";
	}
	else
		return true;
	snprintf(parse->text_message, sizeof(parse->text_message), format, (const char *) localname);
	for (char *c = parse->text_message; *c; c++)
	{
		if ((unsigned char) *c >= 0x7F)
			*c = '?';			/* it may have been cut in the middle of a character */
	}
	stop(parse, code, parse->text_message);
	return false;
}

/* Does an attribute, as libxml2 gives it, belong to PMML? */
static bool
is_pmml_attribute(MlsXmlParse *parse, const xmlChar **attribute)
{
	return !attribute[1] || is_pmml_name(parse, attribute[1], attribute[2]);
}

/*
 * A new element with its attributes; room for one more with has_text.  NULL
 * without memory.  libxml2 gives of each attribute the name, the prefix, the
 * namespace, the start and the end of the value.
 */
static MlsXml *
make_element(MlsXmlParse *parse, int n, const xmlChar **attributes, bool has_text)
{
	uint32_t	slots = has_text ? 1 : 0;
	uint32_t	kept = 0;
	size_t		bytes = 0;
	MlsXml	   *element;
	char	   *value;

	for (int i = 0; i < n; i++)
	{
		const xmlChar **attribute = attributes + 5 * i;

		if (is_pmml_attribute(parse, attribute))
		{
			slots++;
			bytes += (size_t) (attribute[4] - attribute[3]) + 1;
		}
	}
	element = carve(parse, sizeof(MlsXml) + slots * sizeof(MlsXmlAttribute) + bytes);
	if (!element)
		return NULL;
	value = (char *) &element->attributes[slots];
	for (int i = 0; i < n; i++)
	{
		const xmlChar **attribute = attributes + 5 * i;
		size_t		length = (size_t) (attribute[4] - attribute[3]);
		const MlsXmlName *name;

		if (!is_pmml_attribute(parse, attribute))
			continue;
		name = find_name(parse, attribute[0]);
		if (!name)
			return NULL;
		element->attributes[kept].name = name->text;
		element->attributes[kept].value = value;
		memcpy(value, attribute[3], length);
		value += length + 1;
		kept++;
	}
	element->n_attributes = kept;
	return element;
}

static void
on_start(void *data, const xmlChar *localname, const xmlChar *prefix, const xmlChar *uri,
		 int n_namespaces, const xmlChar **namespaces,
		 int n_attributes, int n_defaulted, const xmlChar **attributes)
{
	MlsXmlParse	   *parse = data;
	MlsXmlOpen *parent = parse->depth > 0 ? &parse->open[parse->depth - 1] : NULL;
	MlsXmlOpen *open;
	bool		foreign;
	unsigned	flags = 0;
	const char *name;
	MlsXml	   *element;

	if (!begin_event(parse))
		return;
	if (parse->depth + parse->skipped == MLS_XML_MAX_DEPTH)
	{
		stop(parse, MLS_TOO_LARGE, "elements are nested too deep");
		return;
	}
	if (parse->skipped > 0)
	{
		parse->skipped++;
		return;
	}
	foreign = !is_pmml_name(parse, prefix, uri);
	if (!parent && !check_root(parse, localname, uri, foreign))
		return;
	if (foreign)
		name = foreign_name(parse, prefix, localname);
	else
	{
		const MlsXmlName *found = find_name(parse, localname);

		name = found ? found->text : NULL;
		flags = found ? found->flags : 0;
	}
	if (!name)
		return;
	if (parent && parent->is_row)
		flags = MLS_XML_TEXT;

	/* what an exporter of PMML 4.1 wrote into an Extension is an input like others */
	if (parent && mls_xml_is(parent->element, "BayesInputs"))
		flags &= ~(unsigned) MLS_XML_SKIP;
	if (flags & MLS_XML_SKIP)
	{
		parse->skipped = 1;
		return;
	}

	element = make_element(parse, n_attributes, attributes, (flags & MLS_XML_TEXT) != 0);
	if (!element)
		return;
	element->name = name;
	element->line = (uint32_t) parse->parser->input->line;
	element->foreign = foreign;
	if (parent)
	{
		*parent->tail = element;
		parent->tail = &element->next;
	}
	else
		parse->root = element;

	open = &parse->open[parse->depth++];
	open->element = element;
	open->tail = &element->first;
	open->text_start = parse->n_text;
	open->has_text = (flags & MLS_XML_TEXT) != 0;
	open->is_row = (flags & MLS_XML_ROW) != 0;
}

/* The text collected from start on, of an element that ends; NULL without memory. */
static char *
end_text(MlsXmlParse *parse, size_t start)
{
	size_t		length = parse->n_text - start;
	char	   *text;

	if (start == 0 && length >= POOL_BYTES)
	{
		/* a long array: the buffer itself becomes the text (it has room for the 0) */
		text = parse->text;
		text[length] = '\0';
		parse->text = NULL;
		parse->n_text = parse->text_capacity = 0;
		return text;
	}
	text = carve(parse, length + 1);
	if (text && length > 0)
		memcpy(text, parse->text + start, length);
	parse->n_text = start;
	return text;
}

static void
on_end(void *data, const xmlChar *localname, const xmlChar *prefix, const xmlChar *uri)
{
	MlsXmlParse	   *parse = data;
	MlsXmlOpen *open;

	if (!begin_event(parse))
		return;
	if (parse->skipped > 0)
	{
		parse->skipped--;
		return;
	}
	open = &parse->open[--parse->depth];
	if (open->has_text)
	{
		MlsXml	   *element = open->element;
		const char *text = end_text(parse, open->text_start);

		if (text)
			element->attributes[element->n_attributes++] = (MlsXmlAttribute) {"", text};
	}
}

static void
on_text(void *data, const xmlChar *text, int length)
{
	MlsXmlParse	   *parse = data;
	size_t		n = (size_t) length;

	if (!begin_event(parse) || parse->skipped > 0 || parse->depth == 0 ||
		!parse->open[parse->depth - 1].has_text)
		return;
	if (parse->text_capacity - parse->n_text < n)
	{
		size_t		capacity = (parse->n_text + n) * 2;
		char	   *buffer = take(parse, capacity);

		if (!buffer)
			return;
		if (parse->n_text > 0)
			memcpy(buffer, parse->text, parse->n_text);
		parse->text = buffer;
		parse->text_capacity = capacity;
	}
	memcpy(parse->text + parse->n_text, text, n);
	parse->n_text += n;
}

static void
on_doctype(void *data, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	MlsXmlParse	   *parse = data;

	if (begin_event(parse))
		stop(parse, MLS_UNSUPPORTED, "a document type declaration (DOCTYPE) is not accepted");
}

static void
on_comment(void *data, const xmlChar *value)
{
	begin_event(data);
}

static void
on_instruction(void *data, const xmlChar *target, const xmlChar *value)
{
	begin_event(data);
}

#if LIBXML_VERSION >= 21200
typedef const xmlError *ErrorOfParser;
#else
typedef xmlErrorPtr ErrorOfParser;
#endif

/*
 * Notes libxml2's first complaint, which for what is not well-formed is the
 * end.  A prefix without a namespace is none: rows of tables are full of them.
 */
static void
on_error(void *data, ErrorOfParser error)
{
	MlsXmlParse	   *parse = data;
	const char *message = error->message ? error->message : "";
	size_t		n = 0;

	if (parse->code != MLS_OK || error->level < XML_ERR_ERROR ||
		error->domain == XML_FROM_NAMESPACE)
		return;
	parse->line = error->line;
	parse->code = error->code == XML_ERR_NO_MEMORY ? MLS_NO_MEMORY : MLS_SYNTAX;

	/* one line, in ASCII, for what it quotes may not even be UTF-8 */
	for (; *message && n + 1 < sizeof(parse->text_message); message++)
	{
		unsigned char c = (unsigned char) *message;

		if (c <= ' ')
		{
			if (n > 0 && parse->text_message[n - 1] != ' ')
				parse->text_message[n++] = ' ';
		}
		else
			parse->text_message[n++] = c < 0x7F ? (char) c : '?';
	}
	while (n > 0 && (parse->text_message[n - 1] == ' ' || parse->text_message[n - 1] == '.'))
		n--;
	parse->text_message[n] = '\0';
	parse->message = parse->text_message;
}

void
mls_xml_handler(xmlSAXHandler *handler)
{
	memset(handler, 0, sizeof(*handler));
	handler->initialized = XML_SAX2_MAGIC;
	handler->startElementNs = on_start;
	handler->endElementNs = on_end;
	handler->characters = on_text;
	handler->ignorableWhitespace = on_text;
	handler->cdataBlock = on_text;
	handler->internalSubset = on_doctype;
	handler->comment = on_comment;
	handler->processingInstruction = on_instruction;
	handler->serror = on_error;
}
