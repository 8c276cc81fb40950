/*
 * compile/text_index.c
 *	  TextIndex to steps: a text becomes words once, then each term is counted.
 *
 * Documents ask for hundreds of terms of one text, by a function of their own
 * with one TextIndex in it.  So what a field's words are is kept with the scope,
 * as fields themselves are, and each further term is one step.  A term that is a
 * constant becomes words here.
 */
#include <string.h>

#include "base/tokens.h"
#include "base/unicode.h"
#include "compile/expression_int.h"

/* What a TextIndex has been compiled to. */
typedef struct TextRules
{
	uint32_t	record;			/* TEXT */
	MlsRegex   *regex;			/* its pattern; NULL if it means nothing */
} TextRules;

/* The pattern of words as they are written: whole ones. */
static const char *
literal_pattern(MlsCompile *c, const char *text)
{
	static const char before[] = "(?<!\\w)";
	static const char after[] = "(?!\\w)";
	char	   *pattern = mls_alloc(c->load, sizeof(before) + 2 * strlen(text) + sizeof(after));
	char	   *to = pattern;

	memcpy(to, before, sizeof(before) - 1);
	to += sizeof(before) - 1;
	for (; *text; text++)
	{
		if (strchr("\\^$.[]|()?*+{}#- \t\n\r\f\v", *text) != NULL)
			*to++ = '\\';
		*to++ = *text;
	}
	memcpy(to, after, sizeof(after));
	return pattern;
}

static MlsSpan
compile_normalizations(MlsCompile *c, const MlsTextIndex *index)
{
	MlsSpan		normalizations = {MLS_APPEND_N(c, TEXT_NORMALIZATION, index->n_normalizations), index->n_normalizations};

	for (uint32_t i = 0; i < index->n_normalizations; i++)
	{
		const MlsTextIndexNormalization *normalization = &index->normalizations[i];
		const char *place = mls_place(c->load, normalization->line, "TextIndexNormalization");
		MlsSpan		rows = {MLS_APPEND_N(c, TEXT_REPLACEMENT, normalization->n_rows), normalization->n_rows};

		for (uint32_t k = 0; k < rows.n; k++)
		{
			const MlsTextReplacement *row = &normalization->rows[k];
			MlsImgTextReplacement made = {.pattern = MLS_NONE, .words = MLS_NONE, .is_literal = !row->is_regex};

			mls_tick(c->load);
			if (!row->is_regex && normalization->by_words)
				made.words = mls_string(c, row->string);
			else
				made.pattern = mls_compile_pattern(c, row->is_regex ? row->string : literal_pattern(c, row->string),
												   row->is_regex ? row->stem : NULL,
												   normalization->is_case_sensitive ? 0 : MLS_REGEX_CASELESS, place);
			made.replacement = mls_string(c, row->stem);
			*MLS_BUILT(c, TEXT_REPLACEMENT, rows.first + k) = made;
		}
		uint32_t	separator = !normalization->by_words ? MLS_NONE :
			mls_compile_pattern(c, normalization->wordSeparatorCharacterRE, NULL, 0, place);

		*MLS_BUILT(c, TEXT_NORMALIZATION, normalizations.first + i) = (MlsImgTextNormalization) {
			.rows = rows,
			.is_recursive = normalization->is_recursive,
			.strips = normalization->tokenize,
			.is_case_sensitive = normalization->is_case_sensitive,
			.pattern = separator,
			.max_distance = normalization->maxLevenshteinDistance
		};
	}
	return normalizations;
}

/* The TEXT of an element, compiled when it is first asked for. */
static const TextRules *
text_rules(MlsCompile *c, const MlsTextIndex *index, uint32_t line)
{
	const char *key = mls_format(c->load, "%p", (const void *) index);
	TextRules  *rules = mls_map_get(&c->texts, key);
	const char *pattern = index->wordRE ? index->wordRE : index->wordSeparatorCharacterRE;
	MlsHost		host = mls_load_host(c->load);
	MlsImgText	text = {
		.is_word = index->wordRE != NULL,
		.strips = index->tokenize && !index->wordRE,
		.is_case_sensitive = index->is_case_sensitive,
		.weights = (uint8_t) index->localTermWeights,
		.max_distance = index->maxLevenshteinDistance,
		.best_hits = index->best_hits
	};

	if (rules)
		return rules;
	rules = MLS_NEW(c->load, TextRules);
	mls_map_put(c->load, &c->texts, key, rules);
	text.pattern = mls_compile_pattern(c, pattern, NULL, 0, mls_place(c->load, line, "TextIndex"));
	rules->regex = mls_regex_compile(pattern, strlen(pattern), 0, &host, NULL);
	text.normalizations = compile_normalizations(c, index);
	rules->record = MLS_APPEND(c, TEXT);
	*MLS_BUILT(c, TEXT, rules->record) = text;
	return rules;
}

/* A step that makes words of an operand. */
static uint32_t
add_words(const MlsContext *x, const MlsOperand *text, const TextRules *rules, uint8_t flags, uint32_t out)
{
	MlsImgStep *step = mls_add_operands_step(x, MLS_STEP_TOKENIZE, text, 1, out);

	step->record = rules->record;
	step->flags = flags;
	return out;
}

/* The words of the text: of a field they are kept. */
static MlsOperand
text_words(const MlsContext *x, const MlsTextIndex *index, const TextRules *rules, uint32_t line)
{
	MlsCompile *c = x->c;
	MlsOperand	text = mls_named_operand(x, index->textField, line);
	MlsOperand	words = {MLS_NONE, MLS_TYPE_NONE, NULL, false};
	const char *key = mls_format(c->load, "%p %u", (const void *) index, text.ref);
	void	   *known = mls_map_get(&x->scope->words, key);

	if (text.field == NULL || text.ref != text.field->column)
	{
		words.ref = add_words(x, &text, rules, MLS_STEP_NORMALIZE, mls_take_temporary(c));
		words.is_temporary = true;
	}
	else if (known)
		words.ref = (uint32_t) ((uintptr_t) known - 1);
	else
	{
		words.ref = add_words(x, &text, rules, MLS_STEP_NORMALIZE, mls_new_columns(c, x->scope, 1));
		mls_map_put(c->load, &x->scope->words, key, (void *) ((uintptr_t) words.ref + 1));
	}
	return words;
}

/* The words of a term that is known, as constants behind the first operand. */
static void
add_term_words(MlsCompile *c, const MlsTextIndex *index, const TextRules *rules, const char *term, MlsVec *operands)
{
	size_t		length = strlen(term);
	char	   *lower = mls_alloc(c->load, MLS_CASE_GROWTH * length + 1);
	MlsTokens	tokens;

	if (!index->is_case_sensitive)
	{
		length = mls_lowercase(term, length, lower);
		lower[length] = '\0';
		term = lower;
	}
	tokens = mls_tokens(rules->regex, index->wordRE != NULL, index->tokenize && !index->wordRE, term, length);
	while (mls_tokens_next(&tokens) == MLS_MATCH_FOUND)
	{
		uint32_t	constant = mls_constant(c, mls_strndup(c->load, tokens.word, tokens.length), MLS_TYPE_STRING);

		*MLS_PUSH(c->load, operands, MlsOperand) = (MlsOperand) {
			constant | MLS_ARG_CONSTANT, MLS_TYPE_STRING, NULL, false
		};
	}
}

MlsDataType
mls_compile_text_index(const MlsContext *x, const MlsExpression *expression, MlsDataType type, uint32_t out)
{
	MlsCompile *c = x->c;
	const MlsTextIndex *index = expression->u.text_index;
	const TextRules *rules = text_rules(c, index, expression->line);
	bool		is_count = index->localTermWeights == MLS_WEIGHTS_TERM_FREQUENCY ||
		index->localTermWeights == MLS_WEIGHTS_BINARY;
	MlsVec		operands = {0};
	MlsOperand	term = mls_compile_operand(x, index->term);
	bool		is_constant = (term.ref & MLS_ARG_CONSTANT) != 0;
	const MlsImgConstant *constant = is_constant ? MLS_BUILT(c, CONSTANT, term.ref & ~MLS_ARG_CONSTANT) : NULL;
	MlsImgStep *step;

	if (!rules->regex)
		return MLS_TYPE_NONE;
	*MLS_PUSH(c->load, &operands, MlsOperand) = text_words(x, index, rules, expression->line);
	if (is_constant && constant->tag != MLS_TAG_MISSING)
		add_term_words(c, index, rules, mls_strdup(c->load, mls_built_string(c, constant->text)), &operands);
	else
	{
		uint32_t	words = add_words(x, &term, rules, 0, mls_take_temporary(c));

		*MLS_PUSH(c->load, &operands, MlsOperand) = (MlsOperand) {words, MLS_TYPE_NONE, NULL, true};
	}
	step = mls_add_operands_step(x, MLS_STEP_TERM_WEIGHT, operands.items, operands.n, out);
	step->record = rules->record;
	step->data_type = (uint8_t) type;
	return is_count ? MLS_TYPE_INTEGER : MLS_TYPE_DOUBLE;
}
