/*
 * compile/compile.h
 *	  From meaning to image: resolves names, checks types, orders the work,
 *	  lays the model out and picks its kernel.
 */
#ifndef MLS_COMPILE_COMPILE_H
#define MLS_COMPILE_COMPILE_H

#include "image/image.h"
#include "ir/document.h"

/*
 * Compiles the chosen model of a document.  The image is in the load's arena,
 * aligned to 8.  Leaves on fatal problems and at the end if any were noted.
 * Notices: which class predict() returns, or that it has none.
 *
 * plain: keep every model on its general kernel (no forests).  For tests: the
 * fast shape must give the same bits.
 */
extern MlsImage *mls_compile(MlsLoad *load, MlsDocument *document, MlsModel *model,
							 const MlsLoadOptions *options, bool plain);

#endif
