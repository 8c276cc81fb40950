/*
 * ir/document.c
 *	  Which model of a document is scored.
 */
#include <string.h>

#include "ir/document.h"

/* Names that a message lists; the others are only counted. */
#define LISTED	20

static void
no_such_model(MlsLoad *load, const MlsDocument *document, const char *name)
{
	const char *names = "";
	uint32_t	n = 0;

	for (uint32_t i = 0; i < document->n_models; i++)
	{
		const char *model_name = document->models[i].modelName;

		if (model_name && n++ < LISTED)
			names = mls_format(load, "%s%s\"%s\"", names, n > 1 ? ", " : "", mls_quote(load, model_name));
	}
	if (n == 0)
		mls_fatal(load, MLS_BAD_OPTION, NULL, NULL,
				  "there is no model \"%s\": the document gives its models no names", mls_quote(load, name));
	if (n > LISTED)
		names = mls_format(load, "%s and %u more", names, n - LISTED);
	mls_fatal(load, MLS_BAD_OPTION, NULL, NULL,
			  "there is no model \"%s\" in the document, which has %s",
			  mls_quote(load, name), names);
}

MlsModel *
mls_choose_model(MlsLoad *load, MlsDocument *document, const MlsLoadOptions *options)
{
	if (document->n_models == 0)
		mls_fatal(load, MLS_INVALID, NULL, NULL, "there is no model in the document");
	if (options->model_name)
	{
		for (uint32_t i = 0; i < document->n_models; i++)
		{
			const char *name = document->models[i].modelName;

			if (name && strcmp(name, options->model_name) == 0)
				return &document->models[i];
		}
		no_such_model(load, document, options->model_name);
	}
	for (uint32_t i = 0; i < document->n_models; i++)
	{
		if (document->models[i].isScorable)
			return &document->models[i];
	}
	return &document->models[0];
}
