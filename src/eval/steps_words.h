/*
 * eval/steps_words.h
 *	  Words of a text that take the place of others.
 */
#ifndef MLS_EVAL_STEPS_WORDS_H
#define MLS_EVAL_STEPS_WORDS_H

#include "eval/eval_int.h"

/*
 * A text in which the words have become the stem, wherever they stand or words
 * at most max_distance away from them, together.  INVALID where memory or the
 * pattern fails.
 */
extern MlsCell mls_replace_words(MlsEval *eval, const MlsImgTextNormalization *rules, MlsCell text, const MlsString *words,
								 const MlsString *stem);

#endif
