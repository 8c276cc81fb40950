/*
 * test/unit/test_harness.c
 *	  Unit tests of the harness: a check that cannot fail checks nothing.
 *
 * The checks are called by their functions here, with their output sent away,
 * to see both answers of each without failing this test.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

/* The exit code of a process in which body() ran as a test's checks do. */
static int
count_failures(void (*body) (int *failures))
{
	int			status;
	pid_t		child;

	fflush(stdout);
	child = fork();
	if (child == 0)
	{
		int			failures = 0;

		if (!freopen("/dev/null", "w", stdout))
			_exit(99);
		body(&failures);
		_exit(failures);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static void
ones_that_fail(int *failures)
{
	*failures += !test_check("f", 1, "t", false);
	*failures += !test_check_int("f", 1, "t", 1, 2);
	*failures += !test_check_string("f", 1, "t", "a", "b");
	*failures += !test_check_string("f", 1, "t", NULL, "");
	*failures += !test_check_contains("f", 1, "t", "abc", "d");
	*failures += !test_check_contains("f", 1, "t", NULL, "d");
	*failures += !test_check_bytes("f", 1, "t", "abc", "abd", 3);
	*failures += !test_check_double("f", 1, "t", 0.0, -0.0);
	*failures += !test_check_double("f", 1, "t", 1.0, nextafter(1.0, 2.0));
	*failures += !test_check_double("f", 1, "t", 1.0, NAN);
	*failures += !test_check_close("f", 1, "t", 1.0, 1.1, 0.01, 0.0);
	*failures += !test_check_close("f", 1, "t", NAN, 1.0, 1e9, 1.0);
	*failures += !test_check_close("f", 1, "t", INFINITY, 1.0, 0.5, 1.0);
}

TEST(each_check_can_fail)
{
	CHECK_INT(count_failures(ones_that_fail), 13);
}

TEST(each_check_can_hold)
{
	CHECK(true);
	CHECK_INT(-3, -3);
	CHECK_STRING("a", "a");
	CHECK_STRING(NULL, NULL);
	CHECK_CONTAINS("abc", "bc");
	CHECK_BYTES("abc", "abd", 2);
	CHECK_DOUBLE(NAN, -NAN);
	CHECK_DOUBLE(-0.0, -0.0);
	CHECK_CLOSE(1.0, 1.1, 0.1, 0.0);
	CHECK_CLOSE(1e-14, 0.0, 1e-13, 1.0);
	CHECK_CLOSE(INFINITY, INFINITY, 0.0, 0.0);
}

TEST(a_file_is_read_whole)
{
	size_t		length;
	char	   *control = test_read_file("ml_score.control", &length);

	CHECK_INT(strlen(control), length);
	CHECK_CONTAINS(control, "default_version");
}
