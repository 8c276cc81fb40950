/*
 * load/verify.h
 *	  A model's own verification rows (ModelVerification).
 */
#ifndef MLS_LOAD_VERIFY_H
#define MLS_LOAD_VERIFY_H

#include "image/image.h"
#include "ir/document.h"

/*
 * Scores the rows that the document brings and compares the results with those
 * that it states.  Notes a problem MLS_VERIFICATION for each difference (with
 * row, field, both values) and leaves if there were any.
 */
extern void mls_verify(MlsLoad *load, const MlsModel *model, const MlsImage *image);

#endif
