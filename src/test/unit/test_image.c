/*
 * test/unit/test_image.c
 *	  Unit tests of the image's check: bytes that pass can be scored.
 *
 * Images of small fixtures are damaged word by word, given a right checksum, and
 * checked; what passes is scored.  Whatever comes out of that, it must come out
 * soon and without reading or writing out of bounds, which the sanitizers watch.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scoring.h"
#include "test.h"

/* scored with each image that passes: enough for every kernel, for one of them with more rows */
#define ROWS	13
#define MORE	40

static uint32_t n_rows = ROWS;

#define SCHEMA	"<MiningSchema><MiningField name=\"y\" usageType=\"target\"/><MiningField name=\"x\"/></MiningSchema>"
#define SEGMENT(above) \
	"<Segment><SimplePredicate field=\"x\" operator=\"greaterOrEqual\" value=\"" above "\"/>" \
	"<RegressionModel functionName=\"regression\">" SCHEMA "<RegressionTable intercept=\"" above "\">" \
	"<NumericPredictor name=\"x\" coefficient=\"2\"/></RegressionTable></RegressionModel></Segment>"

typedef struct Damage
{
	MlsImage   *image;			/* a copy that is damaged and mended */
	size_t		size;
	uint32_t	tried;
	uint32_t	passed;
} Damage;

/* Rows of values of all kinds. */
static void
score(const MlsImage *image)
{
	MlsEval    *eval = mls_eval_new(image, n_rows, &mls_malloc_host);
	double		sum = 0;

	/* a damaged image may ask for more memory than there is */
	if (!eval)
		return;
	mls_eval_begin(eval, n_rows);
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, INPUT); i++)
	{
		if (!MLS_RECORDS(image, INPUT)[i].read)
			continue;
		mls_set_double(eval, i, 0, i * 1.5);
		mls_set_text(eval, i, 1, "no", 2);
		mls_set_text(eval, i, 2, "[1, \"no\", null, 2.5]", 20);
	}
	mls_eval_run(eval);
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, INPUT); i++)
	{
		if (MLS_RECORDS(image, INPUT)[i].read)
			sum += mls_explain_input(eval, i, 1).state;
	}
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, OUTPUT); i++)
	{
		for (uint32_t row = 0; row < n_rows; row++)
		{
			MlsCell		cell = mls_eval_cell(eval, MLS_RECORDS(image, OUTPUT)[i].column, row);

			sum += cell.tag == MLS_TAG_STRING ? (double) strlen(cell.datum.s->bytes) : 0;
		}
	}
	for (uint32_t i = 0; i < MLS_N_RECORDS(image, RESULT); i++)
	{
		const MlsImgResult *result = &MLS_RECORDS(image, RESULT)[i];

		sum += mls_eval_cell(eval, result->value, 0).tag;
		for (uint32_t k = 0; k < result->items.n; k++)
			sum += mls_eval_cell(eval, result->items.first + k, 0).tag;
	}
	CHECK(!isnan(sum));
	mls_eval_free(eval);
}

/* Tries the image as it is now. */
static void
try_image(Damage *d)
{
	d->image->checksum = d->image->size == d->size ? mls_image_checksum(d->image) : 0;
	d->tried++;
	if (!mls_image_check(d->image, d->size))
	{
		d->passed++;
		/* more columns than this only take time */
		if (mls_eval_size(d->image, n_rows) < (size_t) 1 << 26)
			score(d->image);
	}
}

/* An image of a fixture's model; the load stays open. */
static const MlsLoadOptions no_options;

static void
load_fixture(MlsLoad *load, const char *name, const MlsLoadOptions *options, MlsLoaded *loaded)
{
	char		path[300];
	size_t		length;
	char	   *bytes;

	snprintf(path, sizeof(path), "model_fixtures/%s", name);
	bytes = test_read_file(path, &length);
	mls_load_init(load, &mls_malloc_host, (size_t) 1 << 28);
	CHECK_INT(mls_load_document(load, bytes, length, options, loaded), MLS_OK);
}

/* Damages the image of a load, which it ends. */
static void
damage_image(MlsLoad *load, const MlsLoaded *loaded, uint32_t stride)
{
	static const uint32_t values[] = {0, 1, 0x7fffffff, 0x80000000u, 0xfffffffeu, 0xffffffffu, 0x3f800000, 256};
	Damage		d = {0};
	uint32_t   *words;
	uint64_t	state = 88172645463325252u;

	if (loaded->image)
	{
		d.size = loaded->image->size;
		d.image = malloc(d.size);
		words = (uint32_t *) d.image;
		memcpy(d.image, loaded->image, d.size);
		CHECK_STRING(mls_image_check(d.image, d.size), NULL);
		score(d.image);
		for (size_t i = 0; i < d.size / 4; i++)
		{
			uint32_t	before = words[i];

			for (size_t k = i % stride; k < sizeof(values) / sizeof(values[0]) + 4; k += stride)
			{
				state ^= state << 13;
				state ^= state >> 7;
				state ^= state << 17;
				if (k < sizeof(values) / sizeof(values[0]))
					words[i] = values[k];
				else if (k == sizeof(values) / sizeof(values[0]))
					words[i] = before + 1;
				else if (k == sizeof(values) / sizeof(values[0]) + 1)
					words[i] = before - 1;
				else if (k == sizeof(values) / sizeof(values[0]) + 2)
					words[i] = before ^ (1u << (state >> 20) % 32);
				else
					words[i] = words[(state >> 20) % (d.size / 4)];
				try_image(&d);
				words[i] = before;
			}
		}
		/* a check that refuses everything would prove nothing, nor would one that refuses nothing */
		CHECK(d.passed > 0 && d.passed < d.tried);
		free(d.image);
	}
	mls_load_free(load);
}

static void
damage_with_options(const char *name, const MlsLoadOptions *options, uint32_t stride)
{
	MlsLoad		load;
	MlsLoaded	loaded;

	load_fixture(&load, name, options, &loaded);
	damage_image(&load, &loaded, stride);
}

/* Models whose images are damaged, a test for each group; of a large one not every value in every word. */
static const struct
{
	const char *group;
	const char *document;
	uint32_t	stride;
}			damaged[] =
{
	{"regression", "sklearn_logistic_churn/model.pmml", 1},
	{"expressions", "semantics_expression_mapvalues/model.pmml", 1},
	{"expressions", "semantics_expression_functions/model.pmml", 1},
	{"expressions", "semantics_history_lag/model.pmml", 1},
	{"expressions", "semantics_text_normalization/model.pmml", 1},
	{"expressions", "semantics_text_of_field/model.pmml", 1},
	{"expressions", "sklearn_delay_flights/model.pmml", 2},
	{"baselines", "semantics_baseline_cusum/model.pmml", 1},
	{"baselines", "semantics_baseline_distribution_weights/model.pmml", 1},
	{"trees", "semantics_tree_weightedconfidence/model.pmml", 1},
	{"trees", "semantics_tree_surrogates_lastprediction/model.pmml", 1},
	{"trees", "semantics_predicates/model.pmml", 1},
	{"ensembles", "semantics_mining_probability_median/model.pmml", 1},
	{"ensembles", "semantics_mining_chain_outputs/model.pmml", 1},
	{"ensembles", "semantics_mining_selectfirst/model.pmml", 1},
	{"ensembles", "semantics_mining_nested/model.pmml", 1},
	{"ensembles", "semantics_composition_last_prediction/model.pmml", 1},
	{"scorecards", "semantics_scorecard_select_first/model.pmml", 3},
	{"scorecards", "semantics_scorecard_complex/model.pmml", 1},
	{"support vector machines", "semantics_svm_one_radial/model.pmml", 1},
	{"support vector machines", "semantics_svm_all_linear/model.pmml", 1},
	{"support vector machines", "semantics_svm_votes/model.pmml", 3},
	{"networks", "semantics_network_shapes/model.pmml", 1},
	{"networks", "semantics_network_classes_4/model.pmml", 1},
	{"networks", "semantics_network_two_targets/model.pmml", 1},
	{"networks", "semantics_network_radial/model.pmml", 3},
	{"processes", "gaussian_process_absolute/model.pmml", 7},
	{"processes", "gaussian_process_one_length/model.pmml", 7},
	{"forests", "sklearn_gb_churn/model.pmml", 7},
	{"forests", "xgboost10_softprob_iris/model.json", 5},
	{"forests", "r_randomforest_credit/model.pmml", 151},
	{"forests", "sklearn_voting_hpc/model.pmml", 97},
	{"forests", "lightgbm47_linear_diabetes/model.txt", 7},
	{"forests", "lightgbm47_one_leaf_diabetes/model.txt", 1},
	{"clusterings", "semantics_clustering_compared_rows/model.pmml", 1},
	{"clusterings", "semantics_clustering_compared_cells/model.pmml", 3},
	{"clusterings", "semantics_clustering_binarysimilarity/model.pmml", 1},
	{"rule sets", "semantics_rules_nested_weightedsum/model.pmml", 1},
	{"rule sets", "semantics_rules_distributions/model.pmml", 1},
	{"naive bayes models", "semantics_bayes_counts/model.pmml", 1},
	{"naive bayes models", "semantics_bayes_densities_gauss/model.pmml", 3},
	{"neighbors", "semantics_neighbors_two_targets/model.pmml", 1},
	{"neighbors", "semantics_neighbors_jaccard/model.pmml", 3},
	{"associations", "semantics_association_features/model.pmml", 1},
	{"associations", "semantics_association_taxonomy_fields/model.pmml", 3},
	{"associations", "semantics_association_values_4_3/model.pmml", 3}
};

static void
damage_group(const char *group)
{
	uint32_t	n = 0;

	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++)
	{
		if (strcmp(damaged[i].group, group) != 0)
			continue;
		damage_with_options(damaged[i].document, &no_options, damaged[i].stride);
		n++;
	}
	CHECK(n > 0);
}

/* A kernel whose records nobody damages may trust what it should check. */
TEST(every_kernel_is_among_what_is_damaged)
{
	static const char *const names[] = {
#define MLS_KERNEL(symbol, member) #member,
#include "lists/kernels.h"
#undef MLS_KERNEL
	};
	bool		is_there[MLS_N_KERNELS] = {false};

	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++)
	{
		MlsLoad		load;
		MlsLoaded	loaded;

		load_fixture(&load, damaged[i].document, &no_options, &loaded);
		REQUIRE(loaded.image != NULL);
		for (uint32_t m = 0; m < MLS_N_RECORDS(loaded.image, MODEL); m++)
			is_there[MLS_RECORDS(loaded.image, MODEL)[m].kernel] = true;
		mls_load_free(&load);
	}
	for (int kernel = 0; kernel < MLS_N_KERNELS; kernel++)
		CHECK_STRING(is_there[kernel] ? NULL : names[kernel], NULL);
}

TEST(a_damaged_regression_is_refused_or_harmless)
{
	damage_group("regression");
}

TEST(damaged_expressions_are_refused_or_harmless)
{
	damage_group("expressions");
}

TEST(damaged_baselines_are_refused_or_harmless)
{
	damage_group("baselines");
}

TEST(damaged_trees_are_refused_or_harmless)
{
	damage_group("trees");
}

TEST(damaged_ensembles_are_refused_or_harmless)
{
	damage_group("ensembles");
}

TEST(a_damaged_list_is_refused_or_harmless)
{
	const char *document = scoring_pmml("<MiningModel functionName=\"regression\">" SCHEMA
										"<Segmentation multipleModelMethod=\"selectAll\">"
										SEGMENT("0") SEGMENT("1") "</Segmentation></MiningModel>");
	MlsLoad		load;
	MlsLoaded	loaded;

	mls_load_init(&load, &mls_malloc_host, (size_t) 1 << 28);
	CHECK_INT(mls_load_document(&load, document, strlen(document), &no_options, &loaded), MLS_OK);
	damage_image(&load, &loaded, 1);
}

TEST(damaged_forests_are_refused_or_harmless)
{
	damage_group("forests");
	damage_with_options("xgboost10_softprob_iris/model.json", &(MlsLoadOptions) {.leaf = true, .margin = true}, 9);
}

/* A tree of 512 leaves: each level cuts what is left of x in two. */
static void
write_nodes(FILE *out, int depth, double low, double high)
{
	double		middle = (low + high) / 2;

	for (int side = 0; side < 2 && depth < 9; side++)
	{
		fprintf(out, "<Node score=\"%d\"><SimplePredicate field=\"x\" operator=\"%s\" value=\"%.17g\"/>", depth,
				side == 0 ? "lessThan" : "greaterOrEqual", middle);
		write_nodes(out, depth + 1, side == 0 ? low : middle, side == 0 ? middle : high);
		fprintf(out, "</Node>");
	}
}

TEST(a_damaged_forest_with_tops_is_refused_or_harmless)
{
	const char *document;
	char	   *tree;
	size_t		length;
	FILE	   *out = open_memstream(&tree, &length);
	MlsLoad		load;
	MlsLoaded	loaded;

	fprintf(out, "<TreeModel functionName=\"regression\" splitCharacteristic=\"binarySplit\" "
			"missingValueStrategy=\"none\"><MiningSchema><MiningField name=\"y\" usageType=\"target\"/>"
			"<MiningField name=\"x\"/></MiningSchema><Node score=\"0\"><True/>");
	write_nodes(out, 0, 0, 64);
	fprintf(out, "</Node></TreeModel>");
	fclose(out);
	mls_load_init(&load, &mls_malloc_host, (size_t) 1 << 28);
	document = scoring_pmml(tree);
	CHECK_INT(mls_load_document(&load, document, strlen(document), &no_options, &loaded), MLS_OK);
	CHECK(MLS_RECORDS(loaded.image, FOREST)[0].tops != MLS_NONE);
	n_rows = MORE;
	damage_image(&load, &loaded, 23);
	n_rows = ROWS;
	free(tree);
}

TEST(damaged_scorecards_are_refused_or_harmless)
{
	damage_group("scorecards");
}

TEST(damaged_support_vector_machines_are_refused_or_harmless)
{
	damage_group("support vector machines");
}

TEST(damaged_networks_are_refused_or_harmless)
{
	damage_group("networks");
}

TEST(damaged_processes_are_refused_or_harmless)
{
	damage_group("processes");
}

TEST(damaged_clusterings_are_refused_or_harmless)
{
	damage_group("clusterings");
}

TEST(damaged_rule_sets_are_refused_or_harmless)
{
	damage_group("rule sets");
}

TEST(damaged_naive_bayes_models_are_refused_or_harmless)
{
	damage_group("naive bayes models");
}

TEST(damaged_neighbors_are_refused_or_harmless)
{
	damage_group("neighbors");
}

TEST(damaged_associations_are_refused_or_harmless)
{
	damage_group("associations");
}

TEST(an_image_that_is_cut_short_is_refused)
{
	MlsLoad		load;
	MlsLoaded	loaded;

	load_fixture(&load, "semantics_mining_chain/model.pmml", &no_options, &loaded);
	for (size_t size = 0; loaded.image && size < loaded.image->size; size += 1 + size / 8)
	{
		char	   *part = malloc(size + 1);

		memcpy(part, loaded.image, size);
		CHECK(mls_image_check(part, size) != NULL);
		free(part);
	}
	mls_load_free(&load);
}

TEST(every_changed_byte_is_noticed_by_the_checksum)
{
	MlsLoad		load;
	MlsLoaded	loaded;

	load_fixture(&load, "semantics_mining_chain/model.pmml", &no_options, &loaded);
	REQUIRE(loaded.image != NULL);
	for (size_t i = sizeof(MlsImage); i < loaded.image->size; i++)
	{
		((char *) loaded.image)[i] ^= 0x10;
		CHECK(mls_image_check(loaded.image, loaded.image->size) != NULL);
		((char *) loaded.image)[i] ^= 0x10;
	}
	CHECK_STRING(mls_image_check(loaded.image, loaded.image->size), NULL);
	mls_load_free(&load);
}
