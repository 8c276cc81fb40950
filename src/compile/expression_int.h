/*
 * compile/expression_int.h
 *	  What compiling expressions shares: the elements (expression.c), functions
 *	  (apply.c), TextIndex (text_index.c) and what steps read (operand.c).
 */
#ifndef MLS_COMPILE_EXPRESSION_INT_H
#define MLS_COMPILE_EXPRESSION_INT_H

#include "compile/compile_int.h"

/* What a step reads: a column or (MLS_ARG_CONSTANT) a constant. */
typedef struct MlsOperand
{
	uint32_t	ref;
	MlsDataType type;
	const MlsField *field;		/* if it is a field as it stands, else NULL */
	bool		is_temporary;
} MlsOperand;

/* A DefineFunction that is being put in place: what its parameters stand for. */
typedef struct MlsCall
{
	struct MlsCall *outer;
	const MlsDefineFunction *function;
	const MlsOperand *arguments;
} MlsCall;

/* Where an expression stands. */
typedef struct MlsContext
{
	MlsCompile *c;
	MlsScope   *scope;
	MlsCall    *call;			/* whose body it is, or NULL */
} MlsContext;

/*
 * Compiles into a column; the result is cast to "type".  Gives the type of what
 * will be there.  flags: MLS_STEP_KEEP_UNCAST or 0.
 */
extern MlsDataType mls_compile_into(const MlsContext *x, const MlsExpression *expression,
									MlsDataType type, uint8_t flags, uint32_t out);

/* What a name means in a function's body or, outside of one, in the scope. */
extern MlsOperand mls_named_operand(const MlsContext *x, const char *name, uint32_t line);

extern MlsOperand mls_constant_operand(const MlsContext *x, const MlsExpression *constant);

/* An expression as an operand: constants and fields as they are, else a temporary column. */
extern MlsOperand mls_compile_operand(const MlsContext *x, const MlsExpression *expression);

/* How integers count that are to be cast to another type; NONE: they are what they are. */
extern MlsDataType mls_counts_before_cast(MlsDataType from, MlsDataType to);

/* An operand cast to a type, in a column of its own. */
extern MlsOperand mls_cast_operand(const MlsContext *x, MlsOperand operand, MlsDataType type);

/* An operand that counts days or seconds as the date or time that it means; others as they are. */
extern MlsOperand mls_moment_operand(const MlsContext *x, MlsOperand operand);

/* A column for what lives within an expression; releasing an operand gives it back. */
extern uint32_t mls_take_temporary(MlsCompile *c);
extern void mls_release_operands(MlsCompile *c, const MlsOperand *operands, uint32_t n);

/* Adds the step whose arguments these operands are, and releases them. */
extern MlsImgStep *mls_add_operands_step(const MlsContext *x, MlsStepOp op, const MlsOperand *operands,
										 uint32_t n, uint32_t out);

/*
 * mapMissingTo or defaultValue as a CONSTANT: text, of the type that is wanted,
 * else of its own.  MLS_NONE for NULL.
 */
extern uint32_t mls_fallback_constant(const MlsContext *x, const char *text, MlsDataType type);

/* The type of a result that may also be a fallback's. */
extern MlsDataType mls_joined_type(const MlsContext *x, MlsDataType type, uint32_t constant);

/* TextIndex (text_index.c). */
extern MlsDataType mls_compile_text_index(const MlsContext *x, const MlsExpression *expression,
										  MlsDataType type, uint32_t out);

/* Apply: a built-in function, or one of the document. */
extern MlsDataType mls_compile_apply(const MlsContext *x, const MlsExpression *expression,
									 MlsDataType type, uint32_t out);

#endif
