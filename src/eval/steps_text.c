/*
 * eval/steps_text.c
 *	  TextIndex: a text becomes words, and terms are counted among them.
 *
 * The words of a row are a cell of text that only these steps read: numbers of
 * 32 bits, how many words there are, how often the most frequent one occurs
 * (0 if nobody asks), for each word its code among the model's texts, and where
 * each starts in the bytes that follow, with the end of the last.  A term is
 * found by codes; letters count only where the model does not know a word, or
 * words may differ.
 */
#include <stdlib.h>

#include "base/tokens.h"
#include "base/unicode.h"
#include "eval/functions.h"
#include "eval/steps.h"
#include "eval/steps_words.h"

#define MOST_PASSES		1000	/* of a recursive normalization */
#define MOST_GROWTH		16		/* by it */
#define WORK_PER_CHECK	100000	/* words compared between two looks whether to go on */

/* A word of a text or of a term. */
typedef struct Word
{
	const char *bytes;
	uint32_t	length;
	uint32_t	code;			/* STRING, or MLS_NONE */
} Word;
_Static_assert(sizeof(Word) <= sizeof(MlsCell), "a step's scratch holds as many words as it has arguments");

/* ---- from text to words ---- */

static bool
same_text(MlsCell a, MlsCell b)
{
	return a.datum.s->length == b.datum.s->length && memcmp(a.datum.s->bytes, b.datum.s->bytes, a.datum.s->length) == 0;
}

/* The text after one pass of a normalization's replacements. */
static MlsCell
replace_each(MlsEval *eval, const MlsImgTextNormalization *normalization, MlsCell text)
{
	const MlsImgTextReplacement *row = MLS_RECORDS(eval->image, TEXT_REPLACEMENT) + normalization->rows.first;

	for (uint32_t i = 0; i < normalization->rows.n && text.tag == MLS_TAG_STRING; i++, row++)
	{
		const MlsString *stem = mls_image_string(eval->image, row->replacement);

		if (row->pattern == MLS_NONE)
			text = mls_replace_words(eval, normalization, text, mls_image_string(eval->image, row->words), stem);
		else
			text = mls_replace_all(eval, row->pattern, text, stem, row->is_literal != 0);
	}
	return text;
}

static MlsCell
normalize(MlsEval *eval, const MlsImgText *rules, MlsCell text)
{
	const MlsImgTextNormalization *normalization = MLS_RECORDS(eval->image, TEXT_NORMALIZATION) + rules->normalizations.first;
	uint64_t	longest = ((uint64_t) text.datum.s->length + 1024) * MOST_GROWTH;

	for (uint32_t i = 0; i < rules->normalizations.n; i++, normalization++)
	{
		for (uint32_t pass = 0;; pass++)
		{
			MlsCell		before = text;

			text = replace_each(eval, normalization, before);
			if (text.tag != MLS_TAG_STRING)
				return text;
			if (!normalization->is_recursive || same_text(before, text))
				break;
			if (pass == MOST_PASSES || text.datum.s->length > longest)
				return MLS_CELL_TOO_MUCH_WORK;
		}
	}
	return text;
}

/* Words that are being collected. */
typedef struct Words
{
	MlsEval    *eval;
	Word	   *items;
	uint32_t	n;
	uint32_t	size;
	size_t		bytes;			/* of all of them */
} Words;

static bool
add_word(Words *words, const char *bytes, size_t length)
{
	const MlsString *known = mls_image_find_string(words->eval->image, bytes, length);

	if (words->n == words->size &&
		(words->items = mls_text_grow(words->eval, words->items, &words->size, sizeof(Word))) == NULL)
		return false;
	words->items[words->n++] = (Word) {bytes, (uint32_t) length, known != NULL ? known->code : MLS_NONE};
	words->bytes += length;
	return true;
}

static int
compare_words(const void *a, const void *b)
{
	const Word *x = a;
	const Word *y = b;
	uint32_t	shorter = x->length < y->length ? x->length : y->length;
	int			order = memcmp(x->bytes, y->bytes, shorter);

	return order != 0 ? order : x->length < y->length ? -1 : x->length > y->length;
}

/* How often the word occurs that occurs most often; 0 without memory. */
static uint32_t
highest_frequency(const Words *words)
{
	Word	   *sorted = mls_text_room(words->eval, ((size_t) words->n + 1) * sizeof(Word));
	uint32_t	highest = 0;
	uint32_t	run = 0;

	if (sorted == NULL || words->n == 0)
		return 0;
	memcpy(sorted, words->items, words->n * sizeof(Word));
	qsort(sorted, words->n, sizeof(Word), compare_words);
	for (uint32_t i = 0; i < words->n; i++)
	{
		run = i > 0 && compare_words(&sorted[i - 1], &sorted[i]) == 0 ? run + 1 : 1;
		highest = run > highest ? run : highest;
	}
	return highest;
}

/* The words as a cell. */
static MlsCell
pack(const Words *words, uint32_t highest)
{
	size_t		n_numbers = 2 + 2 * (size_t) words->n + 1;
	size_t		size = n_numbers * sizeof(uint32_t) + words->bytes;
	uint32_t   *numbers = mls_text_room(words->eval, size);
	char	   *to = (char *) (numbers + n_numbers);
	uint32_t	offset = 0;

	if (numbers == NULL)
		return MLS_CELL_NO_MEMORY;
	*numbers++ = words->n;
	*numbers++ = highest;
	for (uint32_t i = 0; i < words->n; i++)
		*numbers++ = words->items[i].code;
	for (uint32_t i = 0; i < words->n; i++)
	{
		*numbers++ = offset;
		memcpy(to + offset, words->items[i].bytes, words->items[i].length);
		offset += words->items[i].length;
	}
	*numbers = offset;
	return mls_text_cell(words->eval, to - n_numbers * sizeof(uint32_t), size);
}

static MlsCell
tokenize(MlsEval *eval, const MlsImgStep *step, MlsCell text)
{
	const MlsImgText *rules = &MLS_RECORDS(eval->image, TEXT)[step->record];
	MlsRegex   *regex;
	Words		words = {.eval = eval};
	MlsTokens	tokens;
	MlsMatch	match;
	const char *bytes;
	size_t		length;

	text = mls_cast(eval, text, MLS_TYPE_STRING);
	if (text.tag == MLS_TAG_STRING && (step->flags & MLS_STEP_NORMALIZE) != 0)
		text = normalize(eval, rules, text);
	if (text.tag != MLS_TAG_STRING)
		return text;
	bytes = text.datum.s->bytes;
	length = text.datum.s->length;
	if (!rules->is_case_sensitive)
	{
		char	   *lower = mls_text_room(eval, MLS_CASE_GROWTH * length + 1);

		if (lower == NULL)
			return MLS_CELL_NO_MEMORY;
		length = mls_lowercase(bytes, length, lower);
		bytes = lower;
	}
	regex = mls_pattern(eval, rules->pattern);
	if (regex == NULL)
		return MLS_CELL_NO_MEMORY;
	tokens = mls_tokens(regex, rules->is_word, rules->strips, bytes, length);
	while ((match = mls_tokens_next(&tokens)) == MLS_MATCH_FOUND)
	{
		if (!add_word(&words, tokens.word, tokens.length))
			return MLS_CELL_NO_MEMORY;
	}
	if (match != MLS_MATCH_NONE)
		return mls_failed_match(match);
	return pack(&words, rules->weights == MLS_WEIGHTS_AUGMENTED_NORMALIZED_TERM_FREQUENCY ? highest_frequency(&words) : 0);
}

void
mls_step_tokenize(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);

		mls_put(eval, step->out, row, tokenize(eval, step, mls_argument(eval, step, 0, row)));
	}
}

/* ---- terms among words ---- */

/* The words of a cell, to be read where they lie. */
typedef struct Packed
{
	uint32_t	n;
	uint32_t	highest;
	const char *codes;
	const char *offsets;
	const char *bytes;
	uint32_t	size;			/* of bytes */
} Packed;

static uint32_t
number_at(const char *numbers, uint32_t i)
{
	uint32_t	number;

	memcpy(&number, numbers + (size_t) i * sizeof(number), sizeof(number));
	return number;
}

/* False for a text that is no words, as an image may have it that was tampered with. */
static bool
unpack(MlsCell cell, Packed *words)
{
	const char *bytes = cell.datum.s->bytes;
	uint64_t	numbers;

	if (cell.datum.s->length < 3 * sizeof(uint32_t))
		return false;
	words->n = number_at(bytes, 0);
	words->highest = number_at(bytes, 1);
	numbers = (2 + 2 * (uint64_t) words->n + 1) * sizeof(uint32_t);
	if (numbers > cell.datum.s->length)
		return false;
	words->codes = bytes + 2 * sizeof(uint32_t);
	words->offsets = words->codes + (size_t) words->n * sizeof(uint32_t);
	words->bytes = bytes + numbers;
	words->size = cell.datum.s->length - (uint32_t) numbers;
	return true;
}

static Word
word_at(const Packed *words, uint32_t i)
{
	uint32_t	start = number_at(words->offsets, i);
	uint32_t	end = number_at(words->offsets, i + 1);

	if (start > end || end > words->size)
		start = end = 0;
	return (Word) {words->bytes + start, end - start, number_at(words->codes, i)};
}

/* What is looked for. */
typedef struct Term
{
	const Word *words;
	uint32_t	n;
	uint32_t   *room;			/* for distances */
} Term;

/* Whether a text has the term at a place, letter by letter. */
static bool
occurs_at(const Packed *text, uint32_t place, const Term *term)
{
	for (uint32_t k = 0; k < term->n; k++)
	{
		uint32_t	code = number_at(text->codes, place + k);
		Word		word;

		if (code != term->words[k].code)
			return false;
		if (code != MLS_NONE)
			continue;
		word = word_at(text, place + k);
		if (compare_words(&word, &term->words[k]) != 0)
			return false;
	}
	return true;
}

/* How far the words at a place are from those of the term; above most if by more than that. */
static uint64_t
distance_at(MlsEval *eval, const Packed *text, uint32_t place, const Term *term, uint32_t most)
{
	uint64_t	distance = 0;

	for (uint32_t k = 0; k < term->n && distance <= most; k++)
	{
		Word		word = word_at(text, place + k);

		distance += mls_levenshtein(word.bytes, word.length, term->words[k].bytes, term->words[k].length,
									most - (uint32_t) distance, term->room, &eval->host);
	}
	return distance;
}

/* How often a code occurs: most terms are one word that the model knows, so this is a loop that becomes vectors. */
static uint32_t
count_code(const Packed *text, uint32_t code)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < text->n; i++)
		n += number_at(text->codes, i) == code;
	return n;
}

/* How often the term occurs; false: the host wants no more work. */
static bool
count_hits(MlsEval *eval, const MlsImgText *rules, const Packed *text, const Term *term, uint32_t *hits)
{
	uint32_t	most = rules->max_distance;
	uint32_t	n = 0;
	uint64_t	work = 0;

	*hits = 0;
	if (term->n == 0 || term->n > text->n)
		return true;
	if (term->n == 1 && most == 0 && term->words[0].code != MLS_NONE)
	{
		*hits = count_code(text, term->words[0].code);
		return true;
	}
	for (uint32_t i = 0; i <= text->n - term->n; i++)
	{
		uint64_t	distance;

		work += term->n;
		if (work >= WORK_PER_CHECK && mls_wants_no_more(eval))
			return false;
		work %= WORK_PER_CHECK;
		if (rules->max_distance == 0)
		{
			n += occurs_at(text, i, term);
			continue;
		}
		distance = distance_at(eval, text, i, term, most);
		if (distance > most)
			continue;
		if (rules->best_hits && distance < most)
		{
			most = (uint32_t) distance;
			n = 0;
		}
		n++;
	}
	*hits = n;
	return !mls_wants_no_more(eval);
}

static MlsCell
weight(const MlsImgText *rules, const Packed *text, uint32_t n)
{
	switch ((MlsLocalTermWeights) rules->weights)
	{
		case MLS_WEIGHTS_TERM_FREQUENCY:
			return MLS_CELL_INTEGER(n);
		case MLS_WEIGHTS_BINARY:
			return MLS_CELL_INTEGER(n > 0);
		case MLS_WEIGHTS_LOGARITHMIC:
			return MLS_CELL_DOUBLE(log10(1.0 + n));
		case MLS_WEIGHTS_AUGMENTED_NORMALIZED_TERM_FREQUENCY:
			return MLS_CELL_DOUBLE(text->highest == 0 ? 0 : 0.5 * ((n > 0) + (double) n / text->highest));
	}
	return MLS_CELL_MISSING;
}

/* Room for the distances to any word of a term; false without memory. */
static bool
make_room(MlsEval *eval, Term *term)
{
	size_t		longest = 0;

	for (uint32_t k = 0; k < term->n; k++)
		longest = term->words[k].length > longest ? term->words[k].length : longest;
	term->room = mls_text_room(eval, (longest + 1) * sizeof(uint32_t));
	return term->room != NULL;
}

/* A term that comes as words of the row. */
static MlsCell
read_term(MlsEval *eval, MlsCell cell, Term *term)
{
	Packed		packed;
	Word	   *words;

	if (cell.tag != MLS_TAG_STRING)
		return cell;
	if (!unpack(cell, &packed))
		return MLS_CELL_UNDEFINED;
	words = mls_text_room(eval, ((size_t) packed.n + 1) * sizeof(Word));
	if (words == NULL)
		return MLS_CELL_NO_MEMORY;
	for (uint32_t k = 0; k < packed.n; k++)
		words[k] = word_at(&packed, k);
	*term = (Term) {words, packed.n, NULL};
	return make_room(eval, term) ? cell : MLS_CELL_NO_MEMORY;
}

/* A term of constants. */
static bool
constant_term(MlsEval *eval, const MlsImgStep *step, Word *words, Term *term)
{
	const uint32_t *arguments = MLS_RECORDS(eval->image, INDEX) + step->arguments.first + 1;

	*term = (Term) {words, step->arguments.n - 1, NULL};
	for (uint32_t k = 0; k < term->n; k++)
	{
		const MlsImgConstant *constant = &MLS_RECORDS(eval->image, CONSTANT)[arguments[k] & ~MLS_ARG_CONSTANT];
		const MlsString *text = mls_image_string(eval->image, constant->text);

		words[k] = (Word) {text->bytes, text->length, constant->text};
	}
	return make_room(eval, term);
}

void
mls_step_term_weight(MlsEval *eval, const MlsImgStep *step, const MlsRows *rows)
{
	const MlsImgText *rules = &MLS_RECORDS(eval->image, TEXT)[step->record];
	size_t		mark = mls_scratch_mark(eval);
	Word	   *words = mls_scratch(eval, step->arguments.n * sizeof(Word));
	bool		of_row = step->arguments.n == 2 &&
		(MLS_RECORDS(eval->image, INDEX)[step->arguments.first + 1] & MLS_ARG_CONSTANT) == 0;
	Term		term = {words, 0, NULL};
	bool		has_memory = of_row || constant_term(eval, step, words, &term);

	for (uint32_t i = 0; i < rows->n; i++)
	{
		uint32_t	row = mls_row(rows, i);
		MlsCell		cell = mls_argument(eval, step, 0, row);
		Packed		text;
		uint32_t	hits;

		if (cell.tag == MLS_TAG_STRING && of_row)
		{
			MlsCell		other = read_term(eval, mls_argument(eval, step, 1, row), &term);

			cell = other.tag == MLS_TAG_STRING ? cell : other;
		}
		if (cell.tag == MLS_TAG_STRING)
			cell = !has_memory ? MLS_CELL_NO_MEMORY : !unpack(cell, &text) ? MLS_CELL_UNDEFINED :
				count_hits(eval, rules, &text, &term, &hits) ? weight(rules, &text, hits) : MLS_CELL_TOO_MUCH_WORK;
		mls_finish(eval, step, row, cell);
	}
	mls_scratch_release(eval, mark);
}
