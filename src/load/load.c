/*
 * load/load.c
 *	  The front door: detects the format, reads, compiles, verifies.
 */
#include "load/load.h"

#include <string.h>

#include "compile/compile.h"
#include "json/json.h"
#include "load/instances.h"
#include "load/verify.h"
#include "pmml/pmml.h"

typedef struct FormatEntry
{
	const char *name;
	MlsReader	read;
} FormatEntry;

static const FormatEntry formats[] = {
#define MLS_FORMAT(symbol, name, reader) {name, reader},
#include "lists/formats.h"
#undef MLS_FORMAT
};

typedef struct LoadArguments
{
	const char *bytes;
	size_t		length;
	const MlsLoadOptions *options;
	MlsLoaded  *loaded;
} LoadArguments;

static bool
starts_with(const char *bytes, size_t length, const char *prefix, size_t prefix_length)
{
	return length >= prefix_length && memcmp(bytes, prefix, prefix_length) == 0;
}

MlsFormat
mls_detect_format(const char *bytes, size_t length)
{
	/* UTF-16 can only be XML here: JSON is UTF-8 */
	if (starts_with(bytes, length, "\xFE\xFF", 2) || starts_with(bytes, length, "\xFF\xFE", 2) ||
		starts_with(bytes, length, "<\0", 2) || starts_with(bytes, length, "\0<", 2))
		return MLS_FORMAT_PMML;

	if (starts_with(bytes, length, "\xEF\xBB\xBF", 3))
	{
		bytes += 3;
		length -= 3;
	}
	while (length > 0 && strchr(" \t\r\n", bytes[0]) != NULL && bytes[0] != '\0')
	{
		bytes++;
		length--;
	}
	if (length > 0 && bytes[0] == '<')
		return MLS_FORMAT_PMML;
	if (length > 0 && bytes[0] == '{')
		return mls_detect_json_format(bytes, length);
	if (mls_is_lightgbm(bytes, length))
		return MLS_FORMAT_LIGHTGBM;
	return MLS_N_FORMATS;
}

/* The format that the user names, else the one that the document shows; leaves when there is neither. */
static MlsFormat
choose_format(MlsLoad *load, const LoadArguments *arguments)
{
	const char *name = arguments->options->format;

	if (name != NULL)
	{
		for (int i = 0; i < MLS_N_FORMATS; i++)
			if (strcmp(name, formats[i].name) == 0)
				return (MlsFormat) i;
	}
	else
	{
		MlsFormat	format = mls_detect_format(arguments->bytes, arguments->length);

		if (format != MLS_N_FORMATS)
			return format;
	}

	size_t		room = 1;

	for (int i = 0; i < MLS_N_FORMATS; i++)
		room += strlen(formats[i].name) + 2;

	char	   *known = (char *) mls_alloc(load, room);

	for (int i = 0; i < MLS_N_FORMATS; i++)
	{
		if (i > 0)
			strcat(known, ", ");
		strcat(known, formats[i].name);
	}
	if (name != NULL)
		mls_fatal(load, MLS_BAD_OPTION, NULL,
				  mls_format(load, "The formats are: %s.", known),
				  "format \"%s\" is not known", name);
	mls_fatal(load, MLS_SYNTAX, NULL,
			  mls_format(load, "The formats are: %s. Name one with the option format to see why the document is not read as such.", known),
			  "the document is in no format that is known");
}

static void
load_step(MlsLoad *load, void *arg)
{
	const LoadArguments *arguments = (const LoadArguments *) arg;
	MlsLoaded  *loaded = arguments->loaded;
	MlsFormat	format = choose_format(load, arguments);

	loaded->document = formats[format].read(load, arguments->bytes, arguments->length,
											arguments->options);
	mls_stop_if_problems(load);
	loaded->model = mls_choose_model(load, loaded->document, arguments->options);
	mls_transform_instances(load, loaded->document, loaded->model);
	loaded->image = mls_compile(load, loaded->document, loaded->model, arguments->options, false);

	/* what goes to shared memory and the catalog has passed the check that readers there rely on */
	const char *fault = mls_image_check(loaded->image, loaded->image->size);

	if (fault != NULL)
		mls_fatal(load, MLS_CORRUPT, NULL, NULL, "the compiled model is not sound: %s", fault);

	if (!arguments->options->skip_verification && loaded->model->verification != NULL)
		mls_verify(load, loaded->model, loaded->image);
}

MlsCode
mls_load_document(MlsLoad *load, const char *bytes, size_t length,
				  const MlsLoadOptions *options, MlsLoaded *loaded)
{
	LoadArguments arguments = {bytes, length, options, loaded};

	memset(loaded, 0, sizeof(*loaded));
	return mls_run(load, load_step, &arguments);
}
