/*
 * eval/texts.c
 *	  Space for the texts of one block that the model does not know.
 *
 * A list of chunks, the newest in use.  Starting a block keeps the newest chunk,
 * which is the largest, so that scoring one row after the other settles on one
 * that is never given back, unless an unusual row has made it very large.
 */
#include <stdalign.h>

#include "base/hot.h"
#include "eval/eval_int.h"

#define FIRST_CHUNK		4096
#define LARGEST_KEPT	((size_t) 1 << 20)

/* One text; functions that join texts could double it again and again. */
#define LARGEST_TEXT	((size_t) 1 << 26)

struct MlsTextChunk
{
	struct MlsTextChunk *next;	/* the one before */
	size_t		size;			/* of bytes */
	alignas(8) char bytes[];
};

MLS_HOT void
mls_texts_reset(MlsEval *eval)
{
	MlsTexts   *texts = &eval->texts;

	texts->used = 0;
	if (texts->chunks == NULL)
		return;
	while (texts->chunks->next != NULL)
	{
		struct MlsTextChunk *old = texts->chunks->next;

		texts->chunks->next = old->next;
		eval->host.free(eval->host.context, old);
	}
	if (texts->chunks->size > LARGEST_KEPT)
	{
		eval->host.free(eval->host.context, texts->chunks);
		texts->chunks = NULL;
	}
}

void
mls_texts_free(MlsEval *eval)
{
	mls_texts_reset(eval);
	if (eval->texts.chunks != NULL)
		eval->host.free(eval->host.context, eval->texts.chunks);
	eval->texts.chunks = NULL;
}

void *
mls_text_room(MlsEval *eval, size_t size)
{
	MlsTexts   *texts = &eval->texts;
	struct MlsTextChunk *chunk = texts->chunks;

	if (size > LARGEST_TEXT + sizeof(MlsString) + 1)
		return NULL;
	size = (size + 7) & ~(size_t) 7;
	if (chunk == NULL || chunk->size - texts->used < size)
	{
		size_t		room = chunk == NULL ? FIRST_CHUNK : chunk->size * 2;

		if (room < size)
			room = size;
		chunk = (struct MlsTextChunk *) eval->host.alloc(eval->host.context, sizeof(*chunk) + room);
		if (chunk == NULL)
			return NULL;
		chunk->size = room;
		chunk->next = texts->chunks;
		texts->chunks = chunk;
		texts->used = 0;
	}

	void	   *result = chunk->bytes + texts->used;

	texts->used += size;
	return result;
}

void *
mls_text_grow(MlsEval *eval, const void *items, uint32_t *size, size_t item_size)
{
	uint32_t	more = *size * 2 + 16;
	void	   *result = mls_text_room(eval, more * item_size);

	if (result == NULL)
		return NULL;
	if (*size > 0)
		memcpy(result, items, *size * item_size);
	*size = more;
	return result;
}

MlsCell
mls_text_cell(MlsEval *eval, const char *bytes, size_t length)
{
	const MlsString *known = mls_image_find_string(eval->image, bytes, length);

	if (known != NULL)
		return MLS_CELL_STRING(known);

	MlsString  *text = NULL;

	if (length < UINT32_MAX - sizeof(*text) - 1)
		text = (MlsString *) mls_text_room(eval, sizeof(*text) + length + 1);
	if (text == NULL)
		return mls_invalid_cell(MLS_REASON_NO_MEMORY, MLS_NONE);
	text->code = MLS_FOREIGN;
	text->length = (uint32_t) length;
	memcpy(text->bytes, bytes, length);
	text->bytes[length] = '\0';
	return MLS_CELL_STRING(text);
}
