/*
 * test/unit/effects.h
 *	  Which parts of a document change its scores: for docs/support.md.
 */
#ifndef MLS_TEST_EFFECTS_H
#define MLS_TEST_EFFECTS_H

#include "exercised.h"

/*
 * Loads and scores the document at hand once more; a text of all that is compared
 * with a reference, or why it is refused.  The text is the caller's to free.
 */
typedef char *(*EffectsRun) (void *context);

#define EFFECTS_REFUSED	"refused: "	/* what such a text begins with */

/* With MLS_EXERCISED set: notes the parts of the document that was just read whose change run() sees. */
extern void effects_note(EffectsRun run, void *context);

#endif
