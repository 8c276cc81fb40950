/*
 * json/json_text.c
 *	  The texts that cJSON is given: the document, with marks where something was
 *	  taken out of it.
 *
 * A mark is an array of one text that begins with a byte that no UTF-8 has; since
 * all texts of the document were seen to be UTF-8, and escapes make UTF-8 only, it
 * cannot be the document's own.  Behind the byte stands which array or text it is.
 */
#include <stdio.h>
#include <string.h>

#include "json/json_int.h"

/* ["\xFF01234567"]: the byte, and eight digits (base 16). */
#define MARK_LENGTH		13
#define ARRAY_BYTE		0xFF
#define TEXT_BYTE		0xFE

static size_t
written_length(const MlsJsonEdit *edit)
{
	return edit->kind == MLS_JSON_EDIT_NULL ? strlen("null") : MARK_LENGTH;
}

static void
write_edit(const MlsJsonEdit *edit, char *out)
{
	char		mark[MARK_LENGTH + 1];

	if (edit->kind == MLS_JSON_EDIT_NULL)
		memcpy(out, "null", 4);
	else
	{
		snprintf(mark, sizeof(mark), "[\"%c%08x\"]", edit->kind == MLS_JSON_EDIT_ARRAY ? ARRAY_BYTE : TEXT_BYTE,
				 edit->number);
		memcpy(out, mark, MARK_LENGTH);
	}
}

/* Sorts the edits by their texts; those of a text stay in order. */
static MlsJsonEdit *
sort_edits(MlsLoad *load, const MlsJsonEdits *edits, MlsJsonText *texts)
{
	const MlsJsonEdit *from = edits->edits.items;
	MlsJsonEdit *sorted = MLS_NEW_N(load, MlsJsonEdit, edits->edits.n);
	uint32_t	n = 0;

	if (edits->n_texts == 1)
	{
		texts[0].n_edits = edits->edits.n;
		texts[0].edits = from;
		return edits->edits.items;
	}
	for (uint32_t i = 0; i < edits->edits.n; i++)
		texts[from[i].text].n_edits++;
	for (uint32_t t = 0; t < edits->n_texts; t++)
	{
		texts[t].edits = sorted + n;
		n += texts[t].n_edits;
		texts[t].n_edits = 0;
	}
	for (uint32_t i = 0; i < edits->edits.n; i++)
	{
		MlsJsonText *text = &texts[from[i].text];

		sorted[(size_t) (text->edits - sorted) + text->n_edits++] = from[i];
	}
	return sorted;
}

/* Writes a text, of "length" bytes in the document. */
static void
write_text(MlsLoad *load, MlsJsonText *text, size_t length)
{
	const char *from = text->document;
	const char *end = from + length;
	char	   *out;

	text->bytes = from;
	text->length = length;
	if (text->n_edits == 0)
		return;
	for (uint32_t i = 0; i < text->n_edits; i++)
		text->length += written_length(&text->edits[i]) - text->edits[i].length;
	out = mls_alloc(load, text->length);
	text->bytes = out;
	for (uint32_t i = 0; i < text->n_edits; i++)
	{
		const MlsJsonEdit *edit = &text->edits[i];

		mls_tick(load);
		memcpy(out, from, (size_t) (edit->from - from));
		out += edit->from - from;
		from = edit->from + edit->length;
		write_edit(edit, out);
		out += written_length(edit);
	}
	memcpy(out, from, (size_t) (end - from));
}

bool
mls_json_scan(MlsLoad *load, const char *bytes, size_t length, uint32_t most_depth, MlsJsonTexts *texts,
			  MlsJsonFault *fault)
{
	MlsJsonEdits edits = {0};
	const MlsJsonEdit *sorted;

	if (!mls_json_find_edits(load, bytes, length, most_depth, &edits, fault))
		return false;
	*texts = (MlsJsonTexts) {MLS_NEW_N(load, MlsJsonText, edits.n_texts), edits.n_texts, edits.arrays.items, edits.arrays.n};
	sorted = sort_edits(load, &edits, texts->texts);
	texts->texts[0].document = bytes;
	write_text(load, &texts->texts[0], length);
	for (uint32_t i = 0; i < edits.edits.n; i++)
	{
		if (sorted[i].kind != MLS_JSON_EDIT_TEXT)
			continue;
		texts->texts[sorted[i].number].document = sorted[i].from;
		write_text(load, &texts->texts[sorted[i].number], sorted[i].length);
	}
	return true;
}

bool
mls_json_is_mark(const cJSON *item, MlsJsonEditKind *kind, uint32_t *number)
{
	const char *text;

	if (!cJSON_IsArray(item) || !cJSON_IsString(item->child))
		return false;
	text = item->child->valuestring;
	if ((unsigned char) *text != ARRAY_BYTE && (unsigned char) *text != TEXT_BYTE)
		return false;
	*kind = (unsigned char) *text == ARRAY_BYTE ? MLS_JSON_EDIT_ARRAY : MLS_JSON_EDIT_TEXT;
	*number = 0;
	while (*++text != '\0')
		*number = *number * 16 + (uint32_t) (*text <= '9' ? *text - '0' : *text - 'a' + 10);
	return true;
}

const char *
mls_json_place(const MlsJsonText *text, size_t offset)
{
	const char *from = text->document;

	/* offset counts from what "from" has become */
	for (uint32_t i = 0; i < text->n_edits; i++)
	{
		const MlsJsonEdit *edit = &text->edits[i];
		size_t		kept = (size_t) (edit->from - from);

		if (offset < kept)
			break;
		offset -= kept;
		from = edit->from;
		if (offset < written_length(edit))
		{
			/* cJSON stops at its first bytes, or, where the text ends, at the last one */
			return from + (offset + 1 < written_length(edit) ? offset : edit->length - 1);
		}
		offset -= written_length(edit);
		from += edit->length;
	}
	return from + offset;
}
