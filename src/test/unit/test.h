/*
 * test/unit/test.h
 *	  The unit tests' harness: tests that register themselves, and checks.
 *
 *	 TEST(an_empty_tree_gives_no_score)
 *	 {
 *		 MlsThing   *thing = make_thing();
 *
 *		 REQUIRE(thing != NULL);
 *		 CHECK_INT(thing->count, 3);
 *	 }
 *
 * Each test runs in a process of its own, so that a crash, a leak or an endless
 * loop is the failure of that test and the others still run.  A check that
 * fails says where and with what values, and the test goes on; REQUIRE leaves
 * the test.  The checks' arguments are evaluated once, actual value first.
 */
#ifndef MLS_TEST_H
#define MLS_TEST_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Test
{
	const char *file;
	int			line;
	const char *name;
	void		(*function) (void);
	struct Test *next;
} Test;

extern void test_register(Test *test);

/* The test that is running, for a function that several entries share. */
extern const Test *test_current(void);

#define TEST(title) \
	static void test_##title(void); \
	static Test test_entry_##title = {__FILE__, __LINE__, #title, test_##title, NULL}; \
	__attribute__((constructor)) static void test_register_##title(void) \
	{ \
		test_register(&test_entry_##title); \
	} \
	static void test_##title(void)

/*
 * What the checks expand to.  Each returns whether the check holds, after
 * having written down what does not.
 */
extern bool test_check(const char *file, int line, const char *text, bool holds);
extern bool test_check_int(const char *file, int line, const char *text, long long actual, long long expected);
extern bool test_check_string(const char *file, int line, const char *text, const char *actual, const char *expected);
extern bool test_check_contains(const char *file, int line, const char *text, const char *actual, const char *part);
extern bool test_check_bytes(const char *file, int line, const char *text, const void *actual, const void *expected, size_t size);
extern bool test_check_double(const char *file, int line, const char *text, double actual, double expected);
extern bool test_check_close(const char *file, int line, const char *text, double actual, double expected, double relative, double smallest);

#define CHECK(condition) \
	((void) test_check(__FILE__, __LINE__, #condition, (condition)))

/* leaves the test, for what the rest of it stands on */
#define REQUIRE(condition) \
	do { \
		if (!test_check(__FILE__, __LINE__, #condition, (condition))) \
			return; \
	} while (0)

#define CHECK_INT(actual, expected) \
	((void) test_check_int(__FILE__, __LINE__, #actual, (actual), (expected)))

/* equal texts; NULL equals NULL only */
#define CHECK_STRING(actual, expected) \
	((void) test_check_string(__FILE__, __LINE__, #actual, (actual), (expected)))

/* a text that holds another: for messages, of which a test fixes what matters */
#define CHECK_CONTAINS(actual, part) \
	((void) test_check_contains(__FILE__, __LINE__, #actual, (actual), (part)))

#define CHECK_BYTES(actual, expected, size) \
	((void) test_check_bytes(__FILE__, __LINE__, #actual, (actual), (expected), (size)))

/*
 * The same float64 bit for bit: 0.0 is not -0.0; any NaN is the same as any
 * other.  A float32 result is exact if and only if it is so when widened.
 */
#define CHECK_DOUBLE(actual, expected) \
	((void) test_check_double(__FILE__, __LINE__, #actual, (actual), (expected)))

/* |actual - expected| <= relative * max(|expected|, smallest); NaN is never close */
#define CHECK_CLOSE(actual, expected, relative, smallest) \
	((void) test_check_close(__FILE__, __LINE__, #actual, (actual), (expected), (relative), (smallest)))

/*
 * The bytes of a file named from the top of the source tree, with a 0 behind
 * them that *length does not count; it lives until the test ends.  A file that
 * cannot be read ends the test as a failure.
 */
extern char *test_read_file(const char *path, size_t *length);

#endif
