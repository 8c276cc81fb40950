/*
 * json/lightgbm_lines.h
 *	  LightGBM's model text as lines, keys and lists of values.
 *
 * As with JSON, what a getter returns is usable whatever the document said: what
 * is wrong is noted with its place, "Tree=3.threshold[5]", and the reader goes on.
 */
#ifndef MLS_JSON_LIGHTGBM_LINES_H
#define MLS_JSON_LIGHTGBM_LINES_H

#include "json/lightgbm_int.h"

typedef struct MlsLgbText
{
	MlsLoad    *load;
	const char *next;			/* the line behind the current one */
	const char *end;
	const char *line;			/* the current one, without its end */
	size_t		length;
	unsigned	number;			/* of the current one, from 1 on */
} MlsLgbText;

/* Goes to the next line; false: there is none. */
extern bool mls_lgb_next_line(MlsLgbText *text);

/* Whether the current line starts with a word. */
extern bool mls_lgb_starts_with(const MlsLgbText *text, const char *word);

/* "line 12" */
extern const char *mls_lgb_line_place(const MlsLgbText *text);

/* A key of a part of the document, and its value there. */
typedef struct MlsLgbEntry
{
	const char *key;
	const char *value;			/* NULL: it does not occur */
	size_t		length;
} MlsLgbEntry;

/*
 * Takes the current line into the entries of its part, which end with a key of
 * NULL.  Notes a key that is not among them, and one that occurs twice.
 */
extern void mls_lgb_take_line(MlsLgbText *text, const MlsAt *part, MlsLgbEntry *entries);

/* The entry of a key, which must be one of the part's; NULL, noted if it is required: it does not occur. */
extern const MlsLgbEntry *mls_lgb_find(MlsLoad *load, const MlsAt *part, const MlsLgbEntry *entries,
									   const char *key, bool required);

/* How many words a value has, with blanks between. */
extern uint32_t mls_lgb_count_words(const MlsLgbEntry *entry);

/* An integer as mls_parse_int64() takes it, which this does faster for what a file is full of; false: it is none. */
extern bool mls_lgb_parse_integer(const char *word, size_t length, int64_t *value);

/* A part of the document as text, for messages. */
extern const char *mls_lgb_quote(MlsLoad *load, const char *word, size_t length);

/*
 * A list of n integers from least to most, of n numbers (finite ones, or infinite
 * ones too), of n texts, or a single integer; NULL or false, noted, if it is none.
 * Lists of no numbers may be absent.  Integers beyond INT32_MAX come as the same 32
 * bits.  Numbers are in the room, which the next call with it uses again, or, if
 * that is NULL, in memory of their own.
 */
extern int32_t *mls_lgb_integers(MlsLoad *load, const MlsAt *part, const MlsLgbEntry *entries, const char *key,
								 uint32_t n, int64_t least, int64_t most, MlsVec *room);
extern double *mls_lgb_numbers(MlsLoad *load, const MlsAt *part, const MlsLgbEntry *entries, const char *key,
							   uint32_t n, bool infinite_too, MlsVec *room);
extern bool mls_lgb_integer(MlsLoad *load, const MlsAt *part, const MlsLgbEntry *entries, const char *key,
							int64_t least, int64_t most, int64_t *value);
extern const char **mls_lgb_words(MlsLoad *load, const MlsAt *part, const MlsLgbEntry *entries, const char *key,
								  uint32_t n, bool required);

#endif
