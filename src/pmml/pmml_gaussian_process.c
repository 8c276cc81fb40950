/*
 * pmml/pmml_gaussian_process.c
 *	  GaussianProcessModel.  The optimizer only informs.
 */
#include "base/vec.h"
#include "pmml/pmml_util.h"

/* The numbers of the Lambdas, one array behind the other; of RadialBasisKernel the attribute. */
static void
read_lambda(MlsPmml *pmml, const MlsXml *kernel, MlsGaussianProcessModel *process)
{
	MlsVec		lambda = {0};

	if (mls_xml_is(kernel, "RadialBasisKernel"))
		*MLS_PUSH(pmml->load, &lambda, double) = mls_pmml_number(pmml, kernel, "lambda", 1.0);
	for (const MlsXml *child = kernel->first; child; child = child->next)
	{
		if (!mls_xml_is(child, "Lambda") || mls_xml_is(kernel, "RadialBasisKernel"))
		{
			mls_pmml_unknown(pmml, child);
			continue;
		}
		for (const MlsXml *array = child->first; array; array = array->next)
		{
			uint32_t	n = 0;
			double	   *numbers = NULL;

			if (mls_pmml_is_numbers(array))
				numbers = mls_pmml_numbers(pmml, array, 0, &n);
			else
				mls_pmml_unknown(pmml, array);
			for (uint32_t i = 0; i < n; i++)
				*MLS_PUSH(pmml->load, &lambda, double) = numbers[i];
		}
	}
	process->lambda = (double *) lambda.items;
	process->n_lambda = lambda.n;
	for (uint32_t i = 0; i < lambda.n; i++)
	{
		if (!(process->lambda[i] > 0))
			mls_pmml_problem(pmml, MLS_INVALID, kernel, "a lambda is not above 0");
	}
}

static void
read_kernel(MlsPmml *pmml, const MlsXml *element, MlsGaussianProcessModel *process)
{
	process->gamma = mls_pmml_number(pmml, element, "gamma", 1.0);
	process->noiseVariance = mls_pmml_number(pmml, element, "noiseVariance", 1.0);
	process->degree = mls_pmml_number(pmml, element, "degree", 1.0);
	if (!(process->gamma > 0) || !(process->noiseVariance >= 0) || !(process->degree > 0))
		mls_pmml_problem(pmml, MLS_INVALID, element, "gamma and degree must be above 0, noiseVariance not below");
	read_lambda(pmml, element, process);
}

void
mls_pmml_gaussian_process(MlsPmml *pmml, const MlsXml *element, MlsModel *model)
{
	static const MlsPmmlWord kernels[] = {
		{"RadialBasisKernel", MLS_COVARIANCE_SQUARED},
		{"ARDSquaredExponentialKernel", MLS_COVARIANCE_SQUARED},
		{"AbsoluteExponentialKernel", MLS_COVARIANCE_ABSOLUTE},
		{"GeneralizedExponentialKernel", MLS_COVARIANCE_GENERALIZED},
		{NULL, 0}
	};
	MlsGaussianProcessModel *process = MLS_NEW(pmml->load, MlsGaussianProcessModel);
	const MlsXml *instances = mls_pmml_only(pmml, element, "TrainingInstances");
	uint32_t	n_kernels = 0;

	model->u.gaussian_process = process;
	for (const MlsXml *child = element->first; child; child = child->next)
	{
		int			kernel = mls_pmml_element_word(child, kernels);

		if (kernel >= 0)
		{
			n_kernels++;
			process->kernel = (MlsCovariance) kernel;
			read_kernel(pmml, child, process);
		}
		else if (child != instances)
			mls_pmml_other_child(pmml, element, child);
	}
	if (n_kernels != 1)
		mls_pmml_problem(pmml, MLS_INVALID, element, "there are %u kernels, not one", n_kernels);
	if (instances)
		mls_pmml_instances(pmml, instances, &process->instances);
	else
		mls_pmml_problem(pmml, MLS_INVALID, element, "the TrainingInstances are missing");
}
