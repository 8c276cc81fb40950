/*
 * eval/treat.h
 *	  How a field's value is judged and replaced (eval/treat.c).
 */
#ifndef MLS_EVAL_TREAT_H
#define MLS_EVAL_TREAT_H

#include "eval/eval_int.h"

/* A value after judging, and what the judgement was. */
typedef struct MlsJudged
{
	MlsInputState state;
	MlsCell		cell;			/* VALID, OUTLIER: of the field's type; INVALID: as good as it could be read */
	const char *reason;
} MlsJudged;

extern MlsJudged mls_judge_value(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell raw);

/* Whether a value of the field's own type, which needs no reading, is valid and no outlier. */
extern bool mls_keeps_rules(const MlsImage *image, const MlsImgTreatment *treatment, MlsCell value);

/* What takes the value's place; INVALID where that is none. */
extern MlsCell mls_treat(MlsEval *eval, const MlsImgTreatment *treatment, MlsJudged judged);

#endif
