/*
 * test/unit/test_gaussian_process.c
 *	  Unit tests of GaussianProcessModel: what is refused, and the order of inputs.
 *
 * Means and deviations are held against references in model_fixtures/.
 */
#include <stdlib.h>

#include "scoring.h"
#include "test.h"

#define SCHEMA "<MiningSchema><MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"x\"/><MiningField name=\"z\"/></MiningSchema>"
#define PROCESS(attributes, kernel, instances) \
	"<GaussianProcessModel " attributes ">" SCHEMA kernel instances "</GaussianProcessModel>"
#define REGRESSION	"functionName=\"regression\""
#define RADIAL(attributes)	"<RadialBasisKernel " attributes "/>"
#define INSTANCES(fields, rows) \
	"<TrainingInstances><InstanceFields>" fields "</InstanceFields><InlineTable>" rows "</InlineTable></TrainingInstances>"
#define FIELD(name)	"<InstanceField field=\"" name "\"/>"
#define XZY			FIELD("x") FIELD("z") FIELD("y")
#define ROWS		"<row><x>1</x><z>2</z><y>3</y></row><row><x>2</x><z>0</z><y>1</y></row>"

TEST(a_process_has_one_kernel_and_its_instances)
{
	scoring_refused(PROCESS(REGRESSION, "", INSTANCES(XZY, ROWS)), MLS_INVALID, "there are 0 kernels");
	scoring_refused(PROCESS(REGRESSION, RADIAL("") RADIAL(""), INSTANCES(XZY, ROWS)), MLS_INVALID, "there are 2 kernels");
	scoring_refused(PROCESS(REGRESSION, RADIAL(""), ""), MLS_INVALID, "the TrainingInstances are missing");
	scoring_refused(PROCESS(REGRESSION, RADIAL(""), "<TrainingInstances/>"), MLS_INVALID, "no InstanceFields or no InlineTable");
	scoring_refused(PROCESS(REGRESSION, RADIAL(""), INSTANCES(XZY, "")), MLS_INVALID, "there is no instance");
	scoring_refused(PROCESS(REGRESSION, RADIAL(""), INSTANCES(FIELD("x") FIELD("z"), ROWS)), MLS_INVALID, "the target is not among");
	scoring_refused(PROCESS(REGRESSION, RADIAL(""), INSTANCES(FIELD("y"), ROWS)), MLS_INVALID, "there is no input among");
	scoring_refused(PROCESS(REGRESSION, RADIAL(""), INSTANCES(XZY, "<row><x>1</x><z>2</z></row>")), MLS_INVALID, "instance 1 has no number for \"y\"");
	scoring_refused(PROCESS(REGRESSION, RADIAL(""), INSTANCES(XZY, "<row><x>one</x><z>2</z><y>1</y></row>")), MLS_INVALID,
					"instance 1 has no number for \"x\"");
	scoring_refused(PROCESS("functionName=\"classification\"", RADIAL(""), INSTANCES(XZY, ROWS)), MLS_INVALID,
					"functionName=\"classification\" does not fit this model");
	scoring_refused(PROCESS(REGRESSION " x-mathContext=\"float\"", RADIAL(""), INSTANCES(XZY, ROWS)), MLS_UNSUPPORTED, "is not supported here");
}

TEST(lengths_and_variances_make_sense)
{
	scoring_refused(PROCESS(REGRESSION, RADIAL("gamma=\"0\""), INSTANCES(XZY, ROWS)), MLS_INVALID, "gamma and degree must be above 0");
	scoring_refused(PROCESS(REGRESSION, RADIAL("noiseVariance=\"-1\""), INSTANCES(XZY, ROWS)), MLS_INVALID, "noiseVariance not below");
	scoring_refused(PROCESS(REGRESSION, RADIAL("lambda=\"0\""), INSTANCES(XZY, ROWS)), MLS_INVALID, "a lambda is not above 0");
	scoring_refused(PROCESS(REGRESSION, "<ARDSquaredExponentialKernel><Lambda><Array type=\"real\">1 2 3</Array></Lambda></ARDSquaredExponentialKernel>",
							INSTANCES(XZY, ROWS)), MLS_INVALID, "not as many lambdas as inputs");
	scoring_refused(PROCESS(REGRESSION, RADIAL("noiseVariance=\"0\""), INSTANCES(XZY, ROWS ROWS)), MLS_INVALID,
					"the covariances of the instances are singular");
}

/* Without noise the process goes through its instances. */
TEST(inputs_are_in_the_order_of_the_mining_schema)
{
	Scoring		s;

	scoring_open(&s, scoring_pmml(PROCESS(REGRESSION, "<ARDSquaredExponentialKernel noiseVariance=\"0\"><Lambda><Array type=\"real\">0.5 4</Array>"
										  "</Lambda></ARDSquaredExponentialKernel>", INSTANCES(FIELD("y") FIELD("z") FIELD("x"), ROWS))), NULL);
	REQUIRE(s.code == MLS_OK);
	scoring_text(&s, "x", "2");
	scoring_text(&s, "z", "0");
	CHECK_CLOSE(strtod(scoring_result(&s, "y"), NULL), 1, 1e-14, 1);
	scoring_row(&s);
	scoring_text(&s, "x", "1");
	CHECK_STRING(scoring_result(&s, "y"), "missing");
	scoring_close(&s);
}
