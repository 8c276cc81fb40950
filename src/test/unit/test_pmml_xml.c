/*
 * test/unit/test_pmml_xml.c
 *	  Unit tests of PMML as XML: the tree, encodings, namespaces.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlerror.h>
#include <libxml/globals.h>

#include "pmml/xml_tree.h"
#include "pmml_document.h"
#include "test.h"

#define MODEL \
	"<DataDictionary><DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>" \
	"<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/></DataDictionary>" \
	"<TreeModel functionName=\"regression\"><MiningSchema><MiningField name=\"x\"/>" \
	"<MiningField name=\"y\" usageType=\"target\"/></MiningSchema>" \
	"<Node score=\"1\"><True/></Node></TreeModel>"

/* ---- the tree ---- */

typedef struct TreeStep
{
	const char *bytes;
	size_t		length;
	size_t		piece;
	const MlsXml *root;
} TreeStep;

static void
tree_step(MlsLoad *load, void *arg)
{
	TreeStep   *step = arg;

	step->root = mls_xml_parse(load, step->bytes, step->length, false, step->piece);
}

/* Writes a tree down, so that two can be compared. */
static void
write_tree(FILE *file, const MlsXml *element)
{
	fprintf(file, "%u%s%s(", element->line, element->foreign ? "!" : " ", element->name);
	for (uint32_t i = 0; i < element->n_attributes; i++)
		fprintf(file, "%s=[%s] ", element->attributes[i].name, element->attributes[i].value);
	for (const MlsXml *child = element->first; child; child = child->next)
		write_tree(file, child);
	fprintf(file, ")");
}

/* The tree of a document given in pieces; NULL if it is refused.  To be freed. */
static char *
tree_of(const char *bytes, size_t length, size_t piece)
{
	TreeStep	step = {bytes, length, piece, NULL};
	MlsLoad		load;
	char	   *text = NULL;
	size_t		size;

	mls_load_init(&load, &mls_malloc_host, 1 << 28);
	if (mls_run(&load, tree_step, &step) == MLS_OK)
	{
		FILE	   *file = open_memstream(&text, &size);

		write_tree(file, step.root);
		fclose(file);
	}
	mls_load_free(&load);
	return text;
}

static const char everything[] =
"<?xml version='1.0'?>\n"
"<!-- a comment > with < marks -->\n"
"<?style sheet?>\n"
"<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" xmlns:d=\"urn:rows\"\n"
"  xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a b\" version=\"4&gt;&#52;\">\n"
"<Extension name=\"e\"><PMML><Node/></PMML>text</Extension>\n"
"<Header a='1 > 0' b='\"q\"'>lost text</Header>\n"
"<Constant dataType=\"string\"> a &amp; <![CDATA[<b>]]>&#xE9;\n c </Constant>\n"
"<InlineTable><row><x>1</x><d:y>2</d:y><u:z>3</u:z><Extension>4</Extension><empty/></row></InlineTable>\n"
"<d:Node><Node/></d:Node></PMML>\n"
"<!-- end -->\n";

TEST(the_tree_holds_what_matters)
{
	char	   *tree = tree_of(everything, strlen(everything), MLS_XML_PIECE);

	CHECK_STRING(tree,
				 "5 PMML(version=[4>4] "
				 "7 Header(a=[1 > 0] b=[\"q\"] )"
				 "8 Constant(dataType=[string] =[ a & <b>\xC3\xA9\n c ] )"
				 "10 InlineTable(10 row(10 x(=[1] )10!d:y(=[2] )10!u:z(=[3] )10 Extension(=[4] )10 empty(=[] )))"
				 "11!d:Node(11 Node()))");
	free(tree);
}

TEST(the_tree_is_the_same_however_the_document_is_cut)
{
	char	   *whole = tree_of(everything, strlen(everything), MLS_XML_PIECE);

	for (size_t piece = 16; piece < 700; piece = piece < 80 ? piece + 1 : piece + 37)
	{
		char	   *cut = tree_of(everything, strlen(everything), piece);

		CHECK_STRING(cut, whole);
		free(cut);
	}
	free(whole);
}

TEST(references_in_attributes_are_what_they_stand_for)
{
	static const char document[] = "<PMML version=\"&amp;&#38;&#x26;&lt;&gt;&quot;&apos;&#233;&amp;#38;\"/>";
	char	   *tree = tree_of(document, sizeof(document) - 1, 3);

	CHECK_STRING(tree, "1 PMML(version=[&&&<>\"'\xc3\xa9&#38;] )");
	free(tree);
}

TEST(long_texts_and_attributes_are_whole)
{
	char	   *word = pmml_repeat("0123456789 ", 20000);
	char	   *attribute = pmml_repeat("a", 200000);
	char	   *text = pmml_text("<PMML a='%s'><Array>%s</Array><Array>%s</Array></PMML>",
								 attribute, word, word);
	char	   *expected = pmml_text("1 PMML(a=[%s] 1 Array(=[%s] )1 Array(=[%s] ))",
									 attribute, word, word);
	char	   *tree = tree_of(text, strlen(text), MLS_XML_PIECE);

	CHECK(tree && strcmp(tree, expected) == 0);
	free(tree);
}

/* ---- namespaces ---- */

TEST(namespaces_of_pmml_and_none_are_accepted)
{
	static const char *const good[] = {
		"", " xmlns=\"\"",
		" xmlns=\"http://www.dmg.org/PMML-3_0\"", " xmlns=\"http://www.dmg.org/PMML-4_4\"",
		" xmlns=\"http://www.dmg.org/PMML-5_0\"", " xmlns=\"https://www.dmg.org/PMML-4_1\"",
		" xmlns=\"http://dmg.org/pmml-4_2\"", " xmlns=\"http://www.dmg.org/v3-0/PMML\"",
		" xmlns=\"http://www.dmg.org/PMML-4_2.xsd\""
	};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
	{
		PmmlDocument pmml;

		pmml_open(&pmml, pmml_text("<PMML%s>" MODEL "</PMML>", good[i]));
		CHECK_STRING(pmml.problems, "");
		pmml_close(&pmml);
	}
}

TEST(a_prefix_for_pmml_is_a_namespace_like_any)
{
	PmmlDocument pmml;

	pmml_open(&pmml,
			  "<p:PMML xmlns:p=\"http://www.dmg.org/PMML-4_3\" xmlns:q=\"http://www.dmg.org/PMML-4_4\">"
			  "<p:DataDictionary><p:DataField p:name=\"y\" optype=\"continuous\" dataType=\"double\"/>"
			  "</p:DataDictionary><q:TreeModel functionName=\"regression\"><p:MiningSchema>"
			  "<p:MiningField name=\"y\" usageType=\"target\"/></p:MiningSchema>"
			  "<p:Node score=\"1\"><p:True/></p:Node></q:TreeModel></p:PMML>");
	CHECK_STRING(pmml.problems, "");
	pmml_close(&pmml);
}

TEST(other_roots_are_refused)
{
	static const struct
	{
		const char *text;
		const char *problem;
		MlsCode		code;
	}			bad[] =
	{
		{"<html><body/></html>", "line 1: the document is not PMML: its root is \"html\"\n", MLS_INVALID},
		{"\n<svg xmlns=\"urn:s\"/>", "line 2: the document is not PMML: its root is \"svg\"\n", MLS_INVALID},
		{"<PMML xmlns=\"http://www.example.org/PMML-4_4\">" MODEL "</PMML>",
		"line 1: the namespace \"http://www.example.org/PMML-4_4\" is not PMML's\n", MLS_UNSUPPORTED},
		{"<PMML xmlns=\"http://www.dmg.org.evil/PMML-4_4\">" MODEL "</PMML>",
		"line 1: the namespace \"http://www.dmg.org.evil/PMML-4_4\" is not PMML's\n", MLS_UNSUPPORTED},
		{"<PMML xmlns=\"http://www.dmg.org/other\"/>",
		"line 1: the namespace \"http://www.dmg.org/other\" is not PMML's\n", MLS_UNSUPPORTED},
		{"<a:PMML xmlns:a=\"urn:a\"/>", "line 1: the namespace \"urn:a\" is not PMML's\n", MLS_UNSUPPORTED},
		{"<a:PMML/>", "line 1: the namespace \"\" is not PMML's\n", MLS_UNSUPPORTED}
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
	{
		PmmlDocument pmml;

		pmml_open(&pmml, bad[i].text);
		CHECK_STRING(pmml.problems, bad[i].problem);
		CHECK_INT(pmml.code, bad[i].code);
		pmml_close(&pmml);
	}
}

TEST(elements_of_other_namespaces_are_passed_over_but_not_where_they_could_matter)
{
	PmmlDocument pmml;

	pmml_open(&pmml, "<PMML xmlns:o=\"urn:o\"><Header/><DataDictionary><o:x/><X-y/>"
			  "<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"><o:x/></DataField>"
			  "</DataDictionary><TreeModel functionName=\"regression\"><o:x/>"
			  "<MiningSchema><MiningField name=\"y\" usageType=\"target\"/></MiningSchema>"
			  "<Output><X-OutputField name=\"z\"/></Output>"
			  "<Node score=\"1\"><o:x/><True/><o:Node><o:True/></o:Node></Node></TreeModel></PMML>");
	CHECK_STRING(pmml.problems, "");
	REQUIRE(pmml.model != NULL);
	CHECK_INT(pmml.model->n_outputs, 0);
	CHECK_INT(pmml.model->u.tree->root->n_children, 0);
	pmml_close(&pmml);

	pmml_open(&pmml, "<PMML xmlns:o=\"urn:o\">" MODEL "\n<o:TreeModel/></PMML>");
	CHECK_STRING(pmml.problems, "line 2, o:TreeModel: this element is not known as a model\n");
	pmml_close(&pmml);
}

/* ---- encodings ---- */

#define NAMED(encoding, name) \
	"<?xml version=\"1.0\" encoding=\"" encoding "\"?>\n" \
	"<PMML><Header><Application name=\"" name "\"/></Header>" MODEL "</PMML>"

/* Reads a document whose producer is a name with an umlaut, in some encoding. */
static void
check_producer(const char *bytes, size_t length, bool is_text, const char *producer)
{
	MlsLoadOptions options = {.is_text = is_text};
	PmmlDocument pmml;

	pmml_open_bytes(&pmml, bytes, length, &options, &mls_malloc_host, 1 << 24);
	CHECK_STRING(pmml.problems, "");
	CHECK_STRING(pmml.document ? pmml.document->producer : NULL, producer);
	pmml_close(&pmml);
}

/* problem: the beginning of the message; what libxml2 says differs by its version */
static void
check_not_read(const char *bytes, size_t length, bool is_text, const char *problem)
{
	MlsLoadOptions options = {.is_text = is_text};
	PmmlDocument pmml;

	pmml_open_bytes(&pmml, bytes, length, &options, &mls_malloc_host, 1 << 24);
	CHECK_INT(pmml.code, MLS_SYNTAX);
	CHECK_INT(pmml.load.n_problems, 1);
	CHECK_STRING(pmml_text("%.*s", (int) strlen(problem), pmml.problems), problem);
	pmml_close(&pmml);
}

#define BYTES(text)		(text), sizeof(text) - 1

TEST(bytes_obey_their_declaration)
{
	check_producer(BYTES(NAMED("UTF-8", "M\xC3\xBCller")), false, "M\xC3\xBCller");
	check_producer(BYTES(NAMED("ISO-8859-1", "M\xFCller")), false, "M\xC3\xBCller");
	check_producer(BYTES(NAMED("iso-8859-1", "\xA4")), false, "\xC2\xA4");
	check_producer(BYTES(NAMED("windows-1252", "M\xFCller \x80")), false, "M\xC3\xBCller \xE2\x82\xAC");
	check_producer(BYTES(NAMED("ISO-8859-15", "\xA4")), false, "\xE2\x82\xAC");
	check_producer(BYTES(NAMED("GBK", "\xC4\xE3")), false, "\xE4\xBD\xA0");
	check_producer(BYTES(NAMED("Shift_JIS", "\x93\xFA")), false, "\xE6\x97\xA5");

	/* no declaration, or a mark that says more than it */
	check_producer(BYTES("<PMML><Header><Application name=\"\xC3\xBC\"/></Header>" MODEL "</PMML>"),
				   false, "\xC3\xBC");
	check_producer(BYTES("\xEF\xBB\xBF" NAMED("ISO-8859-1", "\xC3\xBC")), false, "\xC3\xBC");

	/* UTF-8 by a program that thinks in UTF-16 */
	check_producer(BYTES(NAMED("utf-16", "\xC3\xBC")), false, "\xC3\xBC");
}

TEST(text_is_utf_8_whatever_it_declares)
{
	check_producer(BYTES(NAMED("ISO-8859-1", "M\xC3\xBCller")), true, "M\xC3\xBCller");
	check_producer(BYTES(NAMED("UTF-16", "M\xC3\xBCller")), true, "M\xC3\xBCller");
	check_producer(BYTES(NAMED("nonsense", "M\xC3\xBCller")), true, "M\xC3\xBCller");
	check_producer(BYTES("\xEF\xBB\xBF" NAMED("windows-1252", "\xC3\xBC")), true, "\xC3\xBC");
	check_not_read(BYTES(NAMED("ISO-8859-1", "M\xFCller")), true,
				   "line 2: the document is not well-formed XML: ");
}

/* UTF-16 of a text in UTF-8 that has no characters beyond U+FFFF but the one marked "@". */
static size_t
to_utf16(const char *text, bool big, bool mark, char *to)
{
	size_t		n = 0;
	const unsigned char *p = (const unsigned char *) text;

	for (bool first = mark; first || *p; first = false)
	{
		unsigned	units[2] = {0xFEFF, 0};

		if (!first && *p == '@')
		{
			units[0] = 0xD83D;	/* U+1F600 */
			units[1] = 0xDE00;
			p++;
		}
		else if (!first && *p >= 0xC0)
		{
			units[0] = (*p & 0x1Fu) << 6 | (p[1] & 0x3Fu);
			p += 2;
		}
		else if (!first)
			units[0] = *p++;
		for (int i = 0; i < 2 && (i == 0 || units[i]); i++)
		{
			to[n++] = (char) (big ? units[i] >> 8 : units[i]);
			to[n++] = (char) (big ? units[i] : units[i] >> 8);
		}
	}
	return n;
}

TEST(utf_16_is_read_with_and_without_a_mark)
{
	static char bytes[8192];

	for (int i = 0; i < 4; i++)
	{
		size_t		n = to_utf16(NAMED("UTF-16", "\xC3\xBC@"), i & 1, i & 2, bytes);

		check_producer(bytes, n, false, "\xC3\xBC\xF0\x9F\x98\x80");

		/* half a character, at the end and in the middle */
		check_not_read(bytes, n - 1, false,
					   "the document is not well-formed XML: bytes that are not valid in the encoding \"UTF-16\"\n");
		bytes[i & 1 ? 120 : 121] = (char) 0xDC;
		check_not_read(bytes, n, false,
					   "the document is not well-formed XML: bytes that are not valid in the encoding \"UTF-16\"\n");
	}
}

TEST(bytes_that_do_not_fit_their_encoding_are_refused)
{
	check_not_read(BYTES(NAMED("UTF-8", "M\xFCller")), false,
				   "line 2: the document is not well-formed XML: ");
	check_not_read(BYTES("<PMML><Header>\n\n<A name='\xED\xA0\x80'/></Header></PMML>"), false,
				   "line 3: the document is not well-formed XML: ");
	check_not_read(BYTES(NAMED("GBK", "\n\xFF\xFF")), false,
				   "line 3: the document is not well-formed XML: bytes that are not valid in the encoding \"GBK\"\n");
	check_not_read(BYTES(NAMED("klingon", "x")), false, "line 1: the encoding \"klingon\" is not known\n");
	check_not_read(BYTES(NAMED("a b&c", "x")), false, "line 1: the encoding \"?\" is not known\n");
	check_not_read(BYTES(NAMED("UTF-8", "a\0b")), false,
				   "line 2: the document is not well-formed XML: a character with the code 0\n");
	check_not_read(BYTES("<PMML>\0</PMML>"), false,
				   "line 1: the document is not well-formed XML: a character with the code 0\n");
}

/* ---- documents that are no XML ---- */

TEST(what_is_not_well_formed_is_refused_with_its_line)
{
	static const struct
	{
		const char *text;
		const char *place;
	}			bad[] =
	{
		{"PMML", "line 1: "},
		{"\n{}", "line 2: "},
		{"<PMML>\n<a>\n</b></PMML>", "line 3: "},
		{"<PMML></PMML><PMML/>", "line 1: "},
		{"\n<PMML a='1' a='2'/>", "line 2: "},
		{"<PMML a=1/>", "line 1: "},
		{"<PMML>\n&undefined;</PMML>", "line 2: "},
		{"<PMML a='&undefined;'/>", "line 1: "},
		{"<PMML>&#0;</PMML>", "line 1: "},
		{"<PMML>\n\n\001</PMML>", "line 3: "},
		{"<PMML a='<'/>", "line 1: "},
		{"<PMML><![CDATA[", "line 1: "},
		{"<PMML><!-- ", "line 1: "}
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		check_not_read(bad[i].text, strlen(bad[i].text), false,
					   pmml_text("%sthe document is not well-formed XML: ", bad[i].place));
	check_not_read("", 0, false, "the document is not well-formed XML: it is empty\n");
	check_not_read(" \n", 2, true, "the document is not well-formed XML: it is empty\n");
}

TEST(white_space_before_the_document_is_passed_over)
{
	check_producer(BYTES("\n\t " NAMED("ISO-8859-1", "\xFC")), false, "\xC3\xBC");
	check_producer(BYTES("\n\t " NAMED("ISO-8859-1", "\xC3\xBC")), true, "\xC3\xBC");
	check_not_read(BYTES("\n\n<?xml version='1.0' encoding='klingon'?>"), false,
				   "line 3: the encoding \"klingon\" is not known\n");
}

TEST(a_truncated_document_is_refused_wherever_it_ends)
{
	size_t		length;
	char	   *bytes = test_read_file("model_fixtures/sklearn_tree_credit/model.pmml", &length);
	const char *end = strstr(bytes, "</PMML>") + strlen("</PMML>");
	static const MlsLoadOptions options;

	for (size_t n = 0; n < (size_t) (end - bytes); n += 97)
	{
		PmmlDocument pmml;

		/* a block of its own, so that reading beyond it is seen */
		char	   *cut = malloc(n ? n : 1);

		memcpy(cut, bytes, n);
		pmml_open_bytes(&pmml, cut, n, &options, &mls_malloc_host, 1 << 24);
		CHECK_INT(pmml.code, MLS_SYNTAX);
		CHECK_INT(pmml.load.n_problems, 1);
		pmml_close(&pmml);
		free(cut);
	}
}

/* ---- the rest of the process ---- */

static int	foreign_calls;

#if LIBXML_VERSION >= 21200
static void
foreign_structured(void *data, const xmlError *error)
#else
static void
foreign_structured(void *data, xmlErrorPtr error)
#endif
{
	foreign_calls++;
}

static void
foreign_generic(void *data, const char *message,...)
{
	foreign_calls++;
}

TEST(handlers_of_the_process_are_neither_called_nor_changed)
{
	static const char *const documents[] = {
		"<PMML>" MODEL "</PMML>", "<PMML><a></PMML>", "<PMML a='&x;'/>", "<!DOCTYPE PMML><PMML/>", "", "<PMML",
		NAMED("GBK", "\xFF\xFF"), NAMED("klingon", ""), NAMED("UTF-8", "\xFC"), "<PMML><u:x/></PMML>",
		"<PMML xmlns:r='relative'/>", "<html/>"
	};
	static int	context;

	foreign_calls = 0;
	xmlSetStructuredErrorFunc(&context, foreign_structured);
	xmlSetGenericErrorFunc(&context, foreign_generic);
	for (int round = 0; round < 2; round++)
	{
		/* without a structured handler libxml2 would call the generic one */
		for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		{
			PmmlDocument pmml;

			pmml_open(&pmml, documents[i]);
			pmml_close(&pmml);
			CHECK_INT(foreign_calls, 0);
		}
		if (round == 0)
		{
			CHECK(xmlStructuredError == foreign_structured && xmlStructuredErrorContext == &context);
			xmlSetStructuredErrorFunc(NULL, NULL);
		}
	}
	CHECK(xmlGenericError == foreign_generic && xmlGenericErrorContext == &context);
	xmlSetGenericErrorFunc(NULL, NULL);
}
