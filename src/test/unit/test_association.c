/*
 * test/unit/test_association.c
 *	  Unit tests of association rules: what is refused, and lists that are none.
 *
 * Algorithms, ranks and features are held against references in model_fixtures/.
 */
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"i\" usageType=\"group\"/><MiningField name=\"s\"/></MiningSchema>"
#define OUTPUT "<Output><OutputField name=\"o\" dataType=\"string\" feature=\"ruleValue\" algorithm=\"recommendation\" rank=\"0\" isMultiValued=\"1\"/></Output>"
#define ITEMS "<Item id=\"1\" value=\"a\"/><Item id=\"2\" value=\"say &quot;b&quot;\"/><Itemset id=\"1\"><ItemRef itemRef=\"1\"/></Itemset>" \
	"<Itemset id=\"2\"><ItemRef itemRef=\"2\"/></Itemset>"
#define RULE "<AssociationRule antecedent=\"1\" consequent=\"2\" support=\"1\" confidence=\"1\"/>"
#define MODEL_OF(schema, parts) "<AssociationModel functionName=\"associationRules\">" schema parts "</AssociationModel>"
#define MODEL(parts) MODEL_OF(SCHEMA, parts)

TEST(what_association_rules_cannot_be_is_refused)
{
	static const struct
	{
		const char *text;
		MlsCode		code;
		const char *problem;
	}			refused[] =
	{
		{MODEL("<Item id=\"1\"/>"), MLS_INVALID, "attribute value is missing"},
		{MODEL("<Item id=\"1\" value=\"a\"/><Item id=\"1\" value=\"b\"/>"), MLS_INVALID, "there is another item \"1\""},
		{MODEL(ITEMS "<Itemset id=\"2\"/>"), MLS_INVALID, "there is another itemset \"2\""},
		{MODEL(ITEMS "<Itemset id=\"3\"><ItemRef itemRef=\"9\"/></Itemset>"), MLS_INVALID, "there is no item \"9\""},
		{MODEL(ITEMS "<AssociationRule antecedent=\"1\" consequent=\"7\" support=\"1\" confidence=\"1\"/>"), MLS_INVALID,
		"there is no itemset \"7\""},
		{MODEL(ITEMS "<AssociationRule antecedent=\"1\" support=\"1\" confidence=\"1\"/>"), MLS_INVALID, "attribute consequent is missing"},
		{MODEL(ITEMS "<AssociationRule antecedent=\"1\" consequent=\"2\" support=\"some\" confidence=\"1\"/>"), MLS_INVALID,
		"attribute support is not a number: \"some\""},
		{MODEL(ITEMS RULE "<Rule/>"), MLS_UNSUPPORTED, "Rule: this element is not known here"},
		{MODEL("<Output><OutputField name=\"o\" feature=\"ruleValue\" algorithm=\"best\"/></Output>" ITEMS RULE), MLS_UNSUPPORTED,
		"algorithm=\"best\" is not supported"},
		{MODEL("<Output><OutputField name=\"o\" feature=\"ruleValue\" rankBasis=\"length\"/></Output>" ITEMS RULE), MLS_UNSUPPORTED,
		"rankBasis=\"length\" is not supported"},
		{MODEL("<Output><OutputField name=\"o\" feature=\"ruleValue\" ruleFeature=\"length\"/></Output>" ITEMS RULE), MLS_UNSUPPORTED,
		"ruleFeature=\"length\" is not supported"},
		{MODEL("<Output><OutputField name=\"o\" feature=\"ruleValue\" rank=\"0\"/></Output>" ITEMS RULE), MLS_UNSUPPORTED,
		"rank=\"0\" is not supported"},
		{MODEL_OF("<MiningSchema><MiningField name=\"i\" usageType=\"group\"/><MiningField name=\"z\"/></MiningSchema>", ITEMS RULE),
		MLS_UNSUPPORTED, "the items of a transaction have to be an input of strings"},
		{MODEL_OF("<MiningSchema><MiningField name=\"i\" usageType=\"group\"/><MiningField name=\"c\"/></MiningSchema>", ITEMS RULE),
		MLS_UNSUPPORTED, "the items of a transaction are not judged"},
		{MODEL_OF("<MiningSchema><MiningField name=\"s\"/></MiningSchema>", ITEMS RULE), MLS_INVALID, "there is no field \"a\""},
		{"<AssociationModel functionName=\"regression\">" SCHEMA ITEMS RULE "</AssociationModel>", MLS_INVALID,
		"functionName=\"regression\" does not fit this model"},
		{"<RegressionModel functionName=\"regression\"><MiningSchema/><Output><OutputField name=\"o\" feature=\"ruleValue\"/></Output>"
		"<RegressionTable intercept=\"1\"/></RegressionModel>", MLS_UNSUPPORTED, "asks for a feature that these models do not have"},
		{"<RegressionModel functionName=\"regression\"><MiningSchema/><Output><OutputField name=\"o\" isMultiValued=\"1\"/></Output>"
		"<RegressionTable intercept=\"1\"/></RegressionModel>", MLS_UNSUPPORTED, "isMultiValued is not supported for this model"}
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		scoring_refused(refused[i].text, refused[i].code, refused[i].problem);
}

TEST(a_list_of_items_is_json_or_one_item)
{
	static const struct
	{
		const char *list;
		const char *result;
	}			rows[] =
	{
		{"a", "[[\"say \\\"b\\\"\"]]"},
		{"[\"a\"]", "[[\"say \\\"b\\\"\"]]"},
		{"[\"say \\\"b\\\"\"]", "[]"},
		{"[\"\\u0061\",1,null,true]", "[[\"say \\\"b\\\"\"]]"},
		{"[]", "[]"},
		{" [ ] ", "[]"},
		{"[\"\\ud83d\\ude00\", \"\\ud83d\"]", "[]"},
		{"[\"a\"", "invalid"},
		{"[\"a\" \"b\"]", "invalid"},
		{"[\"a]", "invalid"},
		{"[\"\\x\"]", "invalid"},
		{"[\"\\u00\"]", "invalid"},
		{"[[\"a\"]]", "invalid"},
		{"[{}]", "invalid"},
		{"[\"a\"] x", "invalid"},
		{"[", "invalid"},
		{"[\\", "invalid"},
		{"[\"\\", "invalid"},
		{"{\"a\"}", "[]"},
		{"", "[]"}
	};
	Scoring		s;

	scoring_open(&s, scoring_pmml(MODEL(OUTPUT ITEMS RULE)), NULL);
	REQUIRE(s.code == MLS_OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
	{
		scoring_row(&s);
		scoring_text(&s, "s", rows[i].list);
		CHECK_STRING(scoring_result(&s, "o"), rows[i].result);
	}
	scoring_row(&s);
	CHECK_STRING(scoring_result(&s, "o"), "missing");
	scoring_close(&s);
}
