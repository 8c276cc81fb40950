/*
 * test/unit/test_naive_bayes.c
 *	  Unit tests of naive Bayes models: what is refused, and far values.
 *
 * Counts and distributions are held against references in model_fixtures/.
 */
#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"k\" usageType=\"target\"/><MiningField name=\"x\"/><MiningField name=\"c\"/></MiningSchema>"
#define COUNTS "<TargetValueCounts><TargetValueCount value=\"no\" count=\"2\"/><TargetValueCount value=\"yes\" count=\"3\"/></TargetValueCounts>"
#define OUTPUT "<BayesOutput fieldName=\"k\">" COUNTS "</BayesOutput>"
#define PAIR "<PairCounts value=\"a\">" COUNTS "</PairCounts>"
#define STAT(distribution) "<BayesInput fieldName=\"x\"><TargetValueStats><TargetValueStat value=\"no\">" distribution \
	"</TargetValueStat></TargetValueStats></BayesInput>"

#define GAUSS "<GaussianDistribution mean=\"0\" variance=\"1\"/>"

#define WITH(attributes, parts)	"<NaiveBayesModel functionName=\"classification\" " attributes ">" SCHEMA parts "</NaiveBayesModel>"
#define MODEL(parts)			WITH("threshold=\"0.01\"", parts)
#define INPUTS(inputs)			MODEL("<BayesInputs>" inputs "</BayesInputs>" OUTPUT)

TEST(what_a_naive_bayes_model_cannot_be_is_refused)
{
	static const struct
	{
		const char *text;
		MlsCode		code;
		const char *problem;
	}			refused[] =
	{
		{MODEL(OUTPUT), MLS_INVALID, "the BayesInputs are missing"},
		{MODEL("<BayesInputs/>"), MLS_INVALID, "the BayesOutput is missing"},
		{MODEL("<BayesInputs/><BayesOutput fieldName=\"k\"/>"), MLS_INVALID, "the TargetValueCounts are missing"},
		{MODEL("<BayesInputs/><BayesOutput fieldName=\"k\"><TargetValueCounts/></BayesOutput>"), MLS_INVALID, "it has no category"},
		{MODEL("<BayesInputs/><BayesOutput fieldName=\"k\"><TargetValueCounts><TargetValueCount value=\"no\" count=\"1\"/>"
			   "<TargetValueCount value=\" no \" count=\"1\"/></TargetValueCounts></BayesOutput>"), MLS_INVALID,
		"the category \"no\" is there twice"},
		{WITH("", "<BayesInputs/>" OUTPUT), MLS_INVALID, "attribute threshold is missing"},
		{WITH("threshold=\"-1\"", "<BayesInputs/>" OUTPUT), MLS_INVALID, "threshold is below 0"},
		{WITH("threshold=\"0\" x-mathContext=\"float\"", "<BayesInputs/>" OUTPUT), MLS_UNSUPPORTED,
		"x-mathContext=\"float\" is not supported for this model"},
		{INPUTS("<BayesInput fieldName=\"c\"/>"), MLS_INVALID, "it needs either PairCounts or TargetValueStats"},
		{INPUTS("<BayesInput fieldName=\"w\">" PAIR "</BayesInput>"), MLS_INVALID, "there is no field \"w\""},
		{INPUTS("<BayesInput fieldName=\"c\"><PairCounts value=\"a\"/></BayesInput>"), MLS_INVALID, "the TargetValueCounts are missing"},
		{INPUTS("<BayesInput fieldName=\"c\"><PairCounts value=\"a\"><TargetValueCounts><TargetValueCount value=\"maybe\" count=\"1\"/>"
				"</TargetValueCounts></PairCounts></BayesInput>"), MLS_INVALID, "\"maybe\" is no category of the BayesOutput"},
		{INPUTS("<BayesInput fieldName=\"c\"><PairCounts value=\"a\"><TargetValueCounts><TargetValueCount value=\"no\" count=\"-1\"/>"
				"</TargetValueCounts></PairCounts></BayesInput>"), MLS_INVALID, "count is below 0"},
		{INPUTS("<BayesInput fieldName=\"c\"><PairCounts value=\"a\"><TargetValueCounts><TargetValueCount value=\"no\" count=\"1\"/>"
				"<TargetValueCount value=\"no\" count=\"1\"/></TargetValueCounts></PairCounts></BayesInput>"), MLS_INVALID,
		"TargetValueCount: the category \"no\" is there twice"},
		{INPUTS(STAT(GAUSS "</TargetValueStat><TargetValueStat value=\"no\">" GAUSS)), MLS_INVALID,
		"TargetValueStat: the category \"no\" is there twice"},
		{INPUTS(STAT("")), MLS_INVALID, "there is not exactly one distribution in it"},
		{INPUTS(STAT("<GaussianDistribution mean=\"0\" variance=\"0\"/>")), MLS_INVALID, "variance is not above 0"},
		{INPUTS(STAT("<GaussianDistribution mean=\"0\"/>")), MLS_INVALID, "attribute variance is missing"},
		{INPUTS(STAT("<PoissonDistribution mean=\"0\"/>")), MLS_INVALID, "mean is not above 0"},
		{INPUTS(STAT("<UniformDistribution lower=\"2\" upper=\"1\"/>")), MLS_INVALID, "lower is not below upper"},
		{INPUTS(STAT("<AnyDistribution mean=\"0\" variance=\"1\"/>")), MLS_UNSUPPORTED, "an AnyDistribution has no density"},
		{INPUTS(STAT("<WeibullDistribution/>")), MLS_UNSUPPORTED, "WeibullDistribution: this element is not known here"}
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		scoring_refused(refused[i].text, refused[i].code, refused[i].problem);
}

TEST(however_far_a_value_is_the_nearer_category_wins)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(WITH("threshold=\"0\"", "<BayesInputs><BayesInput fieldName=\"x\"><TargetValueStats>"
		"<TargetValueStat value=\"no\"><GaussianDistribution mean=\"0\" variance=\"1\"/></TargetValueStat>"
		"<TargetValueStat value=\"yes\"><GaussianDistribution mean=\"1\" variance=\"1\"/></TargetValueStat></TargetValueStats></BayesInput>"
		"</BayesInputs>" OUTPUT)), NULL);
	scoring_text(&s, "x", "1000");
	CHECK_STRING(scoring_result(&s, "k"), "yes");
	CHECK_STRING(scoring_number(&s), "1.0");
	scoring_row(&s);
	scoring_text(&s, "x", "-1000");
	CHECK_STRING(scoring_result(&s, "k"), "no");
	scoring_row(&s);
	scoring_text(&s, "x", "INF");
	CHECK_STRING(scoring_result(&s, "k"), "missing");
	scoring_close(&s);
}

TEST(a_uniform_distribution_holds_its_margins)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(WITH("threshold=\"0.25\"", "<BayesInputs><BayesInput fieldName=\"x\"><TargetValueStats>"
		"<TargetValueStat value=\"yes\"><UniformDistribution lower=\"1\" upper=\"2\"/></TargetValueStat></TargetValueStats></BayesInput>"
		"</BayesInputs>" OUTPUT)), NULL);
	scoring_text(&s, "x", "2");
	CHECK_STRING(scoring_result(&s, "k"), "yes");
	scoring_row(&s);
	scoring_text(&s, "x", "2.5");	/* 0.75 against 2 */
	CHECK_STRING(scoring_result(&s, "k"), "no");
	scoring_close(&s);
}
