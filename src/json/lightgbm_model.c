/*
 * json/lightgbm_model.c
 *	  What stands around LightGBM's trees: the objective, the inputs with their
 *	  categories, and how the trees add up.
 *
 * Tree i adds to the margin i % num_tree_per_iteration, from 0 on, in float64, in
 * the order of the file; what boosting starts from and the weights of dart are in
 * the leaves already.  A random forest's sums are divided by the iterations.  Then
 * the objective makes predictions of them.
 *
 * Category names.  pandas_categorical lists the names of each column that was
 * categorical in the data frame, in the order of the columns, but not which
 * columns these were.  Categorical features are known from feature_infos and from
 * the parameter categorical_feature; but a feature can be categorical without
 * names, and an ordered column has names without being categorical (its codes are
 * compared as numbers).  So the lists are laid over the features in order, so that
 * each code fits its list.  If that goes in exactly one way, it is the right one;
 * if in several, the file does not say enough, and it is refused.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "json/lightgbm_int.h"
#include "json/nodes_int.h"

/* Outputs of one model; LightGBM has no limit, a document that says more is lying. */
#define MAX_OUTPUTS		1000000

/* ---- objectives ---- */

typedef enum Classes
{
	NO_CLASSES,
	TWO_CLASSES,				/* one margin, of the second */
	MANY_CLASSES				/* a margin for each */
} Classes;

typedef struct Objective
{
	const char *name;
	Classes		classes;
	MlsLink		link;
	bool		has_sigmoid;	/* the parameter sigmoid multiplies margins */
} Objective;

/* By the names that files have; the last two are those of releases before 3.0. */
static const Objective objectives[] = {
	{"regression", NO_CLASSES, MLS_LINK_NONE, false},
	{"regression_l1", NO_CLASSES, MLS_LINK_NONE, false},
	{"huber", NO_CLASSES, MLS_LINK_NONE, false},
	{"fair", NO_CLASSES, MLS_LINK_NONE, false},
	{"quantile", NO_CLASSES, MLS_LINK_NONE, false},
	{"mape", NO_CLASSES, MLS_LINK_NONE, false},
	{"lambdarank", NO_CLASSES, MLS_LINK_NONE, false},
	{"rank_xendcg", NO_CLASSES, MLS_LINK_NONE, false},
	{"poisson", NO_CLASSES, MLS_LINK_EXP, false},
	{"gamma", NO_CLASSES, MLS_LINK_EXP, false},
	{"tweedie", NO_CLASSES, MLS_LINK_EXP, false},
	{"binary", TWO_CLASSES, MLS_LINK_LOGIT, true},
	{"multiclass", MANY_CLASSES, MLS_LINK_SOFTMAX, false},
	{"multiclassova", MANY_CLASSES, MLS_LINK_LOGIT, true},
	{"cross_entropy", NO_CLASSES, MLS_LINK_LOGIT, false},
	{"cross_entropy_lambda", NO_CLASSES, MLS_LINK_LIGHTGBM_LOG1P_EXP, false},
	{"xentropy", NO_CLASSES, MLS_LINK_LOGIT, false},
	{"xentlambda", NO_CLASSES, MLS_LINK_LIGHTGBM_LOG1P_EXP, false},
};

/* What predictions are without an objective: margins. */
static const Objective custom = {"custom", NO_CLASSES, MLS_LINK_NONE, false};

/* Takes the next word off a text; NULL: there is none. */
static const char *
next_word(MlsLoad *load, const char **text)
{
	const char *start = *text + strspn(*text, " ");
	size_t		length = strcspn(start, " ");

	*text = start + length;
	return length > 0 ? mls_strndup(load, start, length) : NULL;
}

static const Objective *
find_objective(const char *name)
{
	for (size_t i = 0; i < sizeof(objectives) / sizeof(objectives[0]); i++)
	{
		if (strcmp(objectives[i].name, name) == 0)
			return &objectives[i];
	}
	return NULL;
}

/* The objective and what its parameters do to the margins. */
static const Objective *
read_objective(MlsLgb *lgb, const MlsLgbHeader *header, MlsMargins *margins)
{
	MlsAt		at = {&lgb->root, "objective", 0, NULL};
	const char *rest = header->objective;
	const char *name = rest != NULL ? next_word(lgb->load, &rest) : NULL;
	const Objective *objective = name != NULL ? find_objective(name) : &custom;
	const char *word;

	if (objective == NULL)
	{
		mls_json_problem(lgb->load, MLS_UNSUPPORTED, &at, "the objective \"%s\" is not known", mls_quote(lgb->load, name));
		objective = &custom;
	}
	margins->link = objective->link;
	if (margins->link == MLS_LINK_LIGHTGBM_LOG1P_EXP && header->version != NULL && strcmp(header->version, "v4") < 0)
		margins->link = MLS_LINK_LIGHTGBM_LOG_EXP;
	while (name != NULL && (word = next_word(lgb->load, &rest)) != NULL)
	{
		double		number;

		if (strcmp(word, "sqrt") == 0 && objective->link == MLS_LINK_NONE)
			margins->link = MLS_LINK_LIGHTGBM_SQUARE;
		else if (strncmp(word, "sigmoid:", 8) == 0 && objective->has_sigmoid)
		{
			if (mls_parse_double(word + 8, strlen(word + 8), &number) && isfinite(number) && number > 0)
				margins->scale = number;
			else
				mls_json_problem(lgb->load, MLS_INVALID, &at, "\"%s\" is no positive number", mls_quote(lgb->load, word + 8));
		}
		else if (strncmp(word, "num_class:", 10) == 0)
		{
			if (!mls_parse_double(word + 10, strlen(word + 10), &number) || number != header->num_class)
				mls_json_problem(lgb->load, MLS_INVALID, &at, "num_class is %lld, and here \"%s\"",
								 (long long) header->num_class, mls_quote(lgb->load, word + 10));
		}
		else if (strchr(word, ':') == NULL || objective == &custom)
			mls_json_problem(lgb->load, MLS_UNSUPPORTED, &at, "the parameter \"%s\" is not known", mls_quote(lgb->load, word));
	}
	return objective;
}

/* ---- categories ---- */

/* How the kth list of names can be laid over a feature. */
static bool
fits(const MlsLgbHeader *header, uint32_t feature, uint32_t n_names)
{
	const MlsLgbInfo *info = header->infos != NULL ? &header->infos[feature] : NULL;

	for (uint32_t i = 0; i < header->n_categorical; i++)
	{
		if (header->categorical_feature[i] == (int32_t) feature)
			return info == NULL || info->is_none || (info->least >= -1 && info->most < n_names);
	}
	if (info == NULL)
		return header->categorical_feature == NULL;

	/* an ordered column, whose codes are numbers, or one that is not known from the parameter */
	return info->is_none || (info->least >= -1 && info->most < n_names &&
							 (!info->is_categorical || header->categorical_feature == NULL) &&
							 info->least == floor(info->least) && info->most == floor(info->most));
}

/* Whether a feature must have names if others do: a categorical one without names comes from no data frame column. */
static bool
is_categorical(const MlsLgbHeader *header, uint32_t feature)
{
	for (uint32_t i = 0; i < header->n_categorical; i++)
	{
		if (header->categorical_feature[i] == (int32_t) feature)
			return true;
	}
	return header->categorical_feature == NULL && header->infos != NULL && header->infos[feature].is_categorical;
}

/*
 * Lays n lists over the features in order.  First over those that are categorical,
 * if there are as many; else wherever they fit, if that goes in one way.  False:
 * it does not, or not in one way.
 */
static bool
lay_over(MlsLgb *lgb, const MlsLgbHeader *header, const uint32_t *lengths, uint32_t n, uint32_t *features)
{
	uint32_t	n_features = lgb->inputs.n;
	uint32_t	n_categorical = 0;
	bool		fit = true;
	uint8_t    *ways;
	uint32_t	feature = 0;

	for (uint32_t f = 0; f < n_features; f++)
	{
		if (!is_categorical(header, f))
			continue;
		if (n_categorical < n)
		{
			features[n_categorical] = f;
			fit &= fits(header, f, lengths[n_categorical]);
		}
		n_categorical++;
	}
	if (n_categorical == n && fit)
		return true;
	if ((uint64_t) n_features * n > 100000000 || n > n_features)
		return false;

	/* ways[k][f]: in how many ways the lists from k on go over the features from f on: 0, 1, 2 for more */
	ways = MLS_NEW_N(lgb->load, uint8_t, (size_t) (n + 1) * (n_features + 1));
	for (uint32_t f = 0; f <= n_features; f++)
		ways[(size_t) n * (n_features + 1) + f] = 1;
	for (uint32_t k = n; k-- > 0;)
	{
		uint8_t    *these = ways + (size_t) k * (n_features + 1);
		const uint8_t *behind = these + n_features + 1;

		for (uint32_t f = n_features; f-- > 0;)
		{
			uint32_t	sum = these[f + 1] + (fits(header, f, lengths[k]) ? behind[f + 1] : 0u);

			mls_tick(lgb->load);
			these[f] = (uint8_t) (sum > 2 ? 2 : sum);
		}
	}
	if (ways[0] != 1)
		return false;
	for (uint32_t k = 0; k < n; k++)
	{
		const uint8_t *these = ways + (size_t) k * (n_features + 1);

		while (these[feature + 1] > 0)
			feature++;
		features[k] = feature++;
	}
	return true;
}

/* The names of one list; false, noted, if they are none. */
static bool
read_names(MlsLgb *lgb, const MlsAt *at, uint32_t n, const char **names, MlsDataType *type)
{
	const cJSON *item;
	uint32_t	i = 0;

	*type = MLS_TYPE_INTEGER;
	MLS_JSON_EACH(item, lgb->load, at->item)
	{
		MlsAt		element = mls_json_element(at, i, item);
		char		text[MLS_NUMBER_TEXT];

		if (!cJSON_IsNumber(item) || item->valuedouble != floor(item->valuedouble) || fabs(item->valuedouble) > 9e15)
			*type = MLS_TYPE_STRING;
		if (cJSON_IsString(item))
			names[i] = item->valuestring;
		else if (cJSON_IsBool(item))
			names[i] = cJSON_IsTrue(item) ? "true" : "false";
		else if (!cJSON_IsNumber(item))
		{
			mls_json_problem(lgb->load, MLS_INVALID, &element, "this is %s instead of a category's name", mls_json_kind(item));
			return false;
		}
		else if (item->valuedouble == floor(item->valuedouble) && fabs(item->valuedouble) <= 9e15)
			names[i] = mls_format(lgb->load, "%lld", (long long) item->valuedouble);
		else
		{
			mls_format_double(text, item->valuedouble);
			names[i] = mls_strdup(lgb->load, text);
		}
		i++;
	}
	return i == n;
}

/* Makes inputs of names of those features that have some; a name that training never saw is missing. */
static void
read_categories(MlsLgb *lgb, const MlsLgbHeader *header, uint8_t *named)
{
	const MlsAt *at = &header->pandas_categorical;
	uint32_t	n = mls_json_length(at);
	uint32_t   *lengths = MLS_NEW_N(lgb->load, uint32_t, n);
	uint32_t   *features = MLS_NEW_N(lgb->load, uint32_t, n);
	const cJSON *item;
	uint32_t	i = 0;

	if (at->item == NULL || cJSON_IsNull(at->item) || !mls_json_is_array(lgb->load, at, true))
		return;
	MLS_JSON_EACH(item, lgb->load, at->item)
	{
		MlsAt		list = mls_json_element(at, i, item);

		if (!mls_json_is_array(lgb->load, &list, true))
			return;
		lengths[i++] = mls_json_length(&list);
	}
	if (!lay_over(lgb, header, lengths, n, features))
	{
		mls_json_problem_hint(lgb->load, MLS_UNSUPPORTED, at,
							  "Train with the columns' codes instead, or with all categorical columns of pandas' type category.",
							  "the document does not tell which features the %u lists of category names belong to", n);
		return;
	}
	i = 0;
	MLS_JSON_EACH(item, lgb->load, at->item)
	{
		MlsAt		list = mls_json_element(at, i, item);
		const char **names = MLS_NEW_N(lgb->load, const char *, lengths[i]);
		MlsDataType type;

		if (!read_names(lgb, &list, lengths[i], names, &type))
			return;
		mls_inputs_levels(&lgb->inputs, features[i], type, names, lengths[i], -1, &list);
		named[features[i]] = 1;
		i++;
	}
}

/* ---- the model ---- */

static void
check_counts(MlsLgb *lgb, const MlsLgbHeader *header, const Objective *objective)
{
	MlsAt		at_trees = {&lgb->root, "num_tree_per_iteration", 0, NULL};
	int64_t		wanted = objective->classes == TWO_CLASSES || objective->classes == NO_CLASSES ? 1 : header->num_class;

	if (objective != &custom && header->num_tree_per_iteration != wanted)
		mls_json_problem(lgb->load, MLS_INVALID, &at_trees, "the objective \"%s\" has %lld trees in an iteration, not %lld",
						 objective->name, (long long) wanted, (long long) header->num_tree_per_iteration);
	if (objective->classes == MANY_CLASSES && header->num_class < 2)
	{
		MlsAt		at = {&lgb->root, "num_class", 0, NULL};

		mls_json_problem(lgb->load, MLS_INVALID, &at, "the objective \"%s\" needs two classes at least", objective->name);
	}
	if (header->num_tree_per_iteration > 0 && header->n_trees % header->num_tree_per_iteration != 0)
		mls_json_problem(lgb->load, MLS_INVALID, &at_trees, "%u trees are no whole iterations of %lld", header->n_trees,
						 (long long) header->num_tree_per_iteration);
	else if (header->average_output && header->n_trees == 0)
		mls_json_problem(lgb->load, MLS_INVALID, &at_trees, "there is no tree to take the average of");
	if (header->version == NULL || (strcmp(header->version, "v2") != 0 && strcmp(header->version, "v3") != 0 &&
									strcmp(header->version, "v4") != 0))
	{
		MlsAt		at = {&lgb->root, "version", 0, NULL};

		mls_json_problem(lgb->load, MLS_UNSUPPORTED, &at, "version %s is not supported",
						 header->version != NULL ? mls_quote(lgb->load, header->version) : "1");
	}
}

static bool
is_count(MlsLgb *lgb, const char *key, int64_t value, int64_t least, int64_t most)
{
	MlsAt		at = {&lgb->root, key, 0, NULL};

	if (value < least || value > most)
		mls_json_problem(lgb->load, MLS_INVALID, &at, "%lld is not between %lld and %lld", (long long) value,
						 (long long) least, (long long) most);
	return value >= least && value <= most;
}

void
mls_lgb_open(MlsLgb *lgb, MlsLoad *load, const MlsLoadOptions *options, MlsFormat format, const MlsLgbHeader *header)
{
	MlsAt		at_names = {&lgb->root, "feature_names", 0, NULL};
	MlsMargins *margins;
	const Objective *objective;
	uint8_t    *named;
	uint32_t	n_outputs;
	char		missing[MLS_NUMBER_TEXT];

	memset(lgb, 0, sizeof(*lgb));
	lgb->load = load;
	lgb->options = options;
	if (!is_count(lgb, "num_class", header->num_class, 1, MAX_OUTPUTS) ||
		!is_count(lgb, "num_tree_per_iteration", header->num_tree_per_iteration, 1, MAX_OUTPUTS) ||
		!is_count(lgb, "max_feature_idx", header->max_feature_idx, -1, INT32_MAX - 1))
		mls_stop_if_problems(load);
	n_outputs = (uint32_t) header->num_tree_per_iteration;

	lgb->document = mls_json_document(load, format);
	lgb->model = lgb->document->models;
	lgb->model->type = MLS_MODEL_MINING;
	lgb->mining = lgb->model->u.mining = mls_new_ensemble(load, header->n_trees, n_outputs);
	margins = lgb->mining->margins;
	if (header->average_output)
		margins->divisor = (double) (header->n_trees / n_outputs);

	objective = read_objective(lgb, header, margins);
	check_counts(lgb, header, objective);
	lgb->inputs = (MlsInputs) {
		load, options, lgb->document, lgb->model, MLS_TYPE_DOUBLE, (uint32_t) (header->max_feature_idx + 1), NULL
	};
	mls_inputs_name(&lgb->inputs, header->feature_names, "Column_", &at_names);
	mls_format_double(missing, options->missing);
	mls_inputs_declare(&lgb->inputs, options->has_missing ? mls_strdup(load, missing) : NULL, n_outputs);
	named = MLS_NEW_N(load, uint8_t, lgb->inputs.n);
	read_categories(lgb, header, named);
	mls_inputs_targets(&lgb->inputs, objective->classes == NO_CLASSES ? 0 : objective->classes == TWO_CLASSES ? 2 : n_outputs,
					   NULL, n_outputs);
	for (uint32_t i = 0; i < lgb->inputs.n; i++)
	{
		if (named[i])
		{
			lgb->model->fields[i].invalidValueTreatment = MLS_INVALID_AS_MISSING;
			lgb->model->fields[i].invalid_treatment_given = true;
		}
	}
	lgb->document->producer = "LightGBM";
	lgb->document->version = header->version;
	lgb->document->algorithm = mls_format(load, "%s, %s", header->average_output ? "rf" : "gbdt", objective->name);
}

void
mls_lgb_add_tree(MlsLgb *lgb, const MlsAt *at, const MlsLgbTree *tree)
{
	MlsTreeModel *meaning = mls_lgb_tree(lgb, at, tree);

	if (meaning != NULL)
		mls_add_tree(lgb->load, lgb->mining, meaning, lgb->mining->n_segments % lgb->mining->margins->n_outputs, 1.0, false);
}
