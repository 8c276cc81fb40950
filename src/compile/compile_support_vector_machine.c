/*
 * compile/compile_support_vector_machine.c
 *	  SupportVectorMachineModel: the vectors as a matrix, and machines over it.
 *
 * With the linear kernel a machine's value is a sum over fields as well as one
 * over vectors: the sum over its vectors of coefficient times vector is made here
 * once, each with the error of its additions kept (Neumaier), so that it is not
 * less exact than the sum over the vectors of each row would be.  Machines whose
 * Coefficients are those of fields are linear whatever the kernel is.
 */
#include <math.h>
#include <string.h>

#include "compile/dense.h"
#include "compile/trees.h"

typedef struct SvmCompile
{
	MlsCompile *c;
	MlsScope   *scope;
	const MlsModel *model;
	const MlsSupportVectorMachineModel *svm;
	MlsCompiled *result;
	MlsSvmMethod method;
	const char **categories;
	uint32_t	n_categories;
	bool		is_linear;
	uint32_t	n_machines;		/* that count: of a regression one for each target */
	MlsSpan		matrix;
} SvmCompile;

static void
problem(const SvmCompile *s, MlsCode code, uint32_t line, const char *element, const char *message)
{
	mls_problem(s->c->load, code, mls_place(s->c->load, line, element), NULL, "%s", message);
}

/* ---- what the values say ---- */

/*
 * A machine that knows two categories decides between them, unless the document
 * says that each machine stands for its own against all others.
 */
static MlsSvmMethod
find_method(const SvmCompile *s)
{
	const MlsSupportVectorMachineModel *svm = s->svm;
	bool		has_alternate = false;

	if (s->model->functionName == MLS_FUNCTION_REGRESSION)
		return MLS_SVM_VALUE;
	for (uint32_t i = 0; i < svm->n_machines; i++)
		has_alternate |= svm->machines[i].alternateTargetCategory != NULL;
	if (svm->alternateBinaryTargetCategory)
		return MLS_SVM_VOTE_ROUNDED;
	if (svm->classificationMethod == MLS_SVM_ONE_AGAINST_ONE ||
		(has_alternate && (svm->n_machines == 1 || svm->classificationMethod == MLS_SVM_METHOD_NONE)))
		return svm->maxWins ? MLS_SVM_VOTE_ABOVE : MLS_SVM_VOTE_BELOW;
	return svm->maxWins ? MLS_SVM_GREATEST : MLS_SVM_LEAST;
}

/* The other category that a machine may vote for. */
static const char *
alternate_of(const SvmCompile *s, const MlsSupportVectorMachine *machine)
{
	return machine->alternateTargetCategory ? machine->alternateTargetCategory : s->svm->alternateBinaryTargetCategory;
}

/* The target's declared categories, then those that machines name. */
static void
set_categories(SvmCompile *s)
{
	MlsCategories categories = {0};
	bool		votes = s->method >= MLS_SVM_VOTE_BELOW;

	mls_add_declared_categories(s->c->load, &categories, s->result->predictions[0].declared);
	for (uint32_t i = 0; i < s->svm->n_machines; i++)
	{
		const MlsSupportVectorMachine *machine = &s->svm->machines[i];

		if (machine->targetCategory)
			mls_add_category(s->c->load, &categories, machine->targetCategory);
		else
			problem(s, MLS_INVALID, machine->line, "SupportVectorMachine", "attribute targetCategory is missing");
		if (votes && alternate_of(s, machine))
			mls_add_category(s->c->load, &categories, alternate_of(s, machine));
		else if (votes)
			problem(s, MLS_INVALID, machine->line, "SupportVectorMachine", "attribute alternateTargetCategory is missing");
	}
	s->categories = (const char **) categories.names.items;
	s->n_categories = categories.names.n;
	mls_set_categories(s->c, s->result, s->categories, s->n_categories);
	if (!votes)
	{
		/* what such machines give is no probability, nor anything like it */
		s->result->predictions[0].probabilities = MLS_NONE;
		s->result->predictions[0].confidences = MLS_NONE;
	}
}

/* ---- numbers ---- */

/* The sum of products of a machine's coefficients with a field of its vectors. */
static double
weight_of_field(const SvmCompile *s, const MlsSupportVectorMachine *machine, uint32_t field)
{
	double		sum = 0;
	double		error = 0;

	for (uint32_t i = 0; i < machine->n; i++)
	{
		double		product = machine->coefficients[i] *
			s->svm->vectors.cells[(size_t) machine->vectors[i] * s->svm->n_fields + field];
		double		next = sum + product;

		error += fabs(sum) >= fabs(product) ? (sum - next) + product : (product - next) + sum;
		sum = next;
	}
	return isfinite(error) ? sum + error : sum;
}

static void
fill_matrix(SvmCompile *s)
{
	const MlsSupportVectorMachineModel *svm = s->svm;
	uint32_t	n_fields = svm->n_fields;
	uint32_t	n = s->is_linear ? s->n_machines : svm->vectors.n_rows;

	s->matrix = mls_new_lanes(s->c, n_fields, n, s->model->line, "SupportVectorMachineModel");
	for (uint32_t i = 0; i < n; i++)
	{
		mls_tick(s->c->load);
		for (uint32_t f = 0; f < n_fields; f++)
			*mls_lanes_cell(s->c, s->matrix, n_fields, f, i) =
				!s->is_linear ? svm->vectors.cells[(size_t) i * n_fields + f] :
				svm->of_fields ? svm->machines[i].coefficients[f] : weight_of_field(s, &svm->machines[i], f);
	}
}

static MlsImgSvmMachine
compile_machine(const SvmCompile *s, const MlsSupportVectorMachine *machine)
{
	MlsImgSvmMachine record = {
		.absolute_value = machine->absoluteValue,
		.threshold = isnan(machine->threshold) ? s->svm->threshold : machine->threshold,
		.category = MLS_NONE,
		.alternate = MLS_NONE
	};

	if (!s->is_linear)
	{
		record.coefficients = mls_number_list(s->c, machine->coefficients, machine->n);
		record.vectors = mls_index_list(s->c, machine->vectors, machine->n).first;
	}
	if (s->method != MLS_SVM_VALUE && machine->targetCategory)
		record.category = mls_category_place(s->categories, s->n_categories, machine->targetCategory);
	if (s->method >= MLS_SVM_VOTE_BELOW && alternate_of(s, machine))
		record.alternate = mls_category_place(s->categories, s->n_categories, alternate_of(s, machine));
	return record;
}

static MlsSpan
compile_fields(const SvmCompile *s)
{
	uint32_t   *columns = MLS_NEW_N(s->c->load, uint32_t, s->svm->n_fields);

	for (uint32_t i = 0; i < s->svm->n_fields; i++)
	{
		const MlsVectorField *field = &s->svm->fields[i];

		columns[i] = field->value ? mls_category_column(s->c, s->scope, field->name, field->value, field->line) :
			mls_number_column(s->c, s->scope, field->name, field->mapMissingTo, field->line);
	}
	return mls_index_list(s->c, columns, s->svm->n_fields);
}

static void
compile_support_vector_machine(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result)
{
	const MlsSupportVectorMachineModel *svm = model->u.support_vector_machine;
	SvmCompile	s = {.c = c, .scope = scope, .model = model, .svm = svm, .result = result};
	MlsImgSvm	record = {.gamma = svm->gamma, .coef0 = svm->coef0, .degree = svm->degree};
	uint32_t	body;

	if (model->float_context)
		problem(&s, MLS_UNSUPPORTED, model->line, "SupportVectorMachineModel", "x-mathContext=\"float\" is not supported here");
	s.method = find_method(&s);
	s.is_linear = svm->of_fields || svm->kernel == MLS_KERNEL_FUNCTION_LINEAR;
	s.n_machines = s.method == MLS_SVM_VALUE && svm->n_machines > result->n_predictions ? result->n_predictions : svm->n_machines;
	if (s.method != MLS_SVM_VALUE)
		set_categories(&s);

	record.method = (uint8_t) s.method;
	record.missing_is_missing = svm->missing_is_missing;
	record.kernel = (uint8_t) (s.is_linear ? MLS_KERNEL_FUNCTION_LINEAR : svm->kernel);
	record.n_columns = s.is_linear ? s.n_machines : svm->vectors.n_rows;
	record.fields = compile_fields(&s);
	fill_matrix(&s);
	record.matrix = s.matrix;
	record.machines = (MlsSpan) {MLS_APPEND_N(c, SVM_MACHINE, s.n_machines), s.n_machines};
	for (uint32_t i = 0; i < s.n_machines; i++)
	{
		MlsImgSvmMachine machine = compile_machine(&s, &svm->machines[i]);

		*MLS_BUILT(c, SVM_MACHINE, record.machines.first + i) = machine;
	}
	body = MLS_APPEND(c, SVM);
	*MLS_BUILT(c, SVM, body) = record;
	mls_set_kernel(c, result, MLS_KERNEL_SUPPORT_VECTOR_MACHINE, body);
}

/* A regression may have a machine for each target. */
static bool
predicts_several(const MlsModel *model, uint32_t n)
{
	return model->functionName == MLS_FUNCTION_REGRESSION && model->u.support_vector_machine->n_machines == n;
}

const MlsModelCompiler mls_compiler_support_vector_machine = {
	.compile = compile_support_vector_machine,
	.predicts_several = predicts_several
};
