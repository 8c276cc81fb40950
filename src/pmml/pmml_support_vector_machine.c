/*
 * pmml/pmml_support_vector_machine.c
 *	  SupportVectorMachineModel.
 *
 * The numbers of vectors, fields and coefficients that elements announce only
 * inform.
 */
#include <math.h>
#include <string.h>

#include "base/map.h"
#include "pmml/pmml_util.h"

/* ---- the kernel ---- */

static void
read_kernel(MlsPmml *pmml, const MlsXml *element, MlsSupportVectorMachineModel *svm)
{
	svm->gamma = mls_pmml_number(pmml, element, "gamma", 1.0);
	svm->coef0 = mls_pmml_number(pmml, element, "coef0", 1.0);
	svm->degree = mls_pmml_number(pmml, element, "degree", 1.0);
	for (const MlsXml *child = element->first; child; child = child->next)
		mls_pmml_unknown(pmml, child);
}

/* ---- vectors ---- */

static void
read_fields(MlsPmml *pmml, const MlsXml *element, MlsSupportVectorMachineModel *svm)
{
	svm->fields = MLS_NEW_N(pmml->load, MlsVectorField,
							mls_xml_count(element, "FieldRef") + mls_xml_count(element, "CategoricalPredictor"));
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		bool		is_number = mls_xml_is(child, "FieldRef");
		MlsVectorField *field;

		if (!is_number && !mls_xml_is(child, "CategoricalPredictor"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		field = &svm->fields[svm->n_fields++];
		field->line = child->line;
		field->name = is_number ? mls_pmml_field(pmml, child, "field") : mls_pmml_any_field(pmml, child);
		if (is_number)
			field->mapMissingTo = mls_xml_get(child, "mapMissingTo");
		else
			field->value = mls_pmml_required(pmml, child, "value");
	}
	if (svm->n_fields == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no field in it");
}

/* A vector that is shorter than the fields ends with zeros. */
static void
read_vector(MlsPmml *pmml, const MlsXml *element, MlsSupportVectorMachineModel *svm, MlsMap *ids)
{
	double	   *row = svm->vectors.cells + (size_t) svm->vectors.n_rows * svm->n_fields;
	const MlsXml *array = element->first;
	double	   *numbers;
	uint32_t	n;
	const char *id = mls_pmml_required(pmml, element, "id");
	uintptr_t	place = ++svm->vectors.n_rows;

	if ((uintptr_t) mls_map_put(pmml->load, ids, id, (void *) place) != place)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is another vector \"%s\"", mls_quote(pmml->load, id));
	while (array && !mls_pmml_is_numbers(array))
		array = array->next;
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (child != array)
			mls_pmml_unknown(pmml, child);
	}
	if (!array)
	{
		mls_pmml_problem(pmml, MLS_INVALID, element, "there are no numbers in it");
		return;
	}
	numbers = mls_pmml_numbers(pmml, array, svm->n_fields, &n);
	if (n > svm->n_fields)
		mls_pmml_problem(pmml, MLS_INVALID, array, "there are %u numbers, and %u VectorFields", n, svm->n_fields);
	else if (n > 0)
		memcpy(row, numbers, n * sizeof(double));
}

static void
read_dictionary(MlsPmml *pmml, const MlsXml *element, MlsSupportVectorMachineModel *svm, MlsMap *ids)
{
	const MlsXml *fields = mls_pmml_only(pmml, element, "VectorFields");
	uint32_t	n = mls_xml_count(element, "VectorInstance");

	if (fields)
		read_fields(pmml, fields, svm);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the VectorFields are missing");
	svm->vectors.n_columns = svm->n_fields;
	svm->vectors.cells = MLS_NEW_N(pmml->load, double, (size_t) n * svm->n_fields);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "VectorInstance"))
			read_vector(pmml, child, svm, ids);
		else if (child != fields)
			mls_pmml_unknown(pmml, child);
	}
}

/* ---- machines ---- */

static void
read_coefficients(MlsPmml *pmml, const MlsXml *element, MlsSupportVectorMachine *machine)
{
	uint32_t	n = mls_xml_count(element, "Coefficient");

	machine->absoluteValue = mls_pmml_number(pmml, element, "absoluteValue", 0.0);
	if (n != machine->n)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there are %u Coefficients for %u %s", n, machine->n,
						 machine->vectors ? "SupportVectors" : "VectorFields");
	machine->coefficients = MLS_NEW_N(pmml->load, double, n > machine->n ? n : machine->n);
	n = 0;
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		mls_tick(pmml->load);
		if (mls_xml_is(child, "Coefficient"))
			machine->coefficients[n++] = mls_pmml_number(pmml, child, "value", 0.0);
		else
			mls_pmml_unknown(pmml, child);
	}
}

static void
read_support_vectors(MlsPmml *pmml, const MlsXml *element, MlsSupportVectorMachine *machine, const MlsMap *ids)
{
	machine->vectors = MLS_NEW_N(pmml->load, uint32_t, mls_xml_count(element, "SupportVector") + 1);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		const char *id;
		uintptr_t	place;

		mls_tick(pmml->load);
		if (!mls_xml_is(child, "SupportVector"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		id = mls_pmml_required(pmml, child, "vectorId");
		place = (uintptr_t) mls_map_get(ids, id);
		if (place > 0)
			machine->vectors[machine->n++] = (uint32_t) place - 1;
		else
			mls_pmml_problem(pmml, MLS_INVALID, child, "there is no vector \"%s\"", mls_quote(pmml->load, id));
	}
}

static void
read_machine(MlsPmml *pmml, const MlsXml *element, const MlsSupportVectorMachineModel *svm, const MlsMap *ids,
			 MlsSupportVectorMachine *machine)
{
	const MlsXml *vectors = mls_pmml_only(pmml, element, "SupportVectors");
	const MlsXml *coefficients = mls_pmml_only(pmml, element, "Coefficients");

	machine->line = element->line;
	machine->targetCategory = mls_xml_get(element, "targetCategory");
	machine->alternateTargetCategory = mls_xml_get(element, "alternateTargetCategory");
	machine->threshold = mls_pmml_number(pmml, element, "threshold", NAN);
	if (svm->of_fields)
		machine->n = svm->n_fields;
	else if (vectors)
		read_support_vectors(pmml, vectors, machine, ids);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the SupportVectors are missing");
	if (coefficients)
		read_coefficients(pmml, coefficients, machine);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the Coefficients are missing");
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		if (child != coefficients && child != vectors)
			mls_pmml_unknown(pmml, child);
	}
}

/* ---- the model ---- */

static void
read_attributes(MlsPmml *pmml, const MlsXml *element, MlsSupportVectorMachineModel *svm)
{
	static const MlsPmmlWord representations[] = {{"SupportVectors", false}, {"Coefficients", true}, {NULL, 0}};
	static const MlsPmmlWord methods[] = {
		{"OneAgainstAll", MLS_SVM_ONE_AGAINST_ALL}, {"OneAgainstOne", MLS_SVM_ONE_AGAINST_ONE}, {NULL, 0}
	};

	svm->threshold = mls_pmml_number(pmml, element, "threshold", 0.0);
	svm->of_fields = mls_pmml_word(pmml, element, "svmRepresentation", representations, false) != 0;
	svm->classificationMethod = (MlsClassificationMethod)
		mls_pmml_word(pmml, element, "classificationMethod", methods, MLS_SVM_METHOD_NONE);
	svm->maxWins = mls_pmml_truth(pmml, element, "maxWins", false);
	svm->alternateBinaryTargetCategory = mls_xml_get(element, "alternateBinaryTargetCategory");
}

void
mls_pmml_support_vector_machine(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	static const MlsPmmlWord kernels[] = {
		{"LinearKernelType", MLS_KERNEL_FUNCTION_LINEAR},
		{"PolynomialKernelType", MLS_KERNEL_FUNCTION_POLYNOMIAL},
		{"RadialBasisKernelType", MLS_KERNEL_FUNCTION_RADIAL},
		{"SigmoidKernelType", MLS_KERNEL_FUNCTION_SIGMOID},
		{NULL, 0}
	};
	MlsSupportVectorMachineModel *svm = MLS_NEW(pmml->load, MlsSupportVectorMachineModel);
	const MlsXml *dictionary = mls_pmml_only(pmml, element, "VectorDictionary");
	uint32_t	n = mls_xml_count(element, "SupportVectorMachine");
	uint32_t	n_kernels = 0;
	MlsMap		ids = {0};

	model->u.support_vector_machine = svm;
	read_attributes(pmml, element, svm);
	if (dictionary)
		read_dictionary(pmml, dictionary, svm, &ids);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the VectorDictionary is missing");
	svm->machines = MLS_NEW_N(pmml->load, MlsSupportVectorMachine, n);
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		int			kernel = mls_pmml_element_word(child, kernels);

		if (mls_xml_is(child, "SupportVectorMachine"))
			read_machine(pmml, child, svm, &ids, &svm->machines[svm->n_machines++]);
		else if (kernel >= 0)
		{
			n_kernels++;
			svm->kernel = (MlsKernelFunction) kernel;
			read_kernel(pmml, child, svm);
		}
		else if (child != dictionary)
			mls_pmml_other_child(pmml, element, child);
	}
	if (n == 0)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there is no SupportVectorMachine");
	if (n_kernels != 1)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there are %u kernels, not one", n_kernels);
}
