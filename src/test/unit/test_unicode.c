/*
 * test/unit/test_unicode.c
 *	  Unit tests of capital and small letters.
 *
 * The expectations are those of java.lang.String and of Python's str, which
 * agree.
 */
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "test.h"

static const char *
changed(size_t (*change) (const char *text, size_t length, char *out), const char *text)
{
	static char result[512];
	size_t		length = strlen(text);
	char	   *exact = malloc(length + 1);
	char	   *room = malloc(MLS_CASE_GROWTH * length + 1);
	size_t		used;

	memcpy(exact, text, length);	/* without the NUL behind it */
	used = change(exact, length, room);
	CHECK(used <= MLS_CASE_GROWTH * length);
	memcpy(result, room, used);
	result[used] = '\0';
	free(exact);
	free(room);
	return result;
}

#define UPPER(text) changed(mls_uppercase, (text))
#define LOWER(text) changed(mls_lowercase, (text))

TEST(letters_of_all_scripts)
{
	CHECK_STRING(UPPER("aZ09 {}"), "AZ09 {}");
	CHECK_STRING(LOWER("aZ09 []"), "az09 []");
	CHECK_STRING(UPPER("äöéñ"), "ÄÖÉÑ");
	CHECK_STRING(LOWER("ÄÖÉÑ"), "äöéñ");
	CHECK_STRING(UPPER("жя αω ꭰ"), "ЖЯ ΑΩ Ꭰ");
	CHECK_STRING(LOWER("ЖЯ ΑΩ Ა"), "жя αω ა");
	CHECK_STRING(UPPER("𐐨"), "𐐀");
	CHECK_STRING(LOWER("𐐀"), "𐐨");
	CHECK_STRING(UPPER("ⱥɐ"), "ȺⱯ");
	CHECK_STRING(LOWER("ȺⱯ"), "ⱥɐ");
	CHECK_STRING(UPPER("日本 ½"), "日本 ½");
	CHECK_STRING(UPPER(""), "");
}

TEST(letters_that_become_several)
{
	CHECK_STRING(UPPER("straße"), "STRASSE");
	CHECK_STRING(UPPER("ŉ ﬃ ΐ"), "\xca\xbcN FFI \xce\x99\xcc\x88\xcc\x81");
	CHECK_STRING(UPPER("ᾳ ᾼ"), "ΑΙ ΑΙ");
	CHECK_STRING(LOWER("İ"), "i̇");
	CHECK_STRING(UPPER("iı"), "II");
	CHECK_STRING(LOWER("ẞ"), "ß");
	CHECK_STRING(UPPER("ǆ ǅ"), "Ǆ Ǆ");
	CHECK_STRING(LOWER("ǅ"), "ǆ");
}

TEST(a_sigma_at_the_end_of_a_word)
{
	CHECK_STRING(LOWER("ΟΔΥΣΣΕΥΣ"), "οδυσσευς");
	CHECK_STRING(LOWER("Σ"), "σ");
	CHECK_STRING(LOWER("ΑΣ. ΑΣ.Α"), "ας. ασ.α");
	CHECK_STRING(LOWER("Α'Σ' 1Σ"), "α'ς' 1σ");
	CHECK_STRING(LOWER("ΣΑΣ"), "σας");
}

TEST(bytes_that_are_no_text_stay)
{
	CHECK_STRING(UPPER("a\xff\xc3" "b\xe2\x82"), "A\xff\xc3" "B\xe2\x82");
	CHECK_STRING(LOWER("A\xff\xc3" "B\xf0\x9f"), "a\xff\xc3" "b\xf0\x9f");
	CHECK_STRING(LOWER("Α\xff" "Σ"), "α\xff" "σ");
}
