/*
 * compile/compile.c
 *	  A document's model to an image: opens the scopes, compiles, and writes the
 *	  sections one behind the other.
 */
#include <string.h>

#include "compile/compile_int.h"

/* Names of the whole document. */
static void
note_names(MlsCompile *c)
{
	const MlsDocument *document = c->document;

	for (uint32_t i = 0; i < document->n_fields; i++)
	{
		const MlsDataField *field = &document->fields[i];

		if (mls_map_put(c->load, &c->data_fields, field->name, (void *) field) != field)
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, field->line, "DataField"), NULL,
						"the field \"%s\" is declared twice", field->name);
	}
	for (uint32_t i = 0; i < document->n_derived; i++)
	{
		const MlsDerivedField *derived = &document->derived[i];

		if (mls_map_put(c->load, &c->global_derived, derived->name, (void *) derived) != derived)
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, derived->line, "DerivedField"), NULL,
						"the derived field \"%s\" is defined twice", derived->name);
	}
	for (uint32_t i = 0; i < document->n_functions; i++)
	{
		const MlsDefineFunction *function = &document->functions[i];

		if (mls_map_put(c->load, &c->functions, function->name, (void *) function) != function)
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, function->line, "DefineFunction"), NULL,
						"the function \"%s\" is defined twice", function->name);
	}
}

/* What the document asks of its user, whether it is then read or not. */
static void
declare_inputs(MlsCompile *c, const MlsModel *model)
{
	for (uint32_t i = 0; i < model->n_fields; i++)
	{
		const MlsMiningField *mining = &model->fields[i];
		const MlsDataField *declared = mls_map_get(&c->data_fields, mining->name);

		if (mining->usageType != MLS_USAGE_ACTIVE)
			continue;
		if (declared)
			mls_declare_input(c, declared, mining->optype);
		else if (!mls_map_get(&c->global_derived, mining->name))
			mls_problem(c->load, MLS_INVALID, mls_place(c->load, mining->line, "MiningField"), NULL,
						"there is no field \"%s\"", mining->name);
	}
}

static const uint32_t record_sizes[] = {
#define MLS_SECTION(symbol, type) sizeof(type),
#include "lists/image_sections.h"
#undef MLS_SECTION
};

/* A hash of all texts, so that scoring finds the one that a value is. */
static void
hash_strings(MlsCompile *c)
{
	uint32_t	n = MLS_N_BUILT(c, STRING);
	uint32_t	size = 4;
	uint32_t   *slots;

	while (size < 2 * (uint64_t) n)
		size *= 2;
	MLS_APPEND_N(c, STRING_HASH, size);
	slots = MLS_BUILT(c, STRING_HASH, 0);
	memset(slots, 0xff, size * sizeof(uint32_t));
	for (uint32_t code = 0; code < n; code++)
	{
		const MlsString *string = (const MlsString *) MLS_BUILT(c, STRING_BYTES, *MLS_BUILT(c, STRING, code));
		uint32_t	i = mls_hash_bytes(string->bytes, string->length) & (size - 1);

		while (slots[i] != MLS_NONE)
			i = (i + 1) & (size - 1);
		slots[i] = code;
	}
}

static MlsImage *
write_image(MlsCompile *c, MlsSpan input_steps)
{
	uint64_t	size = sizeof(MlsImage);
	MlsImage   *image;
	uint64_t	per_row;
	uint64_t	fixed;

	for (int i = 0; i < MLS_N_SECTIONS; i++)
	{
		uint64_t	bytes = (uint64_t) c->sections[i].n * record_sizes[i];

		size = mls_section_start(size, bytes) + bytes;
	}
	size = mls_section_start(size, 0);
	if (size > SIZE_MAX)
		mls_fatal(c->load, MLS_TOO_LARGE, NULL, NULL, "the model is too large");
	image = mls_alloc(c->load, (size_t) size);
	image->magic = MLS_IMAGE_MAGIC;
	image->format = MLS_IMAGE_FORMAT;
	image->size = size;
	image->n_columns = c->n_columns;
	image->default_outputs = c->document->default_outputs;
	image->input_steps = input_steps;

	size = sizeof(MlsImage);
	for (int i = 0; i < MLS_N_SECTIONS; i++)
	{
		uint64_t	bytes = (uint64_t) c->sections[i].n * record_sizes[i];

		size = mls_section_start(size, bytes);
		image->sections[i] = (MlsSectionEntry) {size, c->sections[i].n, record_sizes[i]};
		if (bytes > 0)
			memcpy((char *) image + size, c->sections[i].items, (size_t) bytes);
		size += bytes;
	}
	mls_image_scratch(image, &fixed, &per_row);
	image->scratch_fixed = fixed;
	image->scratch_per_row = per_row;
	image->checksum = mls_image_checksum(image);
	return image;
}

MlsImage *
mls_compile(MlsLoad *load, MlsDocument *document, MlsModel *model,
			const MlsLoadOptions *options, bool plain)
{
	MlsCompile *c = MLS_NEW(load, MlsCompile);
	const MlsCompiled *result;
	MlsSpan		input_steps;

	c->load = load;
	c->document = document;
	c->options = options;
	c->plain = plain;
	note_names(c);
	declare_inputs(c, model);
	mls_stop_if_problems(load);

	result = mls_compile_model(c, NULL, model, (MlsAsk) {0});
	mls_stop_if_problems(load);
	mls_compile_results(c, result);
	mls_stop_if_problems(load);

	input_steps = (MlsSpan) {MLS_APPEND_N(c, STEP, c->input_steps.n), c->input_steps.n};
	if (input_steps.n > 0)
		memcpy(MLS_BUILT(c, STEP, input_steps.first), c->input_steps.items, input_steps.n * sizeof(MlsImgStep));
	hash_strings(c);
	return write_image(c, input_steps);
}
