/*
 * test/unit/exercised.h
 *	  What of PMML the tests exercise: what the reader was asked for, and documents
 *	  read as if they said something else.
 */
#ifndef MLS_TEST_EXERCISED_H
#define MLS_TEST_EXERCISED_H

#include <stddef.h>

/* The file that it is written to, or NULL. */
extern const char *exercised_file(void);

/*
 * The lines read of the last document, "element <tab> attribute <tab> value" or
 * "element" alone, each a text of its own that stays good; an array of *n.
 */
extern char **exercised_lines(size_t *n);

/*
 * From now on the elements of that name are not there (attribute NULL), or their
 * attribute, where it has that value, has another one (NULL: is absent).  With
 * element NULL all is as it stands.  Meanwhile nothing is noted.
 */
extern void exercised_pretend(const char *element, const char *attribute, const char *value, const char *instead);

#endif
