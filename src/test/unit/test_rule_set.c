/*
 * test/unit/test_rule_set.c
 *	  Unit tests of rule sets: what is refused, and defaults.
 *
 * Selection methods are held against references in model_fixtures/.
 */
#include "pmml_document.h"
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"k\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"
#define METHOD "<RuleSelectionMethod criterion=\"firstHit\"/>"
#define RULE "<SimpleRule score=\"yes\"><SimplePredicate field=\"x\" operator=\"lessThan\" value=\"0\"/></SimpleRule>"
#define MODEL(parts)	"<RuleSetModel functionName=\"classification\">" SCHEMA parts "</RuleSetModel>"
#define RULES(parts)	MODEL("<RuleSet>" parts "</RuleSet>")

TEST(what_a_rule_set_cannot_be_is_refused)
{
	static const struct
	{
		const char *text;
		MlsCode		code;
		const char *problem;
	}			refused[] =
	{
		{MODEL(""), MLS_INVALID, "the RuleSet is missing"},
		{RULES(RULE), MLS_INVALID, "the RuleSelectionMethod is missing"},
		{RULES("<RuleSelectionMethod criterion=\"best\"/>" RULE), MLS_UNSUPPORTED, "criterion=\"best\" is not supported"},
		{RULES(METHOD "<SimpleRule><True/></SimpleRule>"), MLS_INVALID, "attribute score is missing"},
		{RULES(METHOD "<SimpleRule score=\"yes\"/>"), MLS_INVALID, "the predicate is missing"},
		{RULES(METHOD "<SimpleRule score=\"yes\"><True/><False/></SimpleRule>"), MLS_INVALID, "there is more than one predicate"},
		{RULES(METHOD "<SimpleRule score=\"yes\" weight=\"much\"><True/></SimpleRule>"), MLS_INVALID,
		"attribute weight is not a number: \"much\""},
		{RULES(METHOD "<CompoundRule><True/></CompoundRule>"), MLS_INVALID, "there is no rule in it"},
		{RULES(METHOD "<CompoundRule>" RULE "</CompoundRule>"), MLS_INVALID, "the predicate is missing"},
		{RULES(METHOD "<SimpleRule score=\"yes\"><True/>" RULE "</SimpleRule>"), MLS_UNSUPPORTED,
		"SimpleRule: this element is not known here"},
		{RULES(METHOD "<Rule/>"), MLS_UNSUPPORTED, "Rule: this element is not known here"},
		{RULES(METHOD "<SimpleRule score=\"yes\"><SimplePredicate field=\"w\" operator=\"isMissing\"/></SimpleRule>"), MLS_INVALID,
		"there is no field \"w\""},
		{"<RuleSetModel functionName=\"regression\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/></MiningSchema>"
		"<RuleSet>" METHOD "</RuleSet></RuleSetModel>", MLS_INVALID, "the model has no score"},
		{"<RuleSetModel functionName=\"regression\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/></MiningSchema>"
		"<RuleSet>" METHOD "<SimpleRule score=\"low\"><True/></SimpleRule></RuleSet></RuleSetModel>", MLS_INVALID, "\"low\" is no number"},
		{"<RuleSetModel functionName=\"clustering\"><MiningSchema/><RuleSet>" METHOD RULE "</RuleSet></RuleSetModel>", MLS_INVALID,
		"functionName=\"clustering\" does not fit this model"}
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		scoring_refused(refused[i].text, refused[i].code, refused[i].problem);
}

TEST(a_rule_set_without_a_default_or_a_rule_that_fires_has_no_result)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(RULES(METHOD RULE)), NULL);
	scoring_text(&s, "x", "1");
	CHECK_STRING(scoring_result(&s, "k"), "missing");
	scoring_row(&s);
	scoring_text(&s, "x", "-1");
	CHECK_STRING(scoring_result(&s, "k"), "yes");
	scoring_close(&s);
}

TEST(rules_nested_too_deeply_are_refused)
{
	const int	n = 600;
	char	   *text = pmml_repeat("<CompoundRule><True/>", n);
	char	   *ends = pmml_repeat("</CompoundRule>", n);

	scoring_refused(pmml_text("<RuleSetModel functionName=\"classification\">" SCHEMA "<RuleSet>" METHOD "%s" RULE "%s</RuleSet></RuleSetModel>",
							  text, ends), MLS_TOO_LARGE, "rules in each other");
}
