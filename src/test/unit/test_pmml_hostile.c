/*
 * test/unit/test_pmml_hostile.c
 *	  Unit tests of the PMML reader: documents that mean harm.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pmml_document.h"
#include "test.h"

#define MODEL \
	"<DataDictionary><DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>" \
	"<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/></DataDictionary>" \
	"<TreeModel functionName=\"regression\"><MiningSchema><MiningField name=\"x\"/>" \
	"<MiningField name=\"y\" usageType=\"target\"/></MiningSchema>" \
	"<Node score=\"1\"><True/></Node></TreeModel>"

TEST(a_document_type_is_refused)
{
	static const char *const bad[] = {
		"<!DOCTYPE PMML><PMML/>",
		"<!DOCTYPE PMML SYSTEM \"file:///etc/passwd\"><PMML/>",
		"<!DOCTYPE PMML [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><PMML>&x;</PMML>",
		"<!DOCTYPE PMML [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/x.dtd\">%x;]><PMML/>",
		"<!DOCTYPE PMML [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
		"<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
		"<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">"
		"<!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\"><!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;\">"
		"]><PMML><Constant>&h;</Constant></PMML>"
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
	{
		PmmlDocument pmml;

		pmml_open(&pmml, bad[i]);
		CHECK_INT(pmml.code, MLS_UNSUPPORTED);
		CHECK_STRING(pmml.problems, "line 1: a document type declaration (DOCTYPE) is not accepted\n");
		pmml_close(&pmml);
	}
}

TEST(depth_is_bounded)
{
	PmmlDocument pmml;
	char	   *nodes = pmml_repeat("<Node score='1'><True/>", 1990);
	char	   *ends = pmml_repeat("</Node>", 1990);

	pmml_open(&pmml, pmml_repeat("<PMML>", 500000));
	CHECK_INT(pmml.code, MLS_TOO_LARGE);
	CHECK_STRING(pmml.problems, "line 1: elements are nested too deep\n");
	pmml_close(&pmml);

	/* also in what is left out */
	pmml_open(&pmml, pmml_text("<PMML><Extension>%s", pmml_repeat("<a>", 500000)));
	CHECK_INT(pmml.code, MLS_TOO_LARGE);
	pmml_close(&pmml);

	/* a chain of Nodes up to the limit is a tree */
	pmml_open_tree(&pmml, pmml_text("%s%s", nodes, ends));
	CHECK_STRING(pmml.problems, "");
	pmml_close(&pmml);
}

TEST(what_nests_without_end_is_bounded_by_kind)
{
	PmmlDocument pmml;

	pmml_open_tree(&pmml, pmml_text("<Node score='1'>%s<True/>%s</Node>",
									pmml_repeat("<CompoundPredicate booleanOperator='and'>", 600),
									pmml_repeat("</CompoundPredicate>", 600)));
	CHECK_INT(pmml.code, MLS_TOO_LARGE);
	CHECK_STRING(pmml.problems, "line 2, CompoundPredicate: more than 500 predicates in each other\n");
	pmml_close(&pmml);

	pmml_open_derived(&pmml, pmml_text("%s<FieldRef field='x'/>%s",
									   pmml_repeat("<Apply function='abs'>", 600),
									   pmml_repeat("</Apply>", 600)));
	CHECK_INT(pmml.code, MLS_TOO_LARGE);
	CHECK_STRING(pmml.problems, "line 2, Apply: more than 500 expressions in each other\n");
	pmml_close(&pmml);

	pmml_open_rest(&pmml,
				   pmml_text("%s<TreeModel functionName='regression'><MiningSchema/><Node score='1'><True/></Node></TreeModel>%s",
							 pmml_repeat("<MiningModel functionName='regression'><MiningSchema/>"
										 "<Segmentation multipleModelMethod='sum'><Segment><True/>", 60),
							 pmml_repeat("</Segment></Segmentation></MiningModel>", 60)));
	CHECK_INT(pmml.code, MLS_TOO_LARGE);
	CHECK_STRING(pmml.problems, "line 2, MiningModel: more than 50 models in each other\n");
	pmml_close(&pmml);
}

TEST(names_are_bounded)
{
	PmmlDocument pmml;
	char	   *text = malloc(5000000);
	size_t		n = (size_t) sprintf(text, "<PMML><Extension>");

	for (int i = 0; i < 400000; i++)
		n += (size_t) sprintf(text + n, "<a%x/>", i);
	pmml_open(&pmml, text);
	CHECK_INT(pmml.code, MLS_TOO_LARGE);
	CHECK_STRING(pmml.problems, "line 1: there are too many different names\n");
	pmml_close(&pmml);
	free(text);
}

TEST(tags_and_comments_are_bounded)
{
	PmmlDocument pmml;
	char	   *megabyte = pmml_repeat("0123456789abcdef", 65536);

	pmml_open(&pmml, pmml_text("<PMML>\n<Header a='%s'/></PMML>", megabyte));
	CHECK_INT(pmml.code, MLS_TOO_LARGE);
	CHECK_STRING(pmml.problems, "line 2: a tag or a comment is too long\n");
	pmml_close(&pmml);

	pmml_open(&pmml, pmml_text("<PMML><%s/></PMML>", megabyte));
	CHECK(pmml.code == MLS_TOO_LARGE || pmml.code == MLS_SYNTAX);
	pmml_close(&pmml);

	pmml_open(&pmml, pmml_text("<PMML><!-- %s --></PMML>", megabyte));
	CHECK_INT(pmml.code, MLS_TOO_LARGE);
	pmml_close(&pmml);

	/* text is not a tag: it comes in pieces */
	pmml_open(&pmml, pmml_text("<PMML><Header>%s%s</Header>" MODEL "</PMML>", megabyte, megabyte));
	CHECK_STRING(pmml.problems, "");
	pmml_close(&pmml);

	/* many attributes, which the parser compares with each other */
	{
		char	   *tag = malloc(300000);
		size_t		n = 0;

		for (int i = 0; n < 250000; i++)
			n += (size_t) sprintf(tag + n, "a%d='' ", i);
		pmml_open(&pmml, pmml_text("<PMML><Header %s/>" MODEL "</PMML>", tag));
		CHECK_STRING(pmml.problems, "");
		pmml_close(&pmml);
		free(tag);
	}
}
