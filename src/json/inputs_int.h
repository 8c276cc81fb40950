/*
 * json/inputs_int.h
 *	  What the readers of trainers' own files share: the names of features, the
 *	  categories that a file names, and targets.
 *
 * A trainer's model compares numbers.  Where a file also holds the names of a
 * feature's categories, the input is the name, and a derived field of ours maps it
 * to the number that splits compare.
 */
#ifndef MLS_JSON_INPUTS_INT_H
#define MLS_JSON_INPUTS_INT_H

#include "json/json_int.h"

/* What a split on a feature compares. */
typedef struct MlsFeature
{
	const char *name;			/* the input */
	const char *field;			/* what splits name: the input, or the code of its category */
} MlsFeature;

typedef struct MlsInputs
{
	MlsLoad    *load;
	const MlsLoadOptions *options;
	MlsDocument *document;
	MlsModel   *model;
	MlsDataType type;			/* of numbers: FLOAT or DOUBLE */
	uint32_t	n;
	MlsFeature *features;		/* n */
} MlsInputs;

/* The document's names of n features, an array at this place; NULL, noted, if it does not hold n texts. */
extern const char **mls_inputs_texts(MlsLoad *load, const MlsAt *at, uint32_t n);

/*
 * Names the n features: as the option feature_names says, else as the document
 * does (names, which stand at "at"; NULL: it has none), else with the prefix and
 * their number.  Notes names that occur twice.
 */
extern void mls_inputs_name(MlsInputs *inputs, const char *const *names, const char *prefix, const MlsAt *at);

/*
 * Declares them as numbers, in document->fields, with room for n_targets behind.
 * missing: a number that means missing too, as text; or NULL.
 */
extern void mls_inputs_declare(MlsInputs *inputs, const char *missing, uint32_t n_targets);

/*
 * Makes of an input one of category names: the one that is names[i] has the code
 * i.  missing: the code of a category that is missing, -1: none.  Notes a name
 * that occurs twice, at the place.
 */
extern void mls_inputs_levels(MlsInputs *inputs, uint32_t feature, MlsDataType type, const char *const *names,
							  uint32_t n, int64_t missing, const MlsAt *at);

/*
 * Makes of an input one of categories of which a file has CatBoost's hashes alone:
 * texts, integers and booleans; a missing one is an error.  The field to compare
 * is the hash, an integer.  After mls_inputs_targets().
 */
extern void mls_inputs_hash(MlsInputs *inputs, uint32_t feature);

/*
 * Declares the model's MiningSchema: the inputs, and its targets.  n_classes: of
 * a classification, whose target "prediction" is (labels NULL: 0, 1, ...); 0: a
 * regression, with n_outputs targets, which have names if they are several.
 * Returns the classes' values.
 */
extern const MlsValueElement *mls_inputs_targets(MlsInputs *inputs, uint32_t n_classes, const char *const *labels,
												 uint32_t n_outputs);

#endif
