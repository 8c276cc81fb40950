/*
 * pg/row_functions.c
 *	  The scoring functions that give one value for a row.
 */
#include "postgres.h"

#include "pg/row_functions.h"

static const MlsRowFunction functions[] = {
	{"mls_predict_columns", MLS_INPUT_COLUMNS, 2, 0, mls_predict_value},
	{"mls_predict_class_columns", MLS_INPUT_COLUMNS, 2, 0, mls_predict_class_value},
	{"mls_predict_proba_columns", MLS_INPUT_COLUMNS, 2, 0, mls_predict_proba_value},
	{"mls_predict_proba_of_columns", MLS_INPUT_COLUMNS, 3, 0, mls_predict_proba_of_value},
	{"mls_predict_json_columns", MLS_INPUT_COLUMNS, 2, 0, mls_predict_json_value},
	{"mls_predict_record", MLS_INPUT_RECORD, 2, 3, mls_predict_value},
	{"mls_predict_class_record", MLS_INPUT_RECORD, 2, 3, mls_predict_class_value},
	{"mls_predict_proba_record", MLS_INPUT_RECORD, 2, 3, mls_predict_proba_value},
	{"mls_predict_proba_of_record", MLS_INPUT_RECORD, 3, 4, mls_predict_proba_of_value},
	{"mls_predict_json_record", MLS_INPUT_RECORD, 2, 3, mls_predict_json_value},
};

const MlsRowFunction *
mls_row_function(const char *symbol)
{
	for (size_t i = 0; i < lengthof(functions); i++)
		if (strcmp(functions[i].symbol, symbol) == 0)
			return &functions[i];
	return NULL;
}
