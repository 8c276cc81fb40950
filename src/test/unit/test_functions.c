/*
 * test/unit/test_functions.c
 *	  Unit tests of built-in functions: what is refused, and what has no result.
 *
 * Their values are looked at by the fixtures semantics_functions_*.
 */
#include <stdlib.h>
#include <string.h>

#include "pmml_document.h"
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name='x'/><MiningField name='s'/><MiningField name='i'/><MiningField name='y' usageType='target'/></MiningSchema>"

/* A model whose Output v is an expression, in line 2 of the document. */
static const char *
showing(const char *type, const char *expression)
{
	return pmml_text("<RegressionModel functionName='regression'>" SCHEMA "<Output><OutputField name='v' feature='transformedValue' "
					 "optype='categorical' dataType='%s'>%s</OutputField></Output><RegressionTable intercept='0'/></RegressionModel>",
					 type, expression);
}

TEST(regular_expressions_are_looked_at_when_a_document_is_loaded)
{
	scoring_refused(showing("boolean", "<Apply function='matches'><FieldRef field='s'/><Constant>(a</Constant></Apply>"),
					MLS_INVALID, "line 2, Apply: \"(a\" is no regular expression: missing closing parenthesis");
	scoring_refused(showing("boolean", "<Apply function='matches'><FieldRef field='s'/><FieldRef field='s'/></Apply>"),
					MLS_UNSUPPORTED, "line 2, Apply: the regular expression of function \"matches\" is no Constant");
	scoring_refused(showing("string", "<Apply function='replace'><FieldRef field='s'/><Constant>a</Constant><Constant dataType='string'>$1</Constant></Apply>"),
					MLS_INVALID, "line 2, Apply: \"$1\" cannot take the place of what \"a\" matches");
}

TEST(a_search_that_takes_too_long_leaves_a_row_without_result)
{
	Scoring		s;
	char	   *text = pmml_repeat("a", 3000);

	scoring_open(&s, scoring_pmml(showing("boolean", "<Apply function='matches'><FieldRef field='s'/><Constant>^(a+)+$</Constant></Apply>")), NULL);
	scoring_row(&s);
	text[2999] = '!';
	scoring_text(&s, "s", text);
	CHECK_STRING(scoring_result(&s, "v"), "invalid");
	CHECK_INT(mls_eval_status(s.eval, 0).code, MLS_REASON_TOO_MUCH_WORK);
	scoring_row(&s);
	scoring_text(&s, "s", "aaa");
	CHECK_STRING(scoring_result(&s, "v"), "true");
	scoring_close(&s);
}

TEST(texts_grow_as_far_as_they_must)
{
	Scoring		s;
	char	   *text = pmml_repeat("a", 5000);
	char	   *expected = pmml_repeat("<aa>", 5000);

	scoring_open(&s, scoring_pmml(showing("string", "<Apply function='replace'><FieldRef field='s'/><Constant>(.)</Constant>"
										  "<Constant dataType='string'>&lt;$1$0&gt;</Constant></Apply>")), NULL);
	scoring_row(&s);
	scoring_text(&s, "s", text);
	CHECK_STRING(scoring_result(&s, "v"), expected);
	scoring_close(&s);
}

/* What replaces a match may come from the row; it means something or not only then. */
TEST(a_replacement_from_the_row)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(showing("string", "<Apply function='replace'><Constant>abc</Constant><Constant>b</Constant><FieldRef field='s'/></Apply>")), NULL);
	scoring_row(&s);
	scoring_text(&s, "s", "<$0>");
	CHECK_STRING(scoring_result(&s, "v"), "a<b>c");
	scoring_row(&s);
	scoring_text(&s, "s", "$1");
	CHECK_STRING(scoring_result(&s, "v"), "invalid");
	scoring_row(&s);
	scoring_text(&s, "s", "\xff");
	CHECK_STRING(scoring_result(&s, "v"), "a\xff" "c");
	scoring_close(&s);
}
