/*
 * base/number_format.c
 *	  A number as text, by a format of C's printf.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/number_format.h"

static bool
is_one_of(char byte, const char *set)
{
	return byte != '\0' && strchr(set, byte) != NULL;
}

/* Where the first conversion starts from a place on; the length if there is none. */
static size_t
find_conversion(const char *text, size_t length, size_t from)
{
	for (size_t i = from; i < length; i++)
	{
		if (text[i] != '%')
			continue;
		if (i + 1 == length || text[i + 1] != '%')
			return i;
		i++;
	}
	return length;
}

/* A number of digits that is not too large, at *at; -1 without digits, -2 if it is. */
static int
read_digits(const char *text, size_t length, size_t *at)
{
	int			number = -1;

	while (*at < length && text[*at] >= '0' && text[*at] <= '9')
	{
		number = (number < 0 ? 0 : number) * 10 + (text[(*at)++] - '0');
		if (number > MLS_MOST_WIDTH)
			return -2;
	}
	return number;
}

bool
mls_read_number_format(const char *text, size_t length, MlsNumberFormat *format)
{
	size_t		at = find_conversion(text, length, 0);
	size_t		n_flags = 0;

	*format = (MlsNumberFormat) {.text = text, .length = length, .start = at, .width = -1, .precision = -1};
	if (at == length)
		return false;
	at++;
	while (at < length && is_one_of(text[at], "-+ #0"))
	{
		if (strchr(format->flags, text[at]) == NULL)
			format->flags[n_flags++] = text[at];
		at++;
	}
	format->width = read_digits(text, length, &at);
	if (at < length && text[at] == '.')
	{
		at++;
		format->precision = read_digits(text, length, &at);
		if (format->precision == -1)
			format->precision = 0;
	}
	if (format->width == -2 || format->precision == -2)
		return false;
	while (at < length && is_one_of(text[at], "hlLqjzt"))
		at++;
	if (at == length || !is_one_of(text[at], "diuoxXeEfFgGaA"))
		return false;
	format->conversion = text[at++];
	format->end = at;
	return find_conversion(text, length, at) == length;
}

bool
mls_formats_integers(const MlsNumberFormat *format)
{
	return is_one_of(format->conversion, "diuoxX");
}

/* The conversion as printf takes it, with width and precision as arguments. */
static void
write_conversion(const MlsNumberFormat *format, const char *size, char *conversion)
{
	size_t		n = strlen(format->flags);
	size_t		m = strlen(size);

	*conversion++ = '%';
	memcpy(conversion, format->flags, n);
	conversion += n;
	memcpy(conversion, "*.*", 3);
	conversion += 3;
	memcpy(conversion, size, m);
	conversion += m;
	*conversion++ = format->conversion;
	*conversion = '\0';
}

/* The format is made of known parts; the compiler cannot see that. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"

size_t
mls_format_integer_as(const MlsNumberFormat *format, char *out, int64_t value)
{
	char		conversion[32];
	int			width = format->width < 0 ? 0 : format->width;

	if (value < 0 && is_one_of(format->conversion, "uoxX"))
		return 0;
	write_conversion(format, "j", conversion);
	return (size_t) snprintf(out, MLS_NUMBER_FORMAT_ROOM, conversion, width, format->precision, (intmax_t) value);
}

size_t
mls_format_real_as(const MlsNumberFormat *format, char *out, double value)
{
	char		conversion[32];
	int			width = format->width < 0 ? 0 : format->width;

	write_conversion(format, "", conversion);
	return (size_t) snprintf(out, MLS_NUMBER_FORMAT_ROOM, conversion, width, format->precision, value);
}

#pragma GCC diagnostic pop

static size_t
copy_text(const char *text, size_t length, char *out)
{
	size_t		n = 0;

	for (size_t i = 0; i < length; i++)
	{
		out[n++] = text[i];
		i += text[i] == '%';
	}
	return n;
}

size_t
mls_number_format_before(const MlsNumberFormat *format, char *out)
{
	return copy_text(format->text, format->start, out);
}

size_t
mls_number_format_after(const MlsNumberFormat *format, char *out)
{
	return copy_text(format->text + format->end, format->length - format->end, out);
}
