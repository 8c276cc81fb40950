/*
 * test/unit/test_base.c
 *	  Unit tests of base/: arena, problems and the way out, maps, vectors.
 */
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/city_hash.h"
#include "base/map.h"
#include "base/vec.h"
#include "test.h"

/* A host that counts what it gave and can be told to say "stop". */
typedef struct CountingHost
{
	int			blocks;
	bool		cancelled;
} CountingHost;

static void *
counting_alloc(void *context, size_t size)
{
	((CountingHost *) context)->blocks++;
	return malloc(size);
}

static void
counting_free(void *context, void *pointer)
{
	((CountingHost *) context)->blocks--;
	free(pointer);
}

static bool
counting_cancelled(void *context)
{
	return ((CountingHost *) context)->cancelled;
}

TEST(an_arena_gives_zeroed_aligned_memory_within_its_limit)
{
	CountingHost counts = {0};
	MlsHost		host = {&counts, counting_alloc, counting_free, counting_cancelled};
	MlsArena	arena;
	size_t		given = 0;

	mls_arena_init(&arena, &host, 1000000);
	for (size_t size = 0;; size = (size * 7 + 3) % 40000)
	{
		unsigned char *p = mls_arena_alloc(&arena, size);

		if (!p)
			break;
		CHECK((uintptr_t) p % 8 == 0);
		for (size_t i = 0; i < size; i++)
		{
			if (p[i] != 0)
			{
				CHECK(p[i] == 0);
				break;
			}
		}
		memset(p, 0xff, size);
		given += size;
	}
	CHECK(given > 800000);
	CHECK(arena.used <= 1000000);
	CHECK(mls_arena_alloc(&arena, SIZE_MAX) == NULL);
	mls_arena_reset(&arena);
	CHECK_INT(counts.blocks, 0);
	CHECK(mls_arena_alloc(&arena, 500000) != NULL);
	CHECK(mls_arena_alloc(&arena, 600000) == NULL);
	mls_arena_reset(&arena);
	CHECK_INT(counts.blocks, 0);
}

TEST(an_arena_takes_large_pieces_back)
{
	CountingHost counts = {0};
	MlsHost		host = {&counts, counting_alloc, counting_free, counting_cancelled};
	MlsArena	arena;
	char	   *pieces[5];
	size_t		used;

	mls_arena_init(&arena, &host, 100000000);
	for (int i = 0; i < 5; i++)
	{
		pieces[i] = mls_arena_room(&arena, 3000000);
		memset(pieces[i], i, 3000000);
		CHECK(mls_arena_alloc(&arena, 100) != NULL);
	}
	used = arena.used;

	/* the first, the last, those between, and a small one, which goes with the arena only */
	for (int i = 0; i < 5; i++)
	{
		int			at = i * 2 % 5;

		CHECK_INT(pieces[at][2999999], at);
		mls_arena_give_back(&arena, pieces[at], 3000000);
		CHECK(arena.used <= used - 3000000);
		used = arena.used;
	}
	mls_arena_give_back(&arena, mls_arena_alloc(&arena, 50), 50);
	CHECK(arena.used == used && arena.peak > 15000000);
	mls_arena_reset(&arena);
	CHECK_INT(counts.blocks, 0);

	/* also if it was all there is */
	pieces[0] = mls_arena_room(&arena, 3000000);
	mls_arena_give_back(&arena, pieces[0], 3000000);
	CHECK_INT(counts.blocks, 0);
	CHECK(mls_arena_alloc(&arena, 100) != NULL);
	mls_arena_reset(&arena);
	CHECK_INT(counts.blocks, 0);
}

static void
two_problems(MlsLoad *load, void *arg)
{
	mls_problem(load, MLS_UNSUPPORTED, "line 3, X", "Try Y.", "element %s is not known", "X");
	mls_problem(load, MLS_INVALID, NULL, NULL, "%0600d", 7);
	*(int *) arg = 1;
	mls_stop_if_problems(load);
	*(int *) arg = 2;
}

TEST(problems_are_kept_in_order_and_end_the_run)
{
	MlsLoad		load;
	int			reached = 0;

	mls_load_init(&load, &mls_malloc_host, 1 << 20);
	CHECK_INT(mls_run(&load, two_problems, &reached), MLS_UNSUPPORTED);
	CHECK_INT(reached, 1);
	CHECK_INT(load.n_problems, 2);
	CHECK_STRING(load.problems->place, "line 3, X");
	CHECK_STRING(load.problems->hint, "Try Y.");
	CHECK_STRING(load.problems->message, "element X is not known");
	CHECK_INT(load.problems->next->code, MLS_INVALID);
	CHECK_INT(strlen(load.problems->next->message), 600);
	CHECK(load.problems->next->next == NULL);
	mls_load_free(&load);
}

static void
thousand_problems(MlsLoad *load, void *arg)
{
	for (int i = 0; i < 1000; i++)
		mls_problem(load, MLS_INVALID, NULL, NULL, "problem %d", i);
}

TEST(problems_beyond_the_limit_are_only_counted)
{
	MlsLoad		load;
	int			n = 0;

	mls_load_init(&load, &mls_malloc_host, 1 << 20);
	CHECK_INT(mls_run(&load, thousand_problems, NULL), MLS_INVALID);
	for (MlsProblem *problem = load.problems; problem; problem = problem->next)
		n++;
	CHECK_INT(n, MLS_MAX_PROBLEMS);
	CHECK_INT(load.n_problems, 1000);
	mls_load_free(&load);
}

static void
allocate_for_ever(MlsLoad *load, void *arg)
{
	for (;;)
		mls_alloc(load, 1000);
}

static void
allocate_too_much_at_once(MlsLoad *load, void *arg)
{
	mls_alloc_n(load, SIZE_MAX / 2, 4);
}

static void
wait_for_cancel(MlsLoad *load, void *arg)
{
	for (int i = 0;; i++)
	{
		if (i == 5000)
			((CountingHost *) arg)->cancelled = true;
		mls_tick(load);
	}
}

TEST(running_out_of_memory_and_being_cancelled_leave_with_a_message)
{
	CountingHost counts = {0};
	MlsHost		host = {&counts, counting_alloc, counting_free, counting_cancelled};
	MlsLoad		load;

	mls_load_init(&load, &host, 3 << 20);
	CHECK_INT(mls_run(&load, allocate_for_ever, NULL), MLS_TOO_LARGE);
	CHECK_CONTAINS(load.problems->message, "3 MB");
	mls_load_free(&load);
	CHECK_INT(mls_run(&load, allocate_too_much_at_once, NULL), MLS_TOO_LARGE);
	mls_load_free(&load);
	CHECK_INT(mls_run(&load, wait_for_cancel, &counts), MLS_CANCELLED);
	CHECK_CONTAINS(load.problems->message, "cancelled");
	mls_load_free(&load);
	CHECK_INT(counts.blocks, 0);
}

static void
fill_map_and_vector(MlsLoad *load, void *arg)
{
	MlsMap		map = {0};
	MlsVec		vec = {0};

	for (int i = 0; i < 5000; i++)
	{
		int		   *item = MLS_PUSH(load, &vec, int);

		CHECK_INT(*item, 0);
		*item = i;
	}
	CHECK_INT(vec.n, 5000);
	for (int i = 0; i < 5000; i++)
	{
		CHECK_INT(MLS_ITEM(&vec, int, i), i);
		CHECK(mls_map_put(load, &map, mls_format(load, "name%d", i), &MLS_ITEM(&vec, int, i)) ==
			  &MLS_ITEM(&vec, int, i));
	}
	/* the first one stays */
	CHECK(mls_map_put(load, &map, "name77", &vec) == &MLS_ITEM(&vec, int, 77));
	for (int i = 0; i < 5000; i++)
		CHECK(mls_map_get(&map, mls_format(load, "name%d", i)) == &MLS_ITEM(&vec, int, i));
	CHECK(mls_map_get(&map, "name5000") == NULL);
	CHECK(mls_map_get(&map, "") == NULL);
	*(bool *) arg = true;
}

TEST(maps_and_vectors_grow)
{
	MlsLoad		load;
	bool		reached = false;

	mls_load_init(&load, &mls_malloc_host, 1 << 24);
	CHECK_INT(mls_run(&load, fill_map_and_vector, &reached), MLS_OK);
	CHECK(reached);
	mls_load_free(&load);
}

TEST(bytes_are_hashed_to_different_numbers_wherever_they_lie)
{
	static const char text[] = "abcdefghijklmnopqrstuvwxyzabcdefghijk";
	bool		seen[1024] = {false};
	uint32_t	n_places = 0;

	/* every length, also of none; a byte more or less, or another one, is another number */
	for (size_t length = 0; length < 26; length++)
	{
		char		moved[40];

		memcpy(moved + 3, text, length);
		CHECK(mls_hash_bytes(moved + 3, length) == mls_hash_bytes(text, length));
		CHECK(mls_hash_bytes(text, length) != mls_hash_bytes(text, length + 1));
		for (size_t i = 0; i < length; i++)
		{
			moved[3 + i] ^= 1;
			CHECK(mls_hash_bytes(moved + 3, length) != mls_hash_bytes(text, length));
			moved[3 + i] ^= 1;
		}
	}
	/* and their lower bits are spread: of 512 in 1024 places about 403 take one of their own */
	for (int i = 0; i < 512; i++)
	{
		char		name[16];
		uint32_t	place = mls_hash_bytes(name, (size_t) snprintf(name, sizeof(name), "field_%d", i)) % 1024;

		n_places += !seen[place];
		seen[place] = true;
	}
	CHECK(n_places > 360);
}

static void
quote_step(MlsLoad *load, void *arg)
{
	char		text[200] = "";

	CHECK_STRING(mls_quote(load, ""), "");
	memset(text, 'a', 80);
	CHECK(mls_quote(load, text) == text);
	text[80] = 'b';
	CHECK_INT(strlen(mls_quote(load, text)), 83);
	CHECK_CONTAINS(mls_quote(load, text), "aa...");

	/* three bytes each: the 27th would end behind byte 80 */
	for (int i = 0; i < 40; i++)
		memcpy(text + 3 * i, "\xE2\x82\xAC", 3);
	CHECK_INT(strlen(mls_quote(load, text)), 26 * 3 + 3);
}

TEST(a_quoted_text_is_short_and_has_whole_characters)
{
	MlsLoad		load;

	mls_load_init(&load, &mls_malloc_host, 1 << 20);
	CHECK_INT(mls_run(&load, quote_step, NULL), MLS_OK);
	mls_load_free(&load);
}

/* The hashes that CatBoost 1.2.10 wrote for categories that are the beginnings of a text. */
TEST(texts_have_the_hashes_that_catboost_gives_them)
{
	static const struct
	{
		size_t		length;
		int32_t		hash;
	}			known[] = {
		{0, 797982799}, {1, 311401451}, {2, 1391204213}, {3, 802589044}, {4, -1243214343}, {7, -344451159},
		{8, -630661569}, {9, 62722841}, {15, -1420234608}, {16, -606473428}, {17, -1933761169}, {31, 1752146168},
		{32, 704156603}, {33, -2055678453}, {63, 1626822129}, {64, -564649366}, {65, -506289250}, {127, 1833726931},
		{128, 697373773}, {129, 768267353}, {192, 194998476}, {300, -1339209918}
	};
	static const char alphabet[] = "The quick brown fox jumps over the lazy dog, and 0123456789 more. ";
	char		text[400];

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = alphabet[i % (sizeof(alphabet) - 1)];
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		CHECK_INT(mls_catboost_hash(text, known[i].length), known[i].hash);
	CHECK_INT(mls_catboost_hash("\xC3\xBC\xE6\xBC\xA2", 5), -1309382314);
}
