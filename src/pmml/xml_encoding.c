/*
 * pmml/xml_encoding.c
 *	  The bytes of an XML document as UTF-8, piece by piece.
 *
 * libxml2 could do this, but it tells of bytes that do not fit their encoding
 * through handlers of the whole process, which belong to the server's own xml
 * type, and its releases differ in how they meet an encoding that is forced
 * from outside.  So it is only ever given UTF-8, whose well-formedness it
 * checks itself.
 */
#include <errno.h>
#include <string.h>

#include "pmml/xml_encoding.h"

#define NO_ICONV	((iconv_t) -1)

/* How far an encoding declaration is looked for. */
#define DECLARATION_BYTES 512

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static char
to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
}

/*
 * Copies the value of the XML declaration's "encoding" to name; leaves name
 * empty if there is none.  A name that is too long or has characters that the
 * name of an encoding can't have becomes "?", which no encoding is called.
 */
static void
find_declared(const char *p, const char *end, char *name)
{
	if (end - p > DECLARATION_BYTES)
		end = p + DECLARATION_BYTES;
	name[0] = '\0';
	if (end - p < 6 || memcmp(p, "<?xml", 5) != 0 || !is_blank(p[5]))
		return;
	for (p += 5; end - p > 10 && memcmp(p, "?>", 2) != 0; p++)
	{
		size_t		n = 0;
		char		quote;

		if (!is_blank(*p) || memcmp(p + 1, "encoding", 8) != 0)
			continue;
		p += 9;
		while (p < end && (is_blank(*p) || *p == '='))
			p++;
		if (p == end || (*p != '"' && *p != '\''))
			return;
		quote = *p++;
		while (p + n < end && p[n] != quote)
			n++;
		if (p + n == end)
			return;
		if (n == 0 || n >= MLS_XML_ENCODING_NAME ||
			strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-") < n)
			strcpy(name, "?");
		else
		{
			memcpy(name, p, n);
			name[n] = '\0';
		}
		return;
	}
}

/* name, in any case, as one of the blank-separated words of list */
static bool
is_one_of(const char *name, const char *list)
{
	size_t		n = strlen(name);

	while (*list)
	{
		size_t		word = strcspn(list, " ");
		size_t		i = 0;

		while (i < word && i < n && to_lower(name[i]) == list[i])
			i++;
		if (i == word && i == n)
			return true;
		list += word + (list[word] == ' ');
	}
	return false;
}

/* Does the document start like UTF-16, with a byte order mark or with "<"? */
static bool
find_utf16(MlsXmlDecoder *decoder)
{
	static const struct
	{
		char		start[2];
		int			skip;
		MlsXmlEncoding encoding;
	}			starts[] =
	{
		{{'\xFF', '\xFE'}, 2, MLS_XML_UTF_16LE},
		{{'\xFE', '\xFF'}, 2, MLS_XML_UTF_16BE},
		{{'<', '\0'}, 0, MLS_XML_UTF_16LE},
		{{'\0', '<'}, 0, MLS_XML_UTF_16BE}
	};

	for (int i = 0; i < 4 && decoder->end - decoder->next >= 2; i++)
	{
		if (memcmp(decoder->next, starts[i].start, 2) == 0)
		{
			decoder->next += starts[i].skip;
			decoder->encoding = starts[i].encoding;
			strcpy(decoder->name, "UTF-16");
			return true;
		}
	}
	return false;
}

bool
mls_xml_decoder_open(MlsXmlDecoder *decoder, const char *bytes, size_t length, bool is_utf8)
{
	bool		has_mark = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;

	decoder->start = decoder->next = bytes;
	decoder->end = bytes + length;
	decoder->lines = 0;
	decoder->encoding = MLS_XML_UTF_8;
	decoder->iconv = NO_ICONV;
	decoder->name[0] = '\0';

	if (!is_utf8 && !has_mark && find_utf16(decoder))
		return true;
	if (has_mark)
		decoder->next += 3;
	for (; decoder->next < decoder->end && is_blank(*decoder->next); decoder->next++)
		decoder->lines += *decoder->next == '\n';
	if (is_utf8 || has_mark)
		return true;

	/*
	 * A declaration that could be read byte by byte is not in UTF-16, whatever
	 * it says: programs print it so and then write UTF-8.
	 */
	find_declared(decoder->next, decoder->end, decoder->name);
	if (decoder->name[0] == '\0' ||
		is_one_of(decoder->name, "utf-8 utf8 us-ascii ascii utf-16 utf16 utf-16le utf-16be"))
		return true;
	if (is_one_of(decoder->name, "iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1 latin-1 l1"))
	{
		decoder->encoding = MLS_XML_LATIN_1;
		return true;
	}
	if (strcmp(decoder->name, "?") == 0)
		return false;
	decoder->encoding = MLS_XML_BY_ICONV;
	decoder->iconv = iconv_open("UTF-8", decoder->name);
	return decoder->iconv != NO_ICONV;
}

void
mls_xml_decoder_close(MlsXmlDecoder *decoder)
{
	if (decoder->iconv != NO_ICONV)
		iconv_close(decoder->iconv);
	decoder->iconv = NO_ICONV;
}

/* Writes a character (below 0x110000, no surrogate); returns its length. */
static size_t
put_utf8(char *to, unsigned c)
{
	if (c < 0x80)
	{
		to[0] = (char) c;
		return 1;
	}
	if (c < 0x800)
	{
		to[0] = (char) (0xC0 | c >> 6);
		to[1] = (char) (0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000)
	{
		to[0] = (char) (0xE0 | c >> 12);
		to[1] = (char) (0x80 | (c >> 6 & 0x3F));
		to[2] = (char) (0x80 | (c & 0x3F));
		return 3;
	}
	to[0] = (char) (0xF0 | c >> 18);
	to[1] = (char) (0x80 | (c >> 12 & 0x3F));
	to[2] = (char) (0x80 | (c >> 6 & 0x3F));
	to[3] = (char) (0x80 | (c & 0x3F));
	return 4;
}

static unsigned
get_unit(const MlsXmlDecoder *decoder, size_t offset)
{
	const unsigned char *p = (const unsigned char *) decoder->next + offset;

	return decoder->encoding == MLS_XML_UTF_16LE ? p[0] | p[1] << 8 : p[0] << 8 | p[1];
}

static bool
decode_utf16(MlsXmlDecoder *decoder, char *buffer, size_t size, size_t *n)
{
	while (decoder->next < decoder->end && *n + 4 <= size)
	{
		size_t		left = (size_t) (decoder->end - decoder->next);
		size_t		used = 2;
		unsigned	c;

		if (left < 2)
			return false;
		c = get_unit(decoder, 0);
		if (c >= 0xD800 && c < 0xE000)
		{
			unsigned	low;

			if (c >= 0xDC00 || left < 4)
				return false;
			low = get_unit(decoder, 2);
			if (low < 0xDC00 || low >= 0xE000)
				return false;
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			used = 4;
		}
		*n += put_utf8(buffer + *n, c);
		decoder->next += used;
	}
	return true;
}

static bool
decode_by_iconv(MlsXmlDecoder *decoder, char *buffer, size_t size, size_t *n)
{
	char	   *in = (char *) decoder->next;	/* which iconv does not write to */
	size_t		in_left = (size_t) (decoder->end - decoder->next);
	char	   *out = buffer;
	size_t		out_left = size;
	size_t		result = iconv(decoder->iconv, &in, &in_left, &out, &out_left);

	*n = size - out_left;
	decoder->next = in;

	/* a full buffer is the usual way to stop; anything else is bad bytes */
	return result != (size_t) -1 || (errno == E2BIG && *n > 0);
}

bool
mls_xml_decode(MlsXmlDecoder *decoder, char *buffer, size_t size, const char **text, size_t *n)
{
	size_t		left = (size_t) (decoder->end - decoder->next);

	*text = buffer;
	*n = 0;
	if (left == 0)
		return true;
	switch (decoder->encoding)
	{
		case MLS_XML_UTF_8:
			*text = decoder->next;
			*n = left < size ? left : size;
			decoder->next += *n;
			return true;
		case MLS_XML_LATIN_1:
			while (decoder->next < decoder->end && *n + 2 <= size)
				*n += put_utf8(buffer + *n, (unsigned char) *decoder->next++);
			return true;
		case MLS_XML_UTF_16LE:
		case MLS_XML_UTF_16BE:
			return decode_utf16(decoder, buffer, size, n);
		case MLS_XML_BY_ICONV:
			return decode_by_iconv(decoder, buffer, size, n);
	}
	return false;
}
