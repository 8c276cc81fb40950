/*
 * image/image.c
 *	  Texts of an image, its checksum, and what tells builds apart.
 */
#include "image/image.h"

#include <string.h>

#include "base/hot.h"
#include "base/map.h"

MLS_HOT const MlsString *
mls_image_string(const MlsImage *image, uint32_t code)
{
	return (const MlsString *) (MLS_RECORDS(image, STRING_BYTES) + MLS_RECORDS(image, STRING)[code]);
}

/*
 * STRING_HASH is a power of two of places, each a STRING or MLS_NONE, of which
 * at least one is MLS_NONE: a text is at the place that its hash says, or at the
 * next ones up to an empty place.
 */
const MlsString *
mls_image_find_string(const MlsImage *image, const char *bytes, size_t length)
{
	const uint32_t *places = MLS_RECORDS(image, STRING_HASH);
	uint32_t	n = MLS_N_RECORDS(image, STRING_HASH);

	if (n == 0)
		return NULL;
	for (uint32_t i = mls_hash_bytes(bytes, length) & (n - 1); places[i] != MLS_NONE; i = (i + 1) & (n - 1))
	{
		const MlsString *text = mls_image_string(image, places[i]);

		if (text->length == length && memcmp(text->bytes, bytes, length) == 0)
			return text;
	}
	return NULL;
}

/*
 * Eight bytes at a time: multiply, rotate, add.  It finds what disks and
 * programs do to bytes by accident; image_check is there for the rest.
 */
uint64_t
mls_image_checksum(const MlsImage *image)
{
	const size_t first = offsetof(MlsImage, checksum) + sizeof(image->checksum);
	const char *bytes = (const char *) image;
	uint64_t	sum = image->size;

	for (size_t i = first; i + 8 <= image->size; i += 8)
	{
		uint64_t	word;

		memcpy(&word, bytes + i, 8);
		sum = (sum ^ word) * UINT64_C(0x9E3779B97F4A7C15);
		sum = (sum << 29 | sum >> 35) + word;
	}
	return sum;
}

uint32_t
mls_image_layout(void)
{
	static const uint32_t layout[] = {
		MLS_IMAGE_FORMAT, sizeof(MlsImage), MLS_N_STEP_OPS, MLS_N_FUNCTIONS, MLS_N_LINKS, MLS_N_KERNELS,
#define MLS_SECTION(symbol, type) sizeof(type),
#include "lists/image_sections.h"
#undef MLS_SECTION
	};

	return mls_hash_bytes(layout, sizeof(layout));
}
