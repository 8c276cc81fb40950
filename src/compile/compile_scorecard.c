/*
 * compile/compile_scorecard.c
 *	  Scorecard: characteristics, their attributes, and the codes of reasons.
 */
#include <math.h>
#include <string.h>

#include "compile/compile_int.h"

typedef struct ScorecardCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsModel *model;
	const MlsScorecard *scorecard;
	bool		reasons;		/* someone asks for reason codes */
	MlsMap		places;			/* reason code -> its place + 1 */
	MlsVec		codes;			/* uint32_t: STRING of each */
} ScorecardCompile;

/* The place of a reason code among the different ones. */
static uint32_t
code_place(ScorecardCompile *s, const char *code)
{
	uintptr_t	known = (uintptr_t) mls_map_get(&s->places, code);

	if (known == 0)
	{
		*MLS_PUSH(s->c->load, &s->codes, uint32_t) = mls_string(s->c, code);
		known = s->codes.n;
		mls_map_put(s->c->load, &s->places, code, (void *) known);
	}
	return (uint32_t) known - 1;
}

static MlsImgAttribute
compile_attribute(ScorecardCompile *s, const MlsCharacteristic *characteristic, const MlsAttribute *attribute)
{
	MlsCompile *c = s->c;
	const char *code = attribute->reasonCode ? attribute->reasonCode : characteristic->reasonCode;
	MlsImgAttribute record = {.column = MLS_NONE, .code = MLS_NONE};

	record.predicate = mls_compile_predicate(c, s->scope, &attribute->predicate);
	if (attribute->complex)
	{
		record.column = mls_new_columns(c, s->scope, 1);
		mls_compile_expression(c, s->scope, attribute->complex, MLS_TYPE_NONE, 0, record.column);
	}
	else if (MLS_LITERAL_PRESENT(attribute->partialScore))
		record.score = mls_literal_number(c, attribute->partialScore, s->model->float_context,
										  attribute->line, "Attribute");
	if (s->reasons && code)
		record.code = code_place(s, code);
	else if (s->reasons)
		mls_problem(c->load, MLS_INVALID, mls_place(c->load, attribute->line, "Attribute"), NULL,
					"an Output asks for reason codes, and neither the Attribute nor the Characteristic has one");
	return record;
}

static MlsImgCharacteristic
compile_characteristic(ScorecardCompile *s, const MlsCharacteristic *characteristic)
{
	MlsImgCharacteristic record = {.baseline = characteristic->baselineScore};
	MlsImgAttribute *attributes = MLS_NEW_N(s->c->load, MlsImgAttribute, characteristic->n_attributes);

	if (isnan(record.baseline))
		record.baseline = s->scorecard->baselineScore;
	if (s->reasons && isnan(record.baseline))
		mls_problem(s->c->load, MLS_INVALID, mls_place(s->c->load, characteristic->line, "Characteristic"), NULL,
					"an Output asks for reason codes, and neither the Characteristic nor the Scorecard has a baselineScore");

	/* predicates and expressions append records of any kind */
	for (uint32_t i = 0; i < characteristic->n_attributes; i++)
		attributes[i] = compile_attribute(s, characteristic, &characteristic->attributes[i]);
	record.attributes.n = characteristic->n_attributes;
	record.attributes.first = MLS_APPEND_N(s->c, ATTRIBUTE, record.attributes.n);
	if (record.attributes.n > 0)
		memcpy(MLS_BUILT(s->c, ATTRIBUTE, record.attributes.first), attributes,
			   record.attributes.n * sizeof(MlsImgAttribute));
	return record;
}

static void
compile_scorecard(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsScorecard *scorecard = model->u.scorecard;
	ScorecardCompile s = {
		.c = c, .scope = scope, .model = model, .scorecard = scorecard,
		.reasons = result->ask.reasons > 0 && scorecard->useReasonCodes
	};
	uint32_t	n = scorecard->n_characteristics;
	uint32_t	first;
	uint32_t	body;
	MlsImgScorecard record = {.points_above = scorecard->points_above};

	record.initial = mls_literal_number(c, scorecard->initialScore, model->float_context, model->line, "Scorecard");
	first = MLS_APPEND_N(c, CHARACTERISTIC, n);
	record.characteristics = (MlsSpan) {first, n};
	for (uint32_t i = 0; i < n; i++)
	{
		MlsImgCharacteristic characteristic = compile_characteristic(&s, &scorecard->characteristics[i]);

		*MLS_BUILT(c, CHARACTERISTIC, first + i) = characteristic;
	}
	if (s.reasons)
	{
		MlsPrediction *prediction = &result->predictions[0];

		record.codes = mls_index_list(c, (const uint32_t *) s.codes.items, s.codes.n);
		prediction->n_reasons = result->ask.reasons < s.codes.n ? result->ask.reasons : s.codes.n;
		prediction->reasons = mls_new_columns(c, scope, prediction->n_reasons);
	}
	body = MLS_APPEND(c, SCORECARD);
	*MLS_BUILT(c, SCORECARD, body) = record;
	mls_set_kernel(c, result, MLS_KERNEL_SCORECARD, body);
}

const MlsModelCompiler mls_compiler_scorecard = {.compile = compile_scorecard};
