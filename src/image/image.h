/*
 * image/image.h
 *	  The compiled model: bytes without pointers.
 *
 * An image is a small relational database.  It has a header and a fixed list
 * of sections (lists/image_sections.h); a section is an array of records of
 * one type; records name each other by index.  So the same bytes serve backend
 * memory, shared memory and a table row, and whether an image is sound can be
 * decided by looking at each record once (image/check.c treats every image as
 * hostile).  Whatever could form a cycle (predicates, steps, models, tree
 * nodes) only ever refers to records behind itself or before itself, as stated
 * with the record.
 *
 * Columns.  While a block of rows is scored every value lives in a column,
 * which is an array over the rows of the block (eval/eval.h).  The image says
 * how many columns there are; a column number means the same thing throughout
 * the image: an input as it came, a field after its treatment, a derived
 * field, the probability of a category, an output.
 *
 * Steps fill columns from columns: the treatment of an input, a function of a
 * derived field, the rescaling of a target.  They are three-address code, one
 * operation on whole columns at a time; both branches of an "if" are computed
 * for every row, which does no harm because a value that cannot be computed is
 * only a cell that says so (MLS_TAG_INVALID).
 *
 * What runs when.  First the image's input steps treat every input that is
 * read; a row that one of them finds invalid is not scored further.  Then the
 * main model runs.  Models nest as segments do: a model runs its entry steps,
 * then its kernel (which fills the prediction, and for classification the
 * probabilities), then its exit steps (Targets, Outputs).  The mining kernel
 * runs, for each segment in order, the segment's steps for all its rows, and the
 * segment's model for those rows for which the segment's predicate is true.
 *
 * Every cell is missing when a block begins.  So the outputs of a segment that
 * does not run are missing.  A column whose values nobody reads any more may
 * serve again (the columns of a segment serve the next one); columns of inputs,
 * of outputs and what they are made from, and of lists, never do.
 *
 * Members called unused are the gaps that alignment leaves, named so that they
 * are zero: equal models are equal bytes.
 */
#ifndef MLS_IMAGE_IMAGE_H
#define MLS_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"
#include "image/records.h"
#include "image/value.h"

#define MLS_IMAGE_MAGIC		0x4D4C5349	/* "MLSI" */
#define MLS_IMAGE_FORMAT	6	/* an image of another format is compiled anew */
#define MLS_MAX_COLUMNS		(1u << 24)

/*
 * A constant of the document, ready to be compared with values of any type:
 * the constant is converted to the value's type, never the value to text.
 */
typedef struct MlsImgConstant
{
	double		number;			/* if is_number */
	double		as_float;		/* the float nearest to the text, if is_number */
	uint32_t	text;			/* STRING */
	uint8_t		tag;			/* of the constant by itself: MlsTag, by its declared type */
	bool		is_number;		/* the text reads as a number */
	bool		is_integral;	/* ... without a fraction, within 64 bits: integer has it */
	int8_t		boolean;		/* 1, 0; -1: the text reads as no boolean */
	int64_t		integer;
	int64_t		moment;			/* if moment_tag is one of these: days or microseconds */
	uint8_t		moment_tag;		/* DATE, TIME, DATETIME: what the text reads as; MISSING: none of them */
	uint8_t		unused[7];
} MlsImgConstant;

/* An input that the document declares, in the order of model_fields(). */
typedef struct MlsImgInput
{
	uint32_t	name;			/* STRING */
	uint8_t		data_type;		/* MlsDataType */
	uint8_t		op_type;		/* MlsOpType, after overrides */
	bool		read;			/* scoring reads it: the host must give it */
	bool		numeric;		/* integer, float, double or boolean */
	uint32_t	column;			/* where the host puts it; MLS_NONE if not read */
	uint32_t	treatment;		/* TREATMENT that judges it; MLS_NONE if not read */

	/*
	 * A number (integer, float, double) that no rule but the type's own looks
	 * at: its column is what the model reads, and a value of the right type
	 * needs no step.
	 */
	bool		plain;
	bool		takes_list;		/* its texts that are JSON arrays are lists: so may an array be given */
	bool		has_history;	/* the last element of its list is its value */
	bool		optional;		/* what was observed of a target: a row may lack it */
} MlsImgInput;

typedef struct MlsImgInterval
{
	double		left;
	double		right;
	uint32_t	closure;		/* MlsClosure */
	uint32_t	constant;		/* the bin's value (Discretize): CONSTANT, or MLS_NONE */
} MlsImgInterval;

/*
 * Constants among which a value is looked for.  order says how they are sorted,
 * by what the values of the field at hand are; a value of another kind is
 * compared with each.
 */
typedef enum MlsSetOrder
{
	MLS_ORDER_NONE,				/* in document order */
	MLS_ORDER_TEXT,				/* ascending by text (the STRING code): for strings */
	MLS_ORDER_NUMBER,			/* ascending by number: for doubles; all are numbers, none is NaN */
	MLS_ORDER_FLOAT,			/* ascending by as_float: for floats; likewise */
	MLS_ORDER_INTEGER			/* ascending by integer: for integers; all are integral */
} MlsSetOrder;

typedef struct MlsImgSet
{
	MlsSpan		members;		/* INDEX, each a CONSTANT */
	uint32_t	order;			/* MlsSetOrder */
} MlsImgSet;

/*
 * A table of MapValues: rows of n_keys + 1 indices, the keys (CONSTANT) and the
 * result (CONSTANT or MLS_NONE).  Sorted by the keys, the first one first, each
 * by its own order, equal ones in document order; if one key's order is
 * MLS_ORDER_NONE the whole is in document order.
 */
typedef struct MlsImgMap
{
	uint32_t	n_keys;
	uint32_t	n_rows;
	uint32_t	orders;			/* INDEX: n_keys times MlsSetOrder */
	uint32_t	rows;			/* INDEX: n_rows * (n_keys + 1) */
} MlsImgMap;

/* How a field's value is judged and replaced before the model sees it. */
typedef struct MlsImgTreatment
{
	uint32_t	input;			/* INPUT, for messages; MLS_NONE for a field of a segment that is no input */
	uint8_t		data_type;		/* MlsDataType that the value is read as */
	uint8_t		op_type;		/* MlsOpType */
	uint8_t		invalid;		/* MlsInvalidValueTreatment */
	uint8_t		outliers;		/* MlsOutliers */
	bool		missing_returns_invalid;
	bool		check;			/* judge validity (a field of a segment without a treatment of its own is not judged again) */
	bool		has_low;
	bool		has_high;
	double		low;
	double		high;
	uint32_t	missing_replacement;	/* CONSTANT of data_type, or MLS_NONE */
	uint32_t	invalid_replacement;	/* CONSTANT of data_type, or MLS_NONE */
	uint32_t	valid_values;	/* SET, or MLS_NONE, as the two below */
	uint32_t	invalid_values;
	uint32_t	missing_values;
	bool		exact_texts;	/* as in MlsDataField (ir/field.h) */
	uint8_t		unused[3];
	MlsSpan		intervals;		/* INTERVAL */
} MlsImgTreatment;

/* A regular expression; an evaluation compiles it when it first needs it. */
typedef struct MlsImgPattern
{
	uint32_t	text;			/* STRING */
	uint32_t	options;		/* base/regex.h */
} MlsImgPattern;

typedef enum MlsFunction
{
#define MLS_FUNCTION(symbol, name, least, most) MLS_FN_##symbol,
#include "lists/functions.h"
#undef MLS_FUNCTION
	MLS_N_FUNCTIONS
} MlsFunction;

typedef enum MlsStepOp
{
#define MLS_STEP_OP(symbol, member, least, most) MLS_STEP_##symbol,
#include "lists/step_ops.h"
#undef MLS_STEP_OP
	MLS_N_STEP_OPS
} MlsStepOp;

/* One operation on columns.  What each op reads is said in lists/step_ops.h. */
typedef struct MlsImgStep
{
	uint16_t	op;				/* MlsStepOp */
	uint16_t	function;		/* of op APPLY: MlsFunction; NORM_CONTINUOUS: MlsOutliers; HISTORY: MlsHistoryFunction; else 0 */
	uint8_t		data_type;		/* of the result, MLS_TYPE_NONE: as it comes */
	uint8_t		flags;			/* by op */

	/*
	 * Of a result that is cast to a date or time: the type of integers that it
	 * may have before the cast, dateDaysSince[year] for one; else NONE.
	 */
	uint8_t		counts;
	uint8_t		unused;
	uint32_t	out;			/* column */
	MlsSpan		arguments;		/* INDEX: columns, or constants with MLS_ARG_CONSTANT set */
	uint32_t	record;			/* by op: TREATMENT, first INTERVAL, CONSTANT ...; else MLS_NONE */
	uint32_t	n_records;
	uint32_t	map_missing_to; /* CONSTANT, or MLS_NONE */
	uint32_t	default_value;	/* CONSTANT, or MLS_NONE */
} MlsImgStep;
#define MLS_ARG_CONSTANT	0x80000000u

/* flags of steps */
#define MLS_STEP_STRICT			0x01
#define MLS_STEP_KEEP_UNCAST	0x02
#define MLS_STEP_AS_MISSING		0x04
#define MLS_STEP_NOT			0x08
#define MLS_STEP_SORTED			0x10
#define MLS_STEP_THRESHOLD		0x20
#define MLS_STEP_NORMALIZE		0x40
#define MLS_STEP_NO_NAN			0x80

/*
 * A predicate; those that it combines come behind it, next to each other, and
 * belong to it alone (each names it as its parent).  height is 0 for those
 * without parts, else greater than that of each part, at most
 * MLS_MAX_PREDICATE_HEIGHT: evaluation may recurse.
 */
typedef struct MlsImgPredicate
{
	uint8_t		kind;			/* MlsPredicateKind */
	uint8_t		op;				/* MlsSimpleOperator, MlsBooleanOperator */
	bool		is_not_in;
	bool		is_numeric;		/* the field is declared a number, date or time: text in it has no order */
	uint32_t	height;
	uint32_t	column;			/* of the field; MLS_NONE for TRUE, FALSE, COMPOUND */
	uint32_t	constant;		/* SIMPLE: CONSTANT, MLS_NONE for isMissing, isNotMissing; SIMPLE_SET: SET */
	uint32_t	parent;			/* the compound that it is a part of, or MLS_NONE */

	/*
	 * SIMPLE: INDEX, the ordinal field's values in order, each a CONSTANT, or
	 * none.  CODE_SET: INDEX, each a code, ascending.  COMPOUND: PREDICATE.
	 */
	MlsSpan		members;
} MlsImgPredicate;
#define MLS_MAX_PREDICATE_HEIGHT	500

/*
 * A model: the document's, or that of a segment.  Models are numbered as they
 * open in the document: the main one is 0, the model of a mining model's first
 * segment follows it at once, then that one's segments, then the second
 * segment ...  Each belongs to one segment, or to the forest before it, whose
 * leaves it numbers: its trees are the same, each has an output of its own, and
 * their scores are numbers.
 */
typedef enum MlsKernel
{
#define MLS_KERNEL(symbol, member) MLS_KERNEL_##symbol,
#include "lists/kernels.h"
#undef MLS_KERNEL
	MLS_N_KERNELS
} MlsKernel;

typedef struct MlsImgModel
{
	uint8_t		kernel;			/* MlsKernel */
	uint8_t		function;		/* MlsMiningFunction */
	bool		float_context;
	uint8_t		unused;
	uint32_t	body;			/* record of the kernel's own section */
	MlsSpan		entry_steps;	/* STEP: treatments and derived fields */
	MlsSpan		exit_steps;		/* STEP: targets and outputs */
	uint32_t	value;			/* first of n_values columns of predictions */
	uint32_t	n_values;		/* 1; more for regression with several targets */
	uint32_t	entity;			/* column of the entity's id, or MLS_NONE: nobody asks */
	MlsSpan		categories;		/* INDEX, each a CONSTANT: of classification, in the model's own order */
	uint32_t	probabilities;	/* first of categories.n columns, or MLS_NONE */
	uint32_t	confidences;	/* likewise */
	uint32_t	reasons;		/* first of n_reasons columns: reason codes, the weightiest first; or MLS_NONE */
	uint32_t	n_reasons;
	uint32_t	leaves;			/* the model behind this one, which predicts the numbers of its trees' leaves; or MLS_NONE */
	uint32_t	unused2;
} MlsImgModel;
#define MLS_MAX_MODEL_DEPTH	64

/* ---- what each kernel reads: a record of its own section, and what that names ---- */

#include "image/image_text.h"
#include "image/image_regression.h"
#include "image/image_tree.h"
#include "image/image_forest.h"
#include "image/image_masks.h"
#include "image/image_gaussian_process.h"
#include "image/image_neural_network.h"
#include "image/image_scorecard.h"
#include "image/image_support_vector_machine.h"
#include "image/image_mining.h"
#include "image/image_comparison.h"
#include "image/image_clustering.h"
#include "image/image_rule_set.h"
#include "image/image_naive_bayes.h"
#include "image/image_nearest_neighbor.h"
#include "image/image_association.h"
#include "image/image_baseline.h"

/* ---- what the host asks for ---- */

/* Targets: what happens to a prediction before it is shown. */
typedef struct MlsImgTarget
{
	double		min;			/* NAN: none, as below */
	double		max;
	double		rescale_factor;
	double		rescale_constant;
	double		default_value;
	uint8_t		cast_integer;	/* MlsCastInteger */
	uint8_t		data_type;		/* of the prediction; MLS_TYPE_NONE: as it comes */
	bool		is_float;		/* each step rounds to float */
	uint8_t		unused;
	uint32_t	unused2;
} MlsImgTarget;

/* Why predict() has no number for a target. */
typedef enum MlsNoNumber
{
	MLS_HAS_NUMBER,
	MLS_NO_EVENT,				/* classes, and none is the event */
	MLS_NOT_NUMERIC,			/* the prediction is no number: clusters, text */
	MLS_IS_LIST					/* the prediction is a list, with as many elements as a row has results */
} MlsNoNumber;

/* A target of the document's model. */
typedef struct MlsImgResult
{
	uint32_t	name;			/* STRING; MLS_NONE: the document names no target */
	uint8_t		function;		/* MlsMiningFunction */
	uint8_t		no_number;		/* MlsNoNumber */
	uint16_t	unused;
	uint32_t	number;			/* column that predict() returns, or MLS_NONE */
	uint32_t	value;			/* column of the prediction; of a list: of its length */
	uint32_t	event;			/* place among the categories, or MLS_NONE */
	MlsSpan		categories;		/* INDEX, each a CONSTANT */
	uint32_t	probabilities;	/* first of categories.n columns, or MLS_NONE */

	/*
	 * A list's columns; none: it is no list.  A row's list is in the first of
	 * them, as many as its length (an integer) says, one element in each, which
	 * may be missing.  A missing length: there is no list.
	 */
	MlsSpan		items;
} MlsImgResult;

typedef enum MlsOutputShape
{
	MLS_OUTPUT_VALUE,
	MLS_OUTPUT_ARRAY,			/* of columns */
	MLS_OUTPUT_TEXT,			/* an array too: its texts are JSON */
	MLS_OUTPUT_LIST,			/* of columns, as many of them as the document's prediction, a list, has elements */
	MLS_N_OUTPUT_SHAPES
} MlsOutputShape;

/* A field of the result beside the targets, in the order of predict_json. */
typedef struct MlsImgOutput
{
	uint32_t	name;			/* STRING */
	uint32_t	column;
	uint8_t		data_type;		/* declared; MLS_TYPE_NONE: by the value's tag */
	uint8_t		feature;		/* MlsOutputFeature; MLS_N_OUTPUT_FEATURES: none of PMML's */
	bool		is_final;
	uint8_t		shape;			/* MlsOutputShape */
	uint32_t	n_columns;		/* of an ARRAY or LIST, from "column" on; else 1 */
} MlsImgOutput;

/* ---- the whole ---- */

typedef enum MlsSection
{
#define MLS_SECTION(symbol, type) MLS_SECTION_##symbol,
#include "lists/image_sections.h"
#undef MLS_SECTION
	MLS_N_SECTIONS
} MlsSection;

typedef struct MlsSectionEntry
{
	uint64_t	offset;			/* from the image's first byte: mls_section_start() */
	uint32_t	n;				/* records */
	uint32_t	record_size;
} MlsSectionEntry;

#define MLS_CACHE_LINE		64
#define MLS_LARGE_SECTION	1024

/*
 * Where a section of so many bytes begins that comes behind others: large ones at
 * a cache line, as far as the image itself does.
 */
static inline uint64_t
mls_section_start(uint64_t end_of_others, uint64_t size)
{
	uint64_t	alignment = size < MLS_LARGE_SECTION ? 8 : MLS_CACHE_LINE;

	return (end_of_others + alignment - 1) & ~(alignment - 1);
}

typedef struct MlsImage
{
	uint32_t	magic;
	uint32_t	format;
	uint64_t	size;			/* bytes, all in all */
	uint64_t	checksum;		/* of all bytes behind this member */
	uint32_t	n_columns;
	uint32_t	default_outputs;	/* boolean: predict_json adds prediction and probabilities */
	MlsSpan		input_steps;	/* STEP: treatment of the inputs */
	uint64_t	scratch_per_row;	/* bytes that steps and kernels need for each row of a block */
	uint64_t	scratch_fixed;	/* bytes that they need beside */
	MlsSectionEntry sections[MLS_N_SECTIONS];
} MlsImage;

/* The records of a section: MLS_RECORDS(image, TREE_NODE) is const MlsImgTreeNode *. */
#define MLS_RECORDS(image, symbol) \
	((const MLS_RECORD_TYPE_##symbol *) ((const char *) (image) + (image)->sections[MLS_SECTION_##symbol].offset))
#define MLS_N_RECORDS(image, symbol) ((image)->sections[MLS_SECTION_##symbol].n)

#define MLS_SECTION(symbol, type) typedef type MLS_RECORD_TYPE_##symbol;
#include "lists/image_sections.h"
#undef MLS_SECTION

/*
 * A number that stands for how this build reads images: the format, the sizes of
 * records, how many words each list has.  Images in shared memory outlive a
 * library that is replaced beneath a running server; two builds that differ here
 * do not share them.
 */
extern uint32_t mls_image_layout(void);

/* The text of a STRING record. */
extern const MlsString *mls_image_string(const MlsImage *image, uint32_t code);

/* The STRING with these bytes, or NULL when the model knows no such text. */
extern const MlsString *mls_image_find_string(const MlsImage *image, const char *bytes, size_t length);

/*
 * How much work a row is, roughly, in PostgreSQL's unit for one operator (about
 * 10 ns).  Looks at each tree, so keep the answer.
 */
extern double mls_image_work(const MlsImage *image);

/* Of what behind the member "checksum" the checksum is, for MlsImage.size bytes. */
extern uint64_t mls_image_checksum(const MlsImage *image);

/*
 * Bytes of scratch (eval/eval_int.h) that the image's steps and kernels take at
 * most at once, for a block of n rows: *fixed + n * *per_row.  Each kernel's
 * share is stated in image/kernel_*.c.
 */
extern void mls_image_scratch(const MlsImage *image, uint64_t *fixed, uint64_t *per_row);

/*
 * Whether the bytes are an image that can be scored without reading or writing
 * out of bounds and without endless loops.  NULL if so, else a sentence that
 * says what is wrong.  The bytes must be aligned to 8.
 */
extern const char *mls_image_check(const void *bytes, size_t size);

#endif
