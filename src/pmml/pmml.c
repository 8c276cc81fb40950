/*
 * pmml/pmml.c
 *	  PMML documents: from the root to the model.
 */
#include "pmml/pmml.h"
#include "pmml/pmml_util.h"

/* "Name version" of the program that wrote the document, or NULL. */
static const char *
read_producer(MlsPmml *pmml, const MlsXml *root)
{
	const MlsXml *header = mls_xml_child(root, "Header");
	const MlsXml *application = header ? mls_xml_child(header, "Application") : NULL;
	const char *name = application ? mls_xml_get(application, "name") : NULL;
	const char *version = name ? mls_xml_get(application, "version") : NULL;

	return version ? mls_format(pmml->load, "%s %s", name, version) : name;
}

/*
 * Reads the model that the options choose.  The others are in the document
 * with their names only: nothing in them can change a score, so nothing in them
 * is a reason to refuse the document.
 */
static void
read_model(MlsPmml *pmml, const MlsXml *root)
{
	MlsDocument *document = pmml->document;
	const MlsXml **elements;
	MlsModel   *model;
	uint32_t	n = 0;

	for (const MlsXml *child = root->first; child; child = child->next)
		n += mls_pmml_is_model(child);
	elements = MLS_NEW_N(pmml->load, const MlsXml *, n);
	document->models = MLS_NEW_N(pmml->load, MlsModel, n);
	for (const MlsXml *child = root->first; child; child = child->next)
	{
		if (!mls_pmml_is_model(child))
			continue;
		elements[document->n_models] = child;
		mls_pmml_model_header(pmml, child, &document->models[document->n_models]);
		document->n_models++;
	}

	/* leaves if there is no such model, and must not hide what is wrong besides */
	if (document->n_models == 0)
		mls_stop_if_problems(pmml->load);
	model = mls_choose_model(pmml->load, document, pmml->options);
	mls_pmml_model(pmml, elements[model - document->models], model);
	document->algorithm = model->algorithmName;
}

MlsDocument *
mls_read_pmml(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options)
{
	const MlsXml *root = mls_xml_parse(load, bytes, length, options->is_text, MLS_XML_PIECE);
	MlsPmml	   *pmml = MLS_NEW(load, MlsPmml);
	MlsDocument *document = MLS_NEW(load, MlsDocument);
	const MlsXml *dictionary = NULL;
	const MlsXml *transformations = NULL;

	pmml->load = load;
	pmml->options = options;
	pmml->document = document;
	document->format = MLS_FORMAT_PMML;
	document->version = mls_xml_get(root, "version");
	document->producer = read_producer(pmml, root);

	for (const MlsXml *child = root->first; child; child = child->next)
	{
		/* a model may be anything, so also anything of another namespace */
		if (!mls_xml_is(child, "Header") && !mls_xml_is(child, "DataDictionary") &&
			!mls_xml_is(child, "TransformationDictionary") && !mls_pmml_is_model(child))
			mls_pmml_problem(pmml, MLS_UNSUPPORTED, child, "this element is not known as a model");
	}
	dictionary = mls_pmml_only(pmml, root, "DataDictionary");
	transformations = mls_pmml_only(pmml, root, "TransformationDictionary");
	if (dictionary)
		mls_pmml_data_dictionary(pmml, dictionary);
	else
		mls_pmml_problem(pmml, MLS_INVALID, root, "the DataDictionary is missing");
	if (transformations)
	{
		mls_pmml_find_functions(pmml, transformations);
		mls_pmml_transformation_dictionary(pmml, transformations);
	}
	read_model(pmml, root);
	mls_pmml_mark_histories(pmml);
	mls_stop_if_problems(load);
	return document;
}
