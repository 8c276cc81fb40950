/*
 * pmml/pmml_clustering.c
 *	  ClusteringModel.
 *
 * The size of a cluster, its KohonenMap, Partition and Covariances tell how it
 * came about; a center-based model is scored by centers alone.  Of a
 * distribution-based one, whose clusters are those statistics, the standard only
 * says that "some similarity measure" finds the cluster, so it is refused.
 */
#include <string.h>

#include "pmml/pmml_comparison.h"

/* Up to 3.1 the coordinates are derived fields that stand in the model itself. */
static void
read_center_fields(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsClusteringModel *clustering = model->u.clustering;
	uint32_t	first = model->n_derived;

	mls_pmml_derived_fields(pmml, element, &model->derived, &model->n_derived);
	clustering->n_fields = model->n_derived - first;
	clustering->fields = MLS_NEW_N(pmml->load, MlsComparedField, clustering->n_fields);
	for (uint32_t i = 0; i < clustering->n_fields; i++)
	{
		clustering->fields[i] = (MlsComparedField) {
			.field = model->derived[first + i].name,
			.fieldWeight = 1,
			.missing_weight = 1,
			.compareFunction = clustering->measure.compareFunction,
			.line = model->derived[first + i].line
		};
	}
}

/* A ClusteringField that says how a coordinate of that name is compared. */
static void
refine_center_field(MlsPmml *pmml, const MlsXml *element, MlsClusteringModel *clustering)
{
	MlsComparedField field = {0};

	mls_pmml_compared_field(pmml, element, &clustering->measure, &field);
	for (uint32_t i = 0; i < clustering->n_fields; i++)
	{
		if (strcmp(clustering->fields[i].field, field.field) == 0)
			clustering->fields[i] = field;
	}
}

static void
read_fields(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	MlsClusteringModel *clustering = model->u.clustering;
	const MlsXml *centers = mls_pmml_only(pmml, element, "CenterFields");

	if (centers)
		read_center_fields(pmml, centers, model);
	else
		clustering->fields = MLS_NEW_N(pmml->load, MlsComparedField, mls_xml_count(element, "ClusteringField"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (!mls_xml_is(child, "ClusteringField"))
			continue;
		mls_tick(pmml->load);
		if (centers)
			refine_center_field(pmml, child, clustering);
		else if (mls_pmml_truth(pmml, child, "isCenterField", true))
			mls_pmml_compared_field(pmml, child, &clustering->measure, &clustering->fields[clustering->n_fields++]);
	}
	if (clustering->n_fields == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no ClusteringField with a coordinate");
}

static void
read_missing_weights(MlsPmml *pmml, const MlsXml *element, MlsClusteringModel *clustering)
{
	const double *weights = NULL;
	uint32_t	n = 0;

	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_pmml_is_numbers(child))
			weights = mls_pmml_numbers(pmml, child, clustering->n_fields, &n);
		else
			mls_pmml_unknown(pmml, child);
	}
	if (!weights || n != clustering->n_fields)
	{
		mls_pmml_problem(pmml, MLS_INVALID, element, "there are %u weights for %u coordinates", n, clustering->n_fields);
		return;
	}
	for (uint32_t i = 0; i < n; i++)
	{
		clustering->fields[i].missing_weight = weights[i];
		if (!(weights[i] >= 0))
			mls_pmml_problem(pmml, MLS_INVALID, element, "a weight is below 0");
	}
}

static void
read_cluster(MlsPmml *pmml, const MlsXml *element, MlsClusteringModel *clustering)
{
	MlsCluster *cluster = &clustering->clusters[clustering->n_clusters++];
	uint32_t	n = 0;

	cluster->line = element->line;
	cluster->id = mls_xml_get(element, "id");
	if (!cluster->id)
		cluster->id = mls_format(pmml->load, "%u", clustering->n_clusters);
	cluster->name = mls_xml_get(element, "name");
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (mls_pmml_is_numbers(child) && !cluster->center)
			cluster->center = mls_pmml_numbers(pmml, child, clustering->n_fields, &n);
		else if (!mls_xml_is(child, "KohonenMap") && !mls_xml_is(child, "Covariances"))
			mls_pmml_unknown(pmml, child);
	}
	if (!cluster->center || n != clustering->n_fields)
		mls_pmml_problem(pmml, MLS_INVALID, element, "the center has %u coordinates, and there are %u fields for them",
						 n, clustering->n_fields);
}

void
mls_pmml_clustering(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	static const MlsPmmlWord classes[] = {{"centerBased", false}, {"distributionBased", true}, {NULL, 0}};
	MlsClusteringModel *clustering = MLS_NEW(pmml->load, MlsClusteringModel);
	const MlsXml *weights = mls_pmml_only(pmml, element, "MissingValueWeights");
	uint32_t	n = mls_xml_count(element, "Cluster");

	model->u.clustering = clustering;
	if (mls_pmml_word(pmml, element, "modelClass", classes, -1) == true)
	{
		mls_pmml_problem(pmml, MLS_UNSUPPORTED, element,
						 "modelClass=\"distributionBased\" is not supported: PMML does not define how near a row is to a cluster's statistics");
		return;
	}
	mls_pmml_comparison_measure(pmml, element, &clustering->measure);
	read_fields(pmml, element, model);
	if (weights)
		read_missing_weights(pmml, weights, clustering);
	clustering->clusters = MLS_NEW_N(pmml->load, MlsCluster, n);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "Cluster"))
			read_cluster(pmml, child, clustering);
		else if (!mls_xml_is(child, "ComparisonMeasure") && !mls_xml_is(child, "ClusteringField") &&
				 !mls_xml_is(child, "CenterFields") && !mls_xml_is(child, "MissingValueWeights"))
			mls_pmml_other_child(pmml, element, child);
	}
	if (n == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no Cluster");
}
