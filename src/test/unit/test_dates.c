/*
 * test/unit/test_dates.c
 *	  Unit tests of models of dates and times: what the fixtures semantics_dates_*
 *	  do not show.
 */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "pmml_document.h"
#include "scoring.h"
#include "test.h"

/* A document with fields of many types and an Output v that shows a DerivedField of a type; its expression is in line 2. */
static const char *
showing(const char *type, const char *expression)
{
	return pmml_text("<PMML xmlns='http://www.dmg.org/PMML-4_4' version='4.4'><Header/><DataDictionary>"
					 "<DataField name='d' optype='continuous' dataType='date'/><DataField name='t' optype='continuous' dataType='time'/>"
					 "<DataField name='m' optype='continuous' dataType='dateTime'/>"
					 "<DataField name='n' optype='continuous' dataType='dateDaysSince[0]'/>"
					 "<DataField name='k' optype='continuous' dataType='dateTimeSecondsSince[2020]'/>"
					 "<DataField name='z' optype='continuous' dataType='timeSeconds'/>"
					 "<DataField name='x' optype='continuous' dataType='double'/><DataField name='s' optype='categorical' dataType='string'/>"
					 "<DataField name='y' optype='continuous' dataType='double'/></DataDictionary>"
					 "<RegressionModel functionName='regression'><MiningSchema><MiningField name='d'/><MiningField name='t'/><MiningField name='m'/>"
					 "<MiningField name='n'/><MiningField name='k'/><MiningField name='z'/><MiningField name='x'/><MiningField name='s'/>"
					 "<MiningField name='y' usageType='target'/></MiningSchema><Output><OutputField name='v' feature='transformedValue' "
					 "optype='categorical'><FieldRef field='q'/></OutputField></Output><LocalTransformations>"
					 "<DerivedField name='q' optype='categorical' dataType='%s'>\n%s</DerivedField></LocalTransformations><RegressionTable intercept='0'/></RegressionModel></PMML>",
					 type, expression);
}

/* The value of an expression as a type for a field (or NULL) that is given a text. */
static const char *
value(const char *type, const char *expression, const char *field, const char *text)
{
	static char result[256];
	Scoring		s;

	scoring_open(&s, showing(type, expression), NULL);
	scoring_row(&s);
	if (field)
		scoring_text(&s, field, text);
	strncpy(result, scoring_result(&s, "v"), sizeof(result) - 1);
	scoring_close(&s);
	return result;
}

#define REF(field) "<FieldRef field='" field "'/>"
#define APPLY(function, arguments) "<Apply function='" function "'>" arguments "</Apply>"

TEST(what_counts_since_a_year)
{
	CHECK_STRING(value("integer", REF("n"), "n", "0000-01-01"), "0");
	CHECK_STRING(value("integer", REF("n"), "n", "-0001-12-31"), "-1");
	CHECK_STRING(value("date", REF("n"), "n", "-1"), "-0001-12-31");
	CHECK_STRING(value("date", REF("n"), "n", "737484"), "2019-03-01");
	CHECK_STRING(value("dateDaysSince[2000]", REF("n"), "n", "2000-03-01"), "60");
	CHECK_STRING(value("dateTime", REF("k"), "k", "-1"), "2019-12-31T23:59:59");
	CHECK_STRING(value("dateTimeSecondsSince[2010]", REF("k"), "k", "0"), "315532800");
	CHECK_STRING(value("time", REF("z"), "z", "86399"), "23:59:59");
	CHECK_STRING(value("integer", REF("z"), "z", "100000"), "100000");
	/* out of the calendar, or of the day */
	CHECK_STRING(value("date", REF("n"), "n", "9223372036854775807"), "invalid");
	CHECK_STRING(value("date", REF("n"), "n", "106000000"), "invalid");
	CHECK_STRING(value("dateTime", REF("k"), "k", "-9223372036854775808"), "invalid");
	CHECK_STRING(value("dateTime", REF("k"), "k", "9223372036854"), "invalid");
	CHECK_STRING(value("time", REF("z"), "z", "86400"), "invalid");
	CHECK_STRING(value("integer", REF("z"), "z", "-1"), "invalid");
	CHECK_STRING(value("integer", REF("n"), "n", "1.5"), "invalid");
	CHECK_STRING(value("integer", REF("n"), "n", "true"), "invalid");
}

TEST(dates_are_no_numbers)
{
	CHECK_STRING(value("double", APPLY("+", REF("d") "<Constant>1</Constant>"), "d", "2020-01-01"), "invalid");
	CHECK_STRING(value("double", APPLY("max", REF("d") REF("d")), "d", "2020-01-01"), "invalid");
	CHECK_STRING(value("double", REF("d"), "d", "2020-01-01"), "invalid");
	CHECK_STRING(value("boolean", APPLY("equal", REF("d") "<Constant>18262</Constant>"), "d", "2020-01-01"), "false");
	CHECK_STRING(value("boolean", APPLY("equal", REF("d") "<Constant dataType='time'>10:00:00</Constant>"), "d", "2020-01-01"), "false");
	CHECK_STRING(value("boolean", APPLY("lessThan", REF("d") "<Constant dataType='string'>later</Constant>"), "d", "2020-01-01"), "false");
	CHECK_STRING(value("date", REF("x"), "x", "1"), "invalid");
	CHECK_STRING(value("dateDaysSince[1970]", REF("x"), "x", "1"), "1");
	CHECK_STRING(value("dateDaysSince[1970]", REF("s"), "s", "1970-01-05"), "4");
	CHECK_STRING(value("date", REF("s"), "s", "tomorrow"), "invalid");
	CHECK_STRING(value("date", REF("t"), "t", "10:00:00"), "invalid");
	CHECK_STRING(value("time", REF("d"), "d", "2020-01-01"), "invalid");
	CHECK_STRING(value("string", APPLY("concat", REF("d") "<Constant dataType='string'>!</Constant>"), "d", "2020-01-01"), "2020-01-01!");
}

TEST(functions_of_dates_without_a_result)
{
	CHECK_STRING(value("integer", APPLY("dateDaysSinceYear", REF("t") "<Constant>1970</Constant>"), "t", "10:00:00"), "invalid");
	CHECK_STRING(value("integer", APPLY("dateDaysSinceYear", REF("d") "<Constant>1970.5</Constant>"), "d", "2020-01-01"), "invalid");
	CHECK_STRING(value("integer", APPLY("dateDaysSinceYear", REF("d") "<Constant>300000</Constant>"), "d", "2020-01-01"), "invalid");
	CHECK_STRING(value("integer", APPLY("dateDaysSinceYear", REF("d") "<Constant>0</Constant>"), "d", "-0001-12-31"), "-1");
	CHECK_STRING(value("integer", APPLY("dateDaysSinceYear", REF("s") "<Constant>1970</Constant>"), "s", "2020-02-30"), "invalid");
	CHECK_STRING(value("integer", APPLY("dateSecondsSinceYear", REF("m") "<Constant>1970</Constant>"), "m", "1969-12-31T23:59:59.9"), "-1");
	CHECK_STRING(value("integer", APPLY("dateSecondsSinceMidnight", REF("d")), "d", "2020-01-01"), "invalid");
}

TEST(constants_of_dates)
{
	Scoring		s;

	CHECK_STRING(value("date", "<Constant dataType='date'>2020-02-29</Constant>", NULL, NULL), "2020-02-29");
	CHECK_STRING(value("dateTime", "<Constant dataType='dateTime'>2020-02-29</Constant>", NULL, NULL), "2020-02-29T00:00:00");
	CHECK_STRING(value("integer", "<Constant dataType='dateDaysSince[1960]'>1960-02-01</Constant>", NULL, NULL), "31");
	CHECK_STRING(value("date", "<Constant dataType='dateDaysSince[1960]'>31</Constant>", NULL, NULL), "1960-02-01");
	CHECK_STRING(value("date", "<Constant dataType='date' missing='true'/>", NULL, NULL), "missing");
	scoring_open(&s, showing("date", "<Constant dataType='date'>2019-02-29</Constant>"), NULL);
	CHECK_CONTAINS(s.problems, "line 2, Constant: \"2019-02-29\" is no date");
	scoring_close(&s);
	scoring_open(&s, showing("date", "<Constant dataType='timeSeconds'>noon</Constant>"), NULL);
	CHECK_CONTAINS(s.problems, "line 2, Constant: \"noon\" is no timeSeconds");
	scoring_close(&s);
	scoring_open(&s, showing("string", "<Discretize field='d'><DiscretizeBin binValue='a'>\n<Interval closure='openClosed' rightMargin='5'/>"
							 "</DiscretizeBin></Discretize>"), NULL);
	CHECK_CONTAINS(s.problems, "line 3, Interval: an interval of a date is not supported");
	scoring_close(&s);
	CHECK_STRING(value("string", "<Discretize field='k'><DiscretizeBin binValue='a'><Interval closure='openClosed' rightMargin='86400'/>"
					   "</DiscretizeBin></Discretize>", "k", "2020-01-02T00:00:00"), "a");
}

TEST(predicates_of_dates_need_dates)
{
	Scoring		s;

	scoring_open(&s, "<PMML xmlns='http://www.dmg.org/PMML-4_4' version='4.4'><Header/><DataDictionary>"
				 "<DataField name='d' optype='continuous' dataType='date'/><DataField name='n' optype='continuous' dataType='dateDaysSince[1970]'/>"
				 "<DataField name='y' optype='continuous' dataType='double'/></DataDictionary><TreeModel functionName='regression'>"
				 "<MiningSchema><MiningField name='d'/><MiningField name='n'/><MiningField name='y' usageType='target'/></MiningSchema>"
				 "<Node><True/>\n<Node score='1'><SimplePredicate field='d' operator='lessThan' value='5'/></Node>\n"
				 "<Node score='1'><SimplePredicate field='n' operator='lessThan' value='May'/></Node></Node></TreeModel></PMML>", NULL);
	CHECK_STRING(s.problems, "line 2, SimplePredicate: the value \"5\" is no date, as field \"d\" is\n"
				 "line 3, SimplePredicate: the value \"May\" is no dateDaysSince[1970], as field \"n\" is\n");
	scoring_close(&s);
}

/* Values as the caller's own type has them, and what shows of them. */
TEST(inputs_that_are_dates)
{
	Scoring		s;
	MlsExplanation explanation;

	scoring_open(&s, showing("string", APPLY("concat", REF("d") REF("t") REF("m") REF("s"))), NULL);
	scoring_row(&s);
	mls_set_datetime(s.eval, scoring_input(&s, "d"), 0, -1);
	mls_set_datetime(s.eval, scoring_input(&s, "t"), 0, -1);
	mls_set_date(s.eval, scoring_input(&s, "m"), 0, 1);
	mls_set_time(s.eval, scoring_input(&s, "s"), 0, 0);
	CHECK_STRING(scoring_result(&s, "v"), "1969-12-3123:59:59.9999991970-01-02T00:00:0000:00:00");
	scoring_row(&s);
	mls_set_time(s.eval, scoring_input(&s, "d"), 0, 5);
	explanation = mls_explain_input(s.eval, scoring_input(&s, "d"), 0);
	CHECK_INT(explanation.state, MLS_INPUT_INVALID);
	CHECK_STRING(explanation.reason, "not of the field's type");
	CHECK_STRING(scoring_result(&s, "v"), "invalid");
	scoring_row(&s);
	mls_set_double(s.eval, scoring_input(&s, "d"), 0, 18000);
	CHECK_STRING(scoring_result(&s, "v"), "invalid");
	scoring_close(&s);
}
