/*
 * image/check.c
 *	  Whether bytes are an image that can be scored.
 *
 * An image may come from a table that a dump, a restore or a disk has changed,
 * so it is treated as hostile: after this check no kernel looks at an index
 * again.  What the check has to keep from happening are reads and writes out of
 * bounds, endless loops, unbounded recursion and undefined arithmetic.  Wrong
 * scores it cannot see; the checksum finds accidents.
 */
#include "image/check_int.h"

static const uint32_t record_sizes[] = {
#define MLS_SECTION(symbol, type) sizeof(type),
#include "lists/image_sections.h"
#undef MLS_SECTION
};

bool
mls_indices_below(const MlsImage *image, MlsSpan list, uint32_t bound, bool or_none)
{
	const uint32_t *index = MLS_RECORDS(image, INDEX);

	if (!MLS_HAS_SPAN(image, INDEX, list))
		return false;
	for (uint32_t i = 0; i < list.n; i++)
	{
		uint32_t	value = index[list.first + i];

		if (value >= bound && !(or_none && value == MLS_NONE))
			return false;
	}
	return true;
}

/* Header and sections: sizes, and that sections follow each other. */
static const char *
check_sections(const void *bytes, size_t size)
{
	const MlsImage *image = (const MlsImage *) bytes;
	uint64_t	end = sizeof(MlsImage);

	MLS_NEED(size >= sizeof(MlsImage), "it is shorter than its header");
	MLS_NEED(image->magic == MLS_IMAGE_MAGIC, "it does not begin as an image does");
	MLS_NEED(image->format == MLS_IMAGE_FORMAT, "it has another format");
	MLS_NEED(image->size == size, "its size is another than it says");
	for (int i = 0; i < MLS_N_SECTIONS; i++)
	{
		const MlsSectionEntry *section = &image->sections[i];
		uint64_t	bytes = (uint64_t) section->n * section->record_size;

		MLS_NEED(section->record_size == record_sizes[i], "a section has records of another size");
		MLS_NEED(section->offset == mls_section_start(end, bytes), "a section is not where it should be");
		end = section->offset + bytes;
		MLS_NEED(end <= size, "a section goes beyond its end");
	}
	MLS_NEED(mls_section_start(end, 0) == size, "there is something behind its last section");
	MLS_NEED(image->checksum == mls_image_checksum(image), "its checksum is wrong");
	MLS_NEED(image->n_columns <= MLS_MAX_COLUMNS, "it has too many columns");
	MLS_NEED(image->default_outputs <= 1, "default_outputs is no boolean");
	return NULL;
}

const char *
mls_image_check(const void *bytes, size_t size)
{
	const MlsImage *image = (const MlsImage *) bytes;
	const char *fault = check_sections(bytes, size);
	uint64_t	fixed,
				per_row;

	if (fault == NULL)
		fault = mls_check_values(image);
	if (fault == NULL)
		fault = mls_check_steps(image);
	if (fault == NULL)
		fault = mls_check_predicates(image);
	if (fault == NULL)
		fault = mls_check_models(image);
	if (fault != NULL)
		return fault;

	/* needs sound records, because it follows them */
	mls_image_scratch(image, &fixed, &per_row);
	MLS_NEED(image->scratch_fixed == fixed && image->scratch_per_row == per_row, "its scratch has another size");
	return NULL;
}
