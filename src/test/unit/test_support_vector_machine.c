/*
 * test/unit/test_support_vector_machine.c
 *	  Unit tests of SupportVectorMachineModel: what is refused; and of the sums
 *	  that such models make of many columns at once.
 *
 * What models compute is held against references in model_fixtures/.
 */
#include <stdlib.h>
#include <string.h>

#include "eval/dense.h"
#include "eval/vectors.h"
#include "scoring.h"
#include "test.h"

/* ---- sums ---- */

#define MOST_ROWS		37
#define MOST_COLUMNS	29

/* Numbers whose sums depend on the order of adding. */
static double
some_number(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return ((double) (*state >> 11) / 9007199254740992.0 - 0.5) * (double) (1 << (*state % 20));
}

static void
check_sums(uint32_t n_rows, uint32_t n_columns, uint32_t n)
{
	uint64_t	state = n_rows * 1000 + n_columns;
	double	   *matrix = calloc(mls_lane_numbers(n_rows, n_columns) + 1, sizeof(double));
	double		x[MLS_DENSE_ROWS * (MOST_ROWS + 1)];
	double		out[MLS_DENSE_ROWS * (MOST_COLUMNS + MLS_LANES)];
	size_t		stride = mls_lane_columns(n_columns);
	MlsDense	dense = {matrix, n_rows, n_columns, x, n_rows + 1, n, out, stride};

	for (size_t i = 0; i < sizeof(x) / sizeof(x[0]); i++)
		x[i] = some_number(&state);
	for (uint32_t i = 0; i < n_rows; i++)
		for (uint32_t c = 0; c < n_columns; c++)
			matrix[mls_lane_place(n_rows, i, c)] = some_number(&state);
	for (int distances = 0; distances < 2; distances++)
	{
		(distances ? mls_dense_distances : mls_dense_products) (&dense);
		for (uint32_t r = 0; r < n; r++)
			for (uint32_t c = 0; c < n_columns; c++)
			{
				double		sum = 0;

				for (uint32_t i = 0; i < n_rows; i++)
				{
					double		m = matrix[mls_lane_place(n_rows, i, c)];
					double		value = x[r * (n_rows + 1) + i];

					sum += distances ? (value - m) * (value - m) : value * m;
				}
				CHECK_DOUBLE(out[r * stride + c], sum);
			}
	}
	free(matrix);
}

TEST(many_sums_at_once_are_the_same_bit_for_bit)
{
	const MlsVectors *vectors;

	for (uint32_t v = 0; (vectors = mls_vectors_at(v)) != NULL; v++)
	{
		mls_use_vectors(vectors);
		for (uint32_t n = 1; n <= MLS_DENSE_ROWS; n++)
			for (uint32_t n_columns = 1; n_columns <= MOST_COLUMNS; n_columns += 1 + n_columns / 4)
				for (uint32_t n_rows = 0; n_rows <= MOST_ROWS; n_rows += 1 + n_rows / 2)
					check_sums(n_rows, n_columns, n);
	}
	mls_use_vectors(NULL);
}

/* ---- what is refused ---- */

#define SCHEMA "<MiningSchema><MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"
#define CLASS_SCHEMA "<MiningSchema><MiningField name=\"k\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"
#define SVM(attributes, schema, kernel, dictionary, machines) \
	"<SupportVectorMachineModel " attributes ">" schema kernel "<VectorDictionary>" dictionary "</VectorDictionary>" machines \
	"</SupportVectorMachineModel>"
#define REGRESSION		"functionName=\"regression\""
#define CLASSES			"functionName=\"classification\""
#define LINEAR			"<LinearKernelType/>"
#define FIELDS			"<VectorFields><FieldRef field=\"x\"/></VectorFields>"
#define VECTOR(numbers)	"<VectorInstance id=\"v\"><Array type=\"real\">" numbers "</Array></VectorInstance>"
#define MACHINE(attributes, vectors, coefficients) \
	"<SupportVectorMachine " attributes "><SupportVectors>" vectors "</SupportVectors><Coefficients>" coefficients \
	"</Coefficients></SupportVectorMachine>"
#define V				"<SupportVector vectorId=\"v\"/>"
#define ONE				MACHINE("", V, "<Coefficient value=\"1\"/>")

TEST(vectors_and_machines_must_fit_together)
{
	scoring_refused(SVM(REGRESSION, SCHEMA, "", FIELDS VECTOR("1"), ONE), MLS_INVALID, "there are 0 kernels");
	scoring_refused(SVM(REGRESSION, SCHEMA, LINEAR "<SigmoidKernelType/>", FIELDS VECTOR("1"), ONE), MLS_INVALID, "there are 2 kernels");
	scoring_refused(SVM(REGRESSION, SCHEMA, LINEAR, VECTOR(""), ONE), MLS_INVALID, "the VectorFields are missing");
	scoring_refused(SVM(REGRESSION, SCHEMA, LINEAR, "<VectorFields/>", ""), MLS_INVALID, "there is no field in it");
	scoring_refused(SVM(REGRESSION, SCHEMA, LINEAR, FIELDS VECTOR("1 2"), ONE), MLS_INVALID, "2 numbers, and 1 VectorFields");
	scoring_refused(SVM(REGRESSION, SCHEMA, LINEAR, FIELDS VECTOR("one"), ONE), MLS_INVALID, "a value that is no number");
	scoring_refused(SVM(REGRESSION, SCHEMA, LINEAR, FIELDS VECTOR("1") VECTOR("2"), ONE), MLS_INVALID, "another vector \"v\"");
	scoring_refused(SVM(REGRESSION, SCHEMA, LINEAR, FIELDS "<VectorInstance id=\"v\"/>", ONE), MLS_INVALID, "there are no numbers");
	scoring_refused(SVM(REGRESSION, SCHEMA, LINEAR, FIELDS, ONE), MLS_INVALID, "there is no vector \"v\"");
	scoring_refused(SVM(REGRESSION, SCHEMA, LINEAR, FIELDS VECTOR("1"), ""), MLS_INVALID, "there is no SupportVectorMachine");
	scoring_refused(SVM(REGRESSION, SCHEMA, LINEAR, FIELDS VECTOR("1"), MACHINE("", V, "")), MLS_INVALID,
					"0 Coefficients for 1 SupportVectors");
	scoring_refused(SVM(REGRESSION " svmRepresentation=\"Coefficients\"", SCHEMA, LINEAR, FIELDS,
						"<SupportVectorMachine><Coefficients/></SupportVectorMachine>"), MLS_INVALID, "0 Coefficients for 1 VectorFields");
	scoring_refused(SVM(REGRESSION, SCHEMA, LINEAR, FIELDS VECTOR("1"), "<SupportVectorMachine/>"), MLS_INVALID,
					"the SupportVectors are missing");
}

TEST(machines_of_a_classification_name_categories)
{
	scoring_refused(SVM(CLASSES, CLASS_SCHEMA, LINEAR, FIELDS VECTOR("1"), ONE), MLS_INVALID, "attribute targetCategory is missing");
	scoring_refused(SVM(CLASSES " classificationMethod=\"OneAgainstOne\"", CLASS_SCHEMA, LINEAR, FIELDS VECTOR("1"),
						MACHINE("targetCategory=\"yes\"", V, "<Coefficient value=\"1\"/>")), MLS_INVALID,
					"attribute alternateTargetCategory is missing");
	scoring_refused(SVM(CLASSES " classificationMethod=\"Best\"", CLASS_SCHEMA, LINEAR, FIELDS VECTOR("1"), ONE),
					MLS_UNSUPPORTED, "classificationMethod=\"Best\" is not supported");
	scoring_refused(SVM(REGRESSION " x-mathContext=\"float\"", SCHEMA, LINEAR, FIELDS VECTOR("1"), ONE),
					MLS_UNSUPPORTED, "x-mathContext=\"float\" is not supported here");
}
