/*
 * test/unit/test.c
 *	  The unit tests' program: runs each test in a process of its own.
 *
 *	 unit [-l] [word ...]		all tests, or those whose file or name holds a
 *								word; -l only lists them
 *
 * It runs at the top of the source tree, prints a line for each test and, last,
 * "N passed, M failed"; the exit code is 0 when none failed.  With MLS_NO_FORK
 * set the tests run in the program itself, for a debugger.
 */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

/* A unit test takes milliseconds; under sanitizers on a busy machine more. */
#define TIMEOUT_SECONDS		120

static Test *tests;
static const Test *current;
static int	failed_checks;		/* of the test that is running */
static void *files;				/* read by it, each with a pointer to the next in front */

void
test_register(Test *test)
{
	Test	  **place = &tests;

	/* by file and line, whatever order the constructors run in */
	while (*place && (strcmp((*place)->file, test->file) < 0 ||
					  (strcmp((*place)->file, test->file) == 0 && (*place)->line < test->line)))
		place = &(*place)->next;
	test->next = *place;
	*place = test;
}

const Test *
test_current(void)
{
	return current;
}

bool
test_check(const char *file, int line, const char *text, bool holds)
{
	if (!holds)
	{
		failed_checks++;
		printf("  %s:%d: %s does not hold\n", file, line, text);
	}
	return holds;
}

bool
test_check_int(const char *file, int line, const char *text, long long actual, long long expected)
{
	if (actual == expected)
		return true;
	failed_checks++;
	printf("  %s:%d: %s is %lld, not %lld\n", file, line, text, actual, expected);
	return false;
}

bool
test_check_string(const char *file, int line, const char *text, const char *actual, const char *expected)
{
	if (actual && expected ? strcmp(actual, expected) == 0 : actual == expected)
		return true;
	failed_checks++;
	printf("  %s:%d: %s is\n    \"%s\", not\n    \"%s\"\n", file, line, text,
		   actual ? actual : "(null)", expected ? expected : "(null)");
	return false;
}

bool
test_check_contains(const char *file, int line, const char *text, const char *actual, const char *part)
{
	if (actual && strstr(actual, part))
		return true;
	failed_checks++;
	printf("  %s:%d: %s is\n    \"%s\", which lacks\n    \"%s\"\n", file, line, text,
		   actual ? actual : "(null)", part);
	return false;
}

bool
test_check_bytes(const char *file, int line, const char *text, const void *actual, const void *expected, size_t size)
{
	const unsigned char *a = actual;
	const unsigned char *e = expected;

	for (size_t i = 0; i < size; i++)
	{
		if (a[i] != e[i])
		{
			failed_checks++;
			printf("  %s:%d: %s has 0x%02x at byte %zu of %zu, not 0x%02x\n",
				   file, line, text, a[i], i, size, e[i]);
			return false;
		}
	}
	return true;
}

bool
test_check_double(const char *file, int line, const char *text, double actual, double expected)
{
	if ((isnan(actual) && isnan(expected)) || memcmp(&actual, &expected, sizeof(double)) == 0)
		return true;
	failed_checks++;
	printf("  %s:%d: %s is %.17g (%a), not %.17g (%a)\n", file, line, text,
		   actual, actual, expected, expected);
	return false;
}

bool
test_check_close(const char *file, int line, const char *text, double actual, double expected,
				 double relative, double smallest)
{
	double		allowed = relative * fmax(fabs(expected), smallest);

	/* written so that a NaN fails, and so that equal infinities do not */
	if (actual == expected || fabs(actual - expected) <= allowed)
		return true;
	failed_checks++;
	printf("  %s:%d: %s is %.17g, not within %g of %.17g\n", file, line, text,
		   actual, allowed, expected);
	return false;
}

char *
test_read_file(const char *path, size_t *length)
{
	FILE	   *file = fopen(path, "rb");
	long		size;
	char	   *block;

	if (!file || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0 ||
		fseek(file, 0, SEEK_SET) != 0)
	{
		printf("  %s: cannot be read\n", path);
		exit(EXIT_FAILURE);
	}
	block = malloc(sizeof(void *) + (size_t) size + 1);
	if (!block || fread(block + sizeof(void *), 1, (size_t) size, file) != (size_t) size)
	{
		printf("  %s: cannot be read\n", path);
		exit(EXIT_FAILURE);
	}
	fclose(file);
	*(void **) block = files;
	files = block;
	block += sizeof(void *);
	block[size] = '\0';
	*length = (size_t) size;
	return block;
}

/* Runs one test in this process; tells whether it passed. */
static bool
run_here(const Test *test)
{
	failed_checks = 0;
	current = test;
	test->function();
	while (files)
	{
		void	   *next = *(void **) files;

		free(files);
		files = next;
	}
	return failed_checks == 0;
}

/* Runs one test in a process of its own. */
static bool
run_apart(const Test *test)
{
	pid_t		child;
	int			status;

	fflush(stdout);
	child = fork();
	if (child == 0)
	{
		alarm(TIMEOUT_SECONDS);
		/* exit() and not _exit(): the leak checker runs there */
		exit(run_here(test) ? EXIT_SUCCESS : EXIT_FAILURE);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
	{
		perror("cannot run a test");
		exit(2);
	}
	if (WIFSIGNALED(status))
	{
		if (WTERMSIG(status) == SIGALRM)
			printf("  took longer than %d s\n", TIMEOUT_SECONDS);
		else
			printf("  ended by signal %d, %s\n", WTERMSIG(status), strsignal(WTERMSIG(status)));
		return false;
	}
	return WEXITSTATUS(status) == EXIT_SUCCESS;
}

/* "src/test/unit/test_tree.c" -> "tree" */
static void
topic_of(const Test *test, char *topic, size_t size)
{
	const char *slash = strrchr(test->file, '/');
	const char *start = slash ? slash + 1 : test->file;

	if (strncmp(start, "test_", 5) == 0)
		start += 5;
	snprintf(topic, size, "%.*s", (int) strcspn(start, "."), start);
}

static bool
is_asked_for(const Test *test, char **words)
{
	if (!*words)
		return true;
	for (; *words; words++)
	{
		if (strstr(test->file, *words) || strstr(test->name, *words))
			return true;
	}
	return false;
}

int
main(int argc, char **argv)
{
	bool		list = argc > 1 && strcmp(argv[1], "-l") == 0;
	bool		apart = getenv("MLS_NO_FORK") == NULL;
	char	  **words = argv + (list ? 2 : 1);
	int			passed = 0;
	int			failed = 0;

	for (Test *test = tests; test; test = test->next)
	{
		char		topic[64];
		bool		good;

		if (!is_asked_for(test, words))
			continue;
		topic_of(test, topic, sizeof(topic));
		if (list)
		{
			printf("%s: %s\n", topic, test->name);
			continue;
		}
		good = apart ? run_apart(test) : run_here(test);
		printf("%s - %s: %s\n", good ? "ok" : "not ok", topic, test->name);
		if (good)
			passed++;
		else
			failed++;
	}
	if (!list)
		printf("%d passed, %d failed\n", passed, failed);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
