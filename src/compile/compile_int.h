/*
 * compile/compile_int.h
 *	  What the parts of compile/ share: the builder of an image, scopes, and the
 *	  result of compiling a model.
 *
 * Builder.  An image's sections grow as vectors; mls_append() gives the index of
 * a new record, which is how others name it.  A pointer to a record does not
 * survive the next append to its section.
 *
 * Scopes.  Each model opens a scope inside that of the model whose segment it
 * is.  mls_field() looks a name up as PMML does and gives the column where its
 * value will be: derived fields, inputs and their treatment are compiled when
 * they are first asked for, so that what nothing refers to costs nothing and is
 * not asked of the user.
 *
 * Stages.  The steps that a scope needs are collected in its list and emitted by
 * mls_take_steps().  A model's list is taken once before its kernel runs (entry
 * steps) and once after (exit steps); a mining model's once for each segment in
 * between, so that a derived field that reads the output of an earlier segment is
 * computed after that one and before whoever asked for it.  Whoever asks later
 * finds the column filled, since stages run in the order in which they were
 * compiled.  Inputs have a list of their own, which runs before everything.
 *
 * Columns are given out to a scope.  When nobody will read a segment's columns
 * any more, mls_release_columns() lets the next segment have them.  Only the
 * innermost scope may take them: an outer scope's steps run before the segments
 * inside it, which would overwrite its values.
 */
#ifndef MLS_COMPILE_INT_H
#define MLS_COMPILE_INT_H

#include "base/map.h"
#include "base/vec.h"
#include "compile/compile.h"

/* Nesting of derived fields and expressions together; what is deeper is refused. */
#define MLS_MAX_DEPTH	1000

typedef struct MlsScope MlsScope;
typedef struct MlsCompiled MlsCompiled;

/* Where a column was last used in a list of steps, one more than the step's place; 0: nowhere. */
typedef struct MlsColumnUse
{
	uint32_t	touched;		/* read or filled */
	uint32_t	filled;
} MlsColumnUse;

typedef struct MlsCompile
{
	MlsLoad    *load;
	const MlsDocument *document;
	const MlsLoadOptions *options;
	bool		plain;			/* no forests */
	MlsVec		sections[MLS_N_SECTIONS];

	/* the builder's */
	MlsMap		strings;
	MlsMap		constants[MLS_TYPE_NONE + 1];
	uint32_t	n_columns;
	MlsVec		free_columns;	/* MlsSpan: runs that the innermost scope may take */
	MlsVec		free_temporaries;	/* uint32_t: columns for what lives within an expression */
	MlsSpan		summed;			/* INDEX: the arguments of the last sum (expression.c) */
	MlsVec		column_uses;	/* MlsColumnUse of each column (gather.c) */

	/* scopes' */
	MlsScope   *innermost;
	MlsMap		data_fields;	/* name -> MlsDataField */
	MlsMap		global_derived; /* name -> MlsDerivedField */
	MlsMap		functions;		/* name -> MlsDefineFunction */
	MlsMap		texts;			/* address of a TextIndex -> what it was compiled to (text_index.c) */
	MlsMap		inputs;			/* name -> its INPUT + 1 */
	MlsMap		observed;		/* name of a target -> MlsResolved */
	MlsVec		input_steps;	/* MlsImgStep */
	MlsVec		orders;			/* MlsListedOrder: of ordinal fields that predicates compare (ordinal.c) */
	uint32_t	depth;			/* of derived fields and expressions */
	struct MlsCall *calls;		/* DefineFunctions that are being put in place, innermost first */

	/* the final result's */
	MlsMap		outputs;		/* name of an OutputField -> MlsOutputColumn */
	MlsVec		output_order;	/* MlsOutputColumn *: as they were compiled, the main model's last */
} MlsCompile;

/* ---- the builder (compile/builder.c, compile/lookup.c); all of it leaves without memory ---- */

/* Appends n zeroed records; gives the index of the first. */
extern uint32_t mls_append_n(MlsCompile *c, MlsSection section, size_t record_size, uint32_t n);

/* MLS_APPEND(c, TREE_NODE): one zeroed record; MLS_APPEND_N: several, next to each other */
#define MLS_APPEND(c, symbol)		mls_append_n((c), MLS_SECTION_##symbol, sizeof(MLS_RECORD_TYPE_##symbol), 1)
#define MLS_APPEND_N(c, symbol, n)	mls_append_n((c), MLS_SECTION_##symbol, sizeof(MLS_RECORD_TYPE_##symbol), (n))

/* The record of an index, until the next append to the section. */
#define MLS_BUILT(c, symbol, i)		(&MLS_ITEM(&(c)->sections[MLS_SECTION_##symbol], MLS_RECORD_TYPE_##symbol, (i)))
#define MLS_N_BUILT(c, symbol)		((c)->sections[MLS_SECTION_##symbol].n)

/* The STRING of a text. */
extern uint32_t mls_string(MlsCompile *c, const char *text);

/* The text of a STRING, until the next one is added. */
extern const char *mls_built_string(MlsCompile *c, uint32_t code);

/*
 * The PATTERN of a regular expression (options: base/regex.h).  One that means
 * nothing is a problem at place, and so is a replacement (or NULL) that names
 * groups which it does not have; then MLS_NONE.
 */
extern uint32_t mls_compile_pattern(MlsCompile *c, const char *text, const char *replacement, uint32_t options,
									const char *place);

/* The CONSTANT of a text or literal that is of this type by itself (MLS_TYPE_NONE: unknown, a string). */
extern uint32_t mls_constant(MlsCompile *c, const char *text, MlsDataType type);
extern uint32_t mls_literal_constant(MlsCompile *c, MlsLiteral literal, MlsDataType type);
extern uint32_t mls_number_constant(MlsCompile *c, double number);
extern uint32_t mls_missing_constant(MlsCompile *c);

/* The same, where the text must be of the type: else a problem ("what" names it). */
extern uint32_t mls_typed_constant(MlsCompile *c, const char *text, MlsDataType type, uint32_t line, const char *what);

/* The type that a text has by itself: integer, double or string. */
extern MlsDataType mls_literal_type(const char *text);

/* A literal as a number, in a float context as the float nearest to its text; notes a problem ("what" names it) and gives 0 if it is none. */
extern double mls_literal_number(MlsCompile *c, MlsLiteral literal, bool is_float, uint32_t line, const char *what);

/* Lists in INDEX and NUMBER. */
extern MlsSpan mls_index_list(MlsCompile *c, const uint32_t *values, uint32_t n);

/* A list of one: the arguments of a step that takes one column or constant. */
extern MlsSpan mls_index_one(MlsCompile *c, uint32_t value);
extern MlsSpan mls_number_list(MlsCompile *c, const double *values, uint32_t n);

/* A SET of texts, sorted for values of the type. */
extern uint32_t mls_constant_set(MlsCompile *c, const char *const *texts, uint32_t n, MlsDataType type);

/*
 * A MAP from n_rows rows of n_keys + 1 cells: the keys, which are compared with
 * values of key_types, and the result; NULL where a row lacks the cell.
 */
extern uint32_t mls_constant_map(MlsCompile *c, const char *const *cells, uint32_t n_rows, uint32_t n_keys,
								 const MlsDataType *key_types, MlsDataType result_type);

/* Whether values of the type are numbers: truths count as 1 and 0. */
static inline bool
mls_is_numeric(MlsDataType type)
{
	return type == MLS_TYPE_INTEGER || type == MLS_TYPE_FLOAT || type == MLS_TYPE_DOUBLE || type == MLS_TYPE_BOOLEAN;
}

/* An Interval's margins are numbers: with a date, time or dateTime it is a problem. */
extern void mls_refuse_intervals(MlsCompile *c, MlsDataType type, uint32_t line);

/* ---- columns ---- */

/* n new columns next to each other, for a scope; NULL: for good. */
extern uint32_t mls_new_columns(MlsCompile *c, MlsScope *scope, uint32_t n);

/* All columns of a scope (of a segment's model that has been compiled) may serve again. */
extern void mls_release_columns(MlsCompile *c, MlsScope *scope);

/* ---- scopes and fields (compile/scope.c) ---- */

/* What a name means somewhere in a model. */
typedef struct MlsField
{
	uint32_t	column;
	MlsDataType data_type;		/* of the values in it, unless they are missing, invalid or text that is not of this type; NONE: not known */
	MlsOpType	op_type;
	const MlsDataField *declared;	/* its DataField, or NULL */
	uint32_t	treatment;		/* TREATMENT that judges its values (for isValid), or MLS_NONE */
	bool		is_list;		/* a prediction that no expression can read */
	bool		has_history;	/* it is an input, judged once, that may be a list: ... */
	uint32_t	history;		/* ... its column, as the list arrived, ... */
	uint32_t	elements;		/* ... and that of where its elements are */
	const MlsValueElement *order;	/* of an ordinal field: its values, from the lowest on, ... */
	uint32_t	n_order;		/* ... unless they are numbers in the order of numbers */
} MlsField;

struct MlsScope
{
	MlsScope   *parent;			/* NULL for the document's model */
	const MlsModel *model;
	MlsMap		mining;			/* name -> MlsMiningField */
	MlsMap		derived;		/* name -> MlsDerivedField of LocalTransformations */
	MlsMap		fields;			/* name -> MlsResolved: names looked up before */
	MlsMap		outputs;		/* name -> MlsField: outputs computed so far, of this model and its segments */
	MlsMap		kept_outputs;	/* name -> MlsField: its own outputs that a model around it shows by segmentId */
	MlsMap		words;			/* a TextIndex and a field's column -> the column of the field's words + 1 */
	bool		treats;			/* its MiningSchema replaces missing values or outliers */
	const MlsDerivedField *deriving;	/* whose expression is being compiled, or NULL */
	MlsVec		steps;			/* MlsImgStep: not taken yet */
	MlsVec		columns;		/* MlsSpan: given to it */
	MlsCompiled *result;		/* of the model, while and after it is compiled */
	MlsVec		segments;		/* MlsCompiled *: of a mining model, those compiled so far ... */
	MlsVec		segment_ids;	/* const char *: ... and their ids (mls_add_segment) */
};

/*
 * The field of a name; compiles what it needs.  A name that nothing defines and
 * one that depends on itself are problems; a field is given all the same.
 */
extern const MlsField *mls_field(MlsCompile *c, MlsScope *scope, const char *name, uint32_t line);

/* The observed value of a target, as the MiningSchema has it treated; a row may do without, if nothing else reads it. */
extern const MlsField *mls_observed_field(MlsCompile *c, MlsScope *scope, const char *name);

/* Opens the scope of a model. */
extern MlsScope *mls_open_scope(MlsCompile *c, MlsScope *parent, const MlsModel *model);

/* Adds a step to a scope's list; the one given is zeroed but for the members that are MLS_NONE. */
extern MlsImgStep *mls_add_step(MlsCompile *c, MlsScope *scope, MlsStepOp op, uint32_t out);

/* Brings sums over the same columns together (compile/gather.c). */
extern void mls_gather_sums(MlsCompile *c, MlsImgStep *steps, uint32_t n);

/* Emits the steps collected since the last time. */
extern MlsSpan mls_take_steps(MlsCompile *c, MlsScope *scope);

/* ---- inputs and treatments (compile/treatment.c) ---- */

/* Declares an input, in the order of model_fields(); not read yet.  Gives its INPUT. */
extern uint32_t mls_declare_input(MlsCompile *c, const MlsDataField *declared, MlsOpType op_type);

/*
 * An input after the treatment that a MiningField tells (NULL: the type alone).
 * strict: no value makes the row invalid, whether the field is then read or not.
 */
extern void mls_treat_input(MlsCompile *c, const MlsMiningField *mining, const MlsDataField *declared,
							bool strict, MlsField *field);

/* Whether a MiningField changes values that an enclosing model has treated already. */
extern bool mls_treats_again(const MlsMiningField *mining);

/* A field of an enclosing model after the treatment of a segment's MiningField. */
extern void mls_treat_again(MlsCompile *c, MlsScope *scope, const MlsMiningField *mining,
							const MlsField *from, MlsField *field);

/* ---- ordinal fields (compile/ordinal.c) ---- */

/* Sets a field's order, which is that of the Values in the document, if it is ordinal and has any. */
extern void mls_set_order(MlsCompile *c, MlsField *field, const MlsValueElement *values, uint32_t n);

/* The values in their order: INDEX, each a CONSTANT. */
extern MlsSpan mls_ordinal_values(MlsCompile *c, const MlsField *field);

/* The MAP from a value to its place in the order. */
extern uint32_t mls_ordinal_map(MlsCompile *c, const MlsField *field);

/* Whether a text is one of the values. */
extern bool mls_is_in_order(const MlsField *field, const char *text);

/* ---- expressions (compile/expression.c, apply.c) ---- */

/*
 * Compiles an expression into steps of the scope; the result is cast to "type"
 * (MLS_TYPE_NONE: as it comes) and is in column out.  Gives the type.
 * flags: MLS_STEP_KEEP_UNCAST or 0.
 */
extern MlsDataType mls_compile_expression(MlsCompile *c, MlsScope *scope, const MlsExpression *expression,
										  MlsDataType type, uint8_t flags, uint32_t out);

/* The LinearNorms of a NormContinuous: orig, norm, orig ... in NUMBER. */
extern MlsSpan mls_norm_points(MlsCompile *c, const MlsExpression *expression);

/* Refuses a field without a history (which may be NULL), for an element that needs one. */
extern bool mls_has_history(MlsCompile *c, const MlsField *field, const char *name, uint32_t line, const char *element);

/* ---- predicates (compile/compile_predicate.c) ---- */

/* Compiles a predicate over the scope's fields; gives its PREDICATE. */
extern uint32_t mls_compile_predicate(MlsCompile *c, MlsScope *scope, const MlsPredicate *predicate);

/* ---- models (compile/model.c) ---- */

/* What someone outside a model wants of it beside its predictions. */
typedef struct MlsAsk
{
	bool		entity;
	bool		confidences;
	bool		affinity_of;	/* the affinity of each entity */
	uint32_t	ranks;			/* ids and affinities of so many of the nearest entities */
	uint32_t	reasons;		/* how many reason codes */
	bool		deviation;		/* the standard deviation */
} MlsAsk;

/* Adds to an ask what an OutputField wants. */
extern void mls_ask_for_output(const MlsOutputField *output, MlsAsk *ask);

/* What a prediction chooses from, where that is no category: a cluster, a neighbor. */
typedef struct MlsEntity
{
	const char *id;
	const char *name;			/* to be shown, or NULL */
} MlsEntity;

/* What a model predicts for one target. */
typedef struct MlsPrediction
{
	const char *target;			/* its name, or NULL */
	const MlsDataField *declared;	/* its DataField, or NULL */
	const MlsTarget *rules;		/* its Target, or NULL */
	MlsOpType	op_type;		/* after overrides */
	MlsDataType data_type;		/* of the predicted value; NONE: as it comes */
	MlsMiningFunction function;
	uint32_t	value;			/* column; of a list: of its length */
	MlsSpan		items;			/* columns of a list, MlsImgResult.items; none: it is no list */
	const char **categories;	/* of classification, in the model's own order */
	uint32_t	n_categories;
	MlsSpan		category_list;	/* INDEX, each a CONSTANT */
	uint32_t	probabilities;	/* first of n_categories columns, or MLS_NONE */
	bool		no_probabilities;	/* the columns are there, but hold nothing that is a probability */
	uint32_t	confidences;	/* likewise */
	uint32_t	confidence;		/* column of the predicted value's own confidence, or MLS_NONE: that of its category */
	uint32_t	entity;			/* column, or MLS_NONE */

	/* of what has affinities to entities, each column only if it was asked for */
	const MlsEntity *entities;
	uint32_t	n_entities;
	uint32_t	affinities;		/* first of n_entities columns, or MLS_NONE */
	uint32_t	n_ranks;		/* those that are ranked, the nearest first */
	uint32_t	ranked_ids;		/* first of n_ranks columns, or MLS_NONE */
	uint32_t	ranked_affinities;	/* likewise */
	uint32_t	reasons;		/* first of n_reasons columns, or MLS_NONE */
	uint32_t	n_reasons;
	uint32_t	deviation;		/* column of the standard deviation, or MLS_NONE */
} MlsPrediction;

/* The column of an output that shows association rules. */
typedef struct MlsRuleColumn
{
	uint32_t	column;			/* or MLS_NONE */
	bool		is_list;		/* it holds JSON arrays */
} MlsRuleColumn;

/* A model that has been compiled. */
struct MlsCompiled
{
	uint32_t	record;			/* MODEL */
	const MlsModel *model;
	MlsScope   *scope;			/* for mls_release_columns() */
	MlsAsk		ask;			/* what its kernel should give: others' wishes and its own outputs' */
	MlsPrediction *predictions; /* at least one; the first is the primary one */
	uint32_t	n_predictions;
	MlsRuleColumn *rule_columns;	/* of association rules: for each output of the model; else NULL */
	MlsSpan		margins;		/* columns of the margins, if they are asked for and there are any */
	MlsSpan		leaves;			/* likewise of the numbers of the trees' leaves */
};

/*
 * Compiles a model inside a scope (NULL: the document's own model), with what is
 * nested in it.  Its MODEL record is appended first, so that records number as
 * image.h asks.
 */
extern MlsCompiled *mls_compile_model(MlsCompile *c, MlsScope *parent, const MlsModel *model, MlsAsk ask);

/*
 * What compiling has to know of a model type.  Each compile_<type>.c says it of
 * its own; all but compile may be NULL.
 */
typedef struct MlsModelCompiler
{
	/*
	 * On entry "result" has the model's targets (predictions[i].target ...
	 * function) and a column for each prediction's value.  It calls
	 * mls_set_kernel(), for classification mls_set_categories(); for an entity or
	 * reasons that are asked for it sets predictions[0].entity, reasons and
	 * n_reasons.  The steps that it leaves in the scope's list become the model's
	 * entry steps; a mining model takes them segment by segment instead.
	 */
	void		(*compile) (MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result);

	/* Adds steps that make of the kernel's value what the model predicts, before its Targets. */
	void		(*finish) (MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result);

	/* The target that the model names elsewhere, for a MiningSchema without one; or NULL. */
	const char *(*implied_target) (const MlsModel *model);

	/* The one that it predicts of several in its MiningSchema; NULL: each of them. */
	const char *(*chosen_target) (const MlsModel *model);

	/* Whether it predicts all n (> 1) of them; without it, or if not, the first one. */
	bool		(*predicts_several) (const MlsModel *model, uint32_t n);
} MlsModelCompiler;

#define MLS_MODEL_TYPE(symbol, element, member, type, functions) extern const MlsModelCompiler mls_compiler_##member;
#include "lists/model_types.h"
#undef MLS_MODEL_TYPE

/* The kernel that scores the model, and its record (the index in the kernel's own section). */
extern void mls_set_kernel(MlsCompile *c, const MlsCompiled *result, MlsKernel kernel, uint32_t body);

/* The name of the target at a place (from 0) among those in the MiningSchema; NULL: it has not so many. */
extern const char *mls_schema_target(const MlsModel *model, uint32_t place);

/* What a type's implied_target gives. */
extern const char *mls_implied_target(const MlsModel *model);

/* Refuses single precision for a model type whose kernel knows double alone. */
extern void mls_refuse_float(MlsCompile *c, const MlsModel *model, const char *element);

/* Gives a classification its categories, and columns for probabilities (and confidences, if asked). */
extern void mls_set_categories(MlsCompile *c, MlsCompiled *result, const char *const *names, uint32_t n);

/* The same for any of the predictions of a model with several targets. */
extern void mls_set_categories_of(MlsCompile *c, MlsCompiled *result, MlsPrediction *prediction,
								  const char *const *names, uint32_t n);

/*
 * The place of a category that another part of the document names: the same
 * text, else an equal number, else an equal boolean.  MLS_NONE if there is none.
 */
extern uint32_t mls_category_place(const char *const *names, uint32_t n, const char *name);

/* ---- targets, outputs, results (compile/targets.c, output.c, output_features.c, result.c) ---- */

/* Steps for Targets, then for the OutputFields, which become fields of the enclosing scopes. */
extern void mls_compile_targets(MlsCompile *c, MlsScope *scope, MlsCompiled *result);
extern void mls_compile_outputs(MlsCompile *c, MlsScope *scope, MlsCompiled *result);

/* Fills an output's column; gives the type of what is in it, and whether it holds JSON arrays. */
extern MlsDataType mls_compile_output_field(MlsCompile *c, MlsScope *scope, MlsCompiled *result,
											const MlsOutputField *output, uint32_t out, bool *is_list);

/* A mining model calls this for each segment that it has compiled: its outputs may refer to it. */
extern void mls_add_segment(MlsCompile *c, MlsScope *scope, const char *id, MlsCompiled *segment);

/*
 * An output that several segments of a selectAll have is a list, as its prediction
 * is: mls_note_outputs() is called behind each segment i of n, then mls_list_outputs(),
 * which makes the columns of the prediction's list and, behind those, of each
 * output's, and gives the first, and MlsImgMining.sources.
 */
extern void mls_note_outputs(MlsCompile *c, const MlsScope *segment, uint32_t i, uint32_t n);
extern uint32_t mls_list_outputs(MlsCompile *c, MlsScope *scope, uint32_t n, MlsSpan *sources);

/* The columns that show the prediction's list by an output; none: the output is no list. */
extern MlsSpan mls_compile_output_list(MlsCompile *c, MlsScope *scope, MlsCompiled *result, const MlsOutputField *output);

/* Whether an output of the model reads results of its segments by id (segmentId): then their columns may not serve again. */
extern bool mls_reads_segments(const MlsModel *model);

/* The predicted class by the options threshold and class_weights, or by the model's own fields (compile/decision.c). */
extern void mls_compile_decision(MlsCompile *c, MlsScope *scope, const MlsModel *model, MlsCompiled *result);

/* The place of the class that is the event: that of the option, else of two the one that plainly means yes; or MLS_NONE. */
extern uint32_t mls_event_place(const MlsCompile *c, const MlsPrediction *prediction);

/* "No", "Yes" */
extern const char *mls_category_names(MlsCompile *c, const MlsPrediction *prediction);

/* RESULT and OUTPUT records of the document's model, which is compiled. */
extern void mls_compile_results(MlsCompile *c, const MlsCompiled *result);
extern void mls_emit_outputs(MlsCompile *c, const MlsCompiled *result);

#endif
