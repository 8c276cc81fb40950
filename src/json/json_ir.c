/*
 * json/json_ir.c
 *	  Pieces of the IR that several readers make, and what they say of their format.
 */
#include <math.h>
#include <stdlib.h>

#include "json/json_int.h"

static int
compare_codes(const void *a, const void *b)
{
	uint32_t	x = *(const uint32_t *) a;
	uint32_t	y = *(const uint32_t *) b;

	return x < y ? -1 : x > y;
}

void
mls_json_sort_codes(uint32_t *codes, uint32_t n)
{
	if (n > 0)
		qsort(codes, n, sizeof(uint32_t), compare_codes);
}

MlsDocument *
mls_json_document(MlsLoad *load, MlsFormat format)
{
	MlsDocument *document = MLS_NEW(load, MlsDocument);

	document->format = format;
	document->default_outputs = true;
	document->models = MLS_NEW(load, MlsModel);
	document->n_models = 1;
	document->models->isScorable = true;
	return document;
}

void
mls_init_mining_field(MlsMiningField *field, const char *name)
{
	field->name = name;
	field->usageType = MLS_USAGE_ACTIVE;
	field->importance = field->lowValue = field->highValue = NAN;
}

void
mls_json_first_version(MlsLoad *load, const MlsAt *root)
{
	MlsAt		at_version = mls_json_member(root, "ml_score");
	int64_t		version;

	if (!mls_json_integer(load, &at_version, true, 1, INT32_MAX, &version))
		mls_stop_if_problems(load);
	if (version != 1)
		mls_fatal(load, MLS_UNSUPPORTED, "ml_score", NULL, "version %lld of the format is not known",
				  (long long) version);
}
