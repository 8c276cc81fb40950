/*
 * lists/data_types.h
 *	  PMML's data types: MLS_DATA_TYPE(symbol, name in documents, scored).
 *
 * Those not scored yet are refused at load, by name.
 */
MLS_DATA_TYPE(STRING, "string", true)
MLS_DATA_TYPE(INTEGER, "integer", true)
MLS_DATA_TYPE(FLOAT, "float", true)
MLS_DATA_TYPE(DOUBLE, "double", true)
MLS_DATA_TYPE(BOOLEAN, "boolean", true)
MLS_DATA_TYPE(DATE, "date", false)
MLS_DATA_TYPE(TIME, "time", false)
MLS_DATA_TYPE(DATETIME, "dateTime", false)
MLS_DATA_TYPE(DATE_DAYS_SINCE_0, "dateDaysSince[0]", false)
MLS_DATA_TYPE(DATE_DAYS_SINCE_1960, "dateDaysSince[1960]", false)
MLS_DATA_TYPE(DATE_DAYS_SINCE_1970, "dateDaysSince[1970]", false)
MLS_DATA_TYPE(DATE_DAYS_SINCE_1980, "dateDaysSince[1980]", false)
MLS_DATA_TYPE(DATE_DAYS_SINCE_1990, "dateDaysSince[1990]", false)
MLS_DATA_TYPE(DATE_DAYS_SINCE_2000, "dateDaysSince[2000]", false)
MLS_DATA_TYPE(DATE_DAYS_SINCE_2010, "dateDaysSince[2010]", false)
MLS_DATA_TYPE(DATE_DAYS_SINCE_2020, "dateDaysSince[2020]", false)
MLS_DATA_TYPE(TIME_SECONDS, "timeSeconds", false)
MLS_DATA_TYPE(DATETIME_SECONDS_SINCE_0, "dateTimeSecondsSince[0]", false)
MLS_DATA_TYPE(DATETIME_SECONDS_SINCE_1960, "dateTimeSecondsSince[1960]", false)
MLS_DATA_TYPE(DATETIME_SECONDS_SINCE_1970, "dateTimeSecondsSince[1970]", false)
MLS_DATA_TYPE(DATETIME_SECONDS_SINCE_1980, "dateTimeSecondsSince[1980]", false)
MLS_DATA_TYPE(DATETIME_SECONDS_SINCE_1990, "dateTimeSecondsSince[1990]", false)
MLS_DATA_TYPE(DATETIME_SECONDS_SINCE_2000, "dateTimeSecondsSince[2000]", false)
MLS_DATA_TYPE(DATETIME_SECONDS_SINCE_2010, "dateTimeSecondsSince[2010]", false)
MLS_DATA_TYPE(DATETIME_SECONDS_SINCE_2020, "dateTimeSecondsSince[2020]", false)
