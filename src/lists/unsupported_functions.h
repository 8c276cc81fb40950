/*
 * lists/unsupported_functions.h
 *	  Built-in functions of PMML that are known and not scored yet:
 *	  MLS_UNSUPPORTED_FUNCTION(name).
 *
 * A document that defines a function of one of these names would still mean
 * the built-in one where it calls it.
 */
MLS_UNSUPPORTED_FUNCTION("formatNumber")
MLS_UNSUPPORTED_FUNCTION("formatDatetime")
