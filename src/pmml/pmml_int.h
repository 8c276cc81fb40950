/*
 * pmml/pmml_int.h
 *	  What the readers of PMML's elements share.
 *
 * A reader takes an element of the tree and fills a struct of ir/.  What is
 * wrong with the document is noted, with the line and the element, and reading
 * goes on with a harmless value in its place; the document is refused at the
 * end.  So readers return nothing to check, except where a caller has to know.
 *
 * Elements of other namespaces, and those whose name starts with "X-", are
 * extensions and passed over, but not where a model, an expression or a
 * predicate must stand: there, and for any other element that is not known,
 * the document is refused, because it might change a score.
 */
#ifndef MLS_PMML_PMML_INT_H
#define MLS_PMML_PMML_INT_H

#include "base/map.h"
#include "base/vec.h"
#include "ir/document.h"
#include "pmml/xml_tree.h"

/*
 * How deep these may nest, so that whoever comes later may recurse over them.
 * (Nodes nest as deep as elements may: MLS_XML_MAX_DEPTH.)
 */
#define MLS_PMML_MAX_MODELS			50
#define MLS_PMML_MAX_PREDICATES		500
#define MLS_PMML_MAX_EXPRESSIONS	500

typedef struct MlsPmml
{
	MlsLoad    *load;
	const MlsLoadOptions *options;
	MlsDocument *document;
	MlsMap		functions;		/* DefineFunction by name: their elements */
	MlsMap		names;			/* names of fields, each text once */
	const char *last_name;		/* the last of them that was asked for */
	MlsMap		histories;		/* names of fields of which earlier values are read */
	MlsMap		taxonomies;		/* Taxonomy by name: their elements */
	unsigned	models;			/* open, around what is being read; likewise */
	unsigned	predicates;
	unsigned	expressions;
} MlsPmml;

/* ---- pmml.c, pmml_model.c ---- */

/* Reads a model element whose type and attributes mls_pmml_model_header has read. */
extern void mls_pmml_model(MlsPmml *pmml, const MlsXml *element, MlsModel *model);
extern void mls_pmml_model_header(MlsPmml *pmml, const MlsXml *element, MlsModel *model);

/* Is this an element for a model, scored or not? */
extern bool mls_pmml_is_model(const MlsXml *element);

/*
 * What a reader of one model type does with a child that it does not know
 * itself: those that every model has are read elsewhere, all others refused.
 */
extern void mls_pmml_other_child(MlsPmml *pmml, const MlsXml *model, const MlsXml *child);

/* One for each model type: fills its own struct. */
#define MLS_MODEL_TYPE(symbol, name, member, contents, functions) \
	extern void mls_pmml_##member(MlsPmml *pmml, const MlsXml *element, MlsModel *model);
#include "lists/model_types.h"
#undef MLS_MODEL_TYPE

/* ---- pmml_embedded.c ---- */

/* Is this a model that stands inside of another without a Segment? */
extern bool mls_pmml_is_embedded(const MlsXml *element);

/* Reads such a model; is_result: what it predicts is the prediction of the one around it. */
extern MlsModel *mls_pmml_embedded(MlsPmml *pmml, const MlsXml *element, const MlsModel *around, bool is_result);

/* Those in a MiningModel, as a chain. */
extern MlsMiningModel *mls_pmml_embedded_chain(MlsPmml *pmml, const MlsXml *element, const MlsModel *around);

extern uint32_t mls_pmml_count_embedded(const MlsXml *element);

/* Adds those in a MiningModel with a Segmentation to its segments, which have room for them. */
extern void mls_pmml_embedded_before(MlsPmml *pmml, const MlsXml *element, const MlsModel *around, MlsMiningModel *mining);

/* A model inside of a Node, which has an id. */
typedef struct MlsNodeModel
{
	const MlsXml *element;
	MlsNode    *node;
	MlsModel   *model;
} MlsNodeModel;

/* Makes a chain of a tree and the models in its Nodes (MlsNodeModel). */
extern void mls_pmml_compose_tree(MlsPmml *pmml, const MlsXml *element, MlsModel *model, const MlsVec *parts);

/* Lets outputs of the entity show the Node, if the model is such a chain, or one that ends with a tree. */
extern void mls_pmml_show_place(MlsPmml *pmml, MlsModel *model);

/* ---- pmml_fields.c ---- */
extern void mls_pmml_data_dictionary(MlsPmml *pmml, const MlsXml *element);
extern void mls_pmml_mining_schema(MlsPmml *pmml, const MlsXml *element, MlsModel *model);
extern void mls_pmml_interval(MlsPmml *pmml, const MlsXml *element, MlsInterval *interval);
extern void mls_pmml_value(MlsPmml *pmml, const MlsXml *element, MlsValueElement *value);

/* Notes which fields have a history: something reads their earlier values. */
extern void mls_pmml_mark_histories(MlsPmml *pmml);

/* ---- pmml_taxonomy.c ---- */

/* The taxonomy of a field that has one. */
extern void mls_pmml_taxonomy(MlsPmml *pmml, const MlsDataField *field, MlsTaxonomy *taxonomy);

/* ---- pmml_result.c ---- */
extern void mls_pmml_targets(MlsPmml *pmml, const MlsXml *element, MlsModel *model);
extern void mls_pmml_output(MlsPmml *pmml, const MlsXml *element, MlsModel *model);

/* The ResultFields of an embedded model, behind the OutputFields. */
extern void mls_pmml_result_fields(MlsPmml *pmml, const MlsXml *element, MlsModel *model);

/* ---- pmml_transformation.c ---- */
extern void mls_pmml_transformation_dictionary(MlsPmml *pmml, const MlsXml *element);

/* Adds the DerivedFields in element to those there. */
extern void mls_pmml_derived_fields(MlsPmml *pmml, const MlsXml *element,
									MlsDerivedField **fields, uint32_t *n);

/* Adds a DerivedField that stands alone, under a name that the reader gives it. */
extern void mls_pmml_named_derived_field(MlsPmml *pmml, const MlsXml *element, const char *name,
										 MlsDerivedField **fields, uint32_t *n);

/* ---- pmml_expression.c ---- */
extern bool mls_pmml_is_expression(const MlsXml *element);

/* The expression among an element's children, of which there must be one; NULL if there is not. */
extern MlsExpression *mls_pmml_expression_in(MlsPmml *pmml, const MlsXml *element);

/* Reads an element as an expression; NULL if it is none (which has been noted). */
extern MlsExpression *mls_pmml_expression(MlsPmml *pmml, const MlsXml *element);

/* ---- pmml_text_index.c ---- */
extern void mls_pmml_text_index(MlsPmml *pmml, const MlsXml *element, MlsExpression *expression);

/* ---- pmml_function.c ---- */

/* Notes the names of the document's own functions, before any Apply is read. */
extern void mls_pmml_find_functions(MlsPmml *pmml, const MlsXml *transformation_dictionary);

/* The name of the function that Apply calls, checked with its number of arguments. */
extern const char *mls_pmml_function(MlsPmml *pmml, const MlsXml *apply, uint32_t n_arguments);

/* ---- pmml_table.c ---- */

/*
 * The cells of an InlineTable: *n_rows rows of n_columns, each under the name
 * of its column; NULL where a row lacks it.  A column "x:name" also takes the
 * cell "name".
 */
extern const char **mls_pmml_table(MlsPmml *pmml, const MlsXml *table,
								   const char *const *columns, uint32_t n_columns,
								   uint32_t *n_rows);

/* The values of an Array, in its own text. */
extern const char **mls_pmml_array(MlsPmml *pmml, const MlsXml *array, uint32_t *n);

/* ---- pmml_array.c ---- */

/* Is this an Array?  Some exporters write "array". */
extern bool mls_pmml_is_array(const MlsXml *element);

/* Is this an Array, or one of the sparse arrays of numbers? */
extern bool mls_pmml_is_numbers(const MlsXml *element);

/*
 * The numbers of such an array, n of them; a sparse one has those that it leaves
 * out as its defaultValue.  least: how many a sparse one without a length has.
 */
extern double *mls_pmml_numbers(MlsPmml *pmml, const MlsXml *array, uint32_t least, uint32_t *n);

/* A Matrix, with at least one cell; NULL if it is none (which has been noted). */
extern MlsMatrix *mls_pmml_matrix(MlsPmml *pmml, const MlsXml *element);

/* ---- pmml_tree.c ---- */
extern void mls_pmml_score_distribution(MlsPmml *pmml, const MlsXml *element, MlsScoreDistribution *distribution);

/* ---- pmml_instances.c ---- */
extern void mls_pmml_instances(MlsPmml *pmml, const MlsXml *element, MlsTrainingInstances *instances);

/* ---- pmml_predicate.c ---- */
extern bool mls_pmml_is_predicate(const MlsXml *element);
extern void mls_pmml_predicate(MlsPmml *pmml, const MlsXml *element, MlsPredicate *predicate);

/* ---- pmml_verification.c ---- */
extern void mls_pmml_verification(MlsPmml *pmml, const MlsXml *element, MlsModel *model);

#endif
