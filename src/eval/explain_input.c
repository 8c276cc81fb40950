/*
 * eval/explain_input.c
 *	  What became of a value that was given, in words.
 */
#include "eval/list.h"
#include "eval/treat.h"

/* What was done with a value that was missing. */
static const char *
missing_reason(const MlsImgTreatment *treatment)
{
	if (treatment->missing_returns_invalid)
		return "missing; missingValueTreatment is returnInvalid";
	if (treatment->missing_replacement != MLS_NONE)
		return "missing; replaced by missingValueReplacement";
	return "missing";
}

static const char *
treatment_reason(const MlsImgTreatment *treatment, MlsJudged judged)
{
	switch (judged.state)
	{
		case MLS_INPUT_VALID:
			return "valid";
		case MLS_INPUT_MISSING:
			return missing_reason(treatment);
		case MLS_INPUT_OUTLIER:
			if (treatment->outliers == MLS_OUTLIERS_AS_EXTREME_VALUES)
				return "outlier; replaced by lowValue or highValue";
			return treatment->missing_replacement != MLS_NONE ?
				"outlier, treated as missing; replaced by missingValueReplacement" : "outlier, treated as missing";
		case MLS_INPUT_INVALID:
			switch ((MlsInvalidValueTreatment) treatment->invalid)
			{
				case MLS_INVALID_RETURN_INVALID:
					return "invalidValueTreatment is returnInvalid";
				case MLS_INVALID_AS_IS:
					return "used as it is; invalidValueTreatment is asIs";
				case MLS_INVALID_AS_MISSING:
					return treatment->missing_replacement != MLS_NONE ?
						"treated as missing; replaced by missingValueReplacement" : "treated as missing";
				case MLS_INVALID_AS_VALUE:
					return "replaced by invalidValueReplacement";
			}
	}
	return "";
}

/* A history: its first element that leaves no value, else its last one. */
static MlsJudged
judge_list(MlsEval *eval, const MlsImgTreatment *treatment, MlsCell cell)
{
	MlsJudged	judged = mls_judge_value(eval, treatment, MLS_CELL_MISSING);
	MlsList		list;
	MlsListElement element;

	mls_list_open(&list, eval, cell);
	while (mls_list_next(&list, &element))
	{
		judged = mls_judge_value(eval, treatment, mls_element_cell(&list, &element));
		if (mls_treat(eval, treatment, judged).tag == MLS_TAG_INVALID)
			return judged;
	}
	return list.is_bad ? mls_judge_value(eval, treatment, cell) : judged;
}

MlsExplanation
mls_explain_input(MlsEval *eval, uint32_t input, uint32_t row)
{
	const MlsImgInput *in = &MLS_RECORDS(eval->image, INPUT)[input];
	const MlsImgTreatment *treatment = &MLS_RECORDS(eval->image, TREATMENT)[in->treatment];
	MlsCell		cell = mls_eval_arrived(eval, input, row);
	MlsJudged	judged = in->has_history && mls_is_array(cell) ? judge_list(eval, treatment, cell) : mls_judge_value(eval, treatment, cell);

	return (MlsExplanation) {judged.state, mls_treat(eval, treatment, judged), judged.reason,
		treatment_reason(treatment, judged)};
}
