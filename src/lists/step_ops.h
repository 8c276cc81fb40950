/*
 * lists/step_ops.h
 *	  The operations of steps: MLS_STEP_OP(symbol, member, least, most arguments).
 *
 * eval/ defines mls_step_<member>().  most < 0: no upper bound.  "a", "b" ... are
 * the step's arguments.  Each op that computes a value ends by casting it to
 * data_type, if the step has one; with the flag MLS_STEP_KEEP_UNCAST what can't
 * be cast stays as it is.  map_missing_to takes the place of the value where an
 * argument is missing.  "With default": where the value is missing it becomes
 * default_value, and with the flag MLS_STEP_AS_MISSING it is missing where it is
 * undefined.
 *
 * TREAT			the field's value after judging and replacing a by TREATMENT
 *					[record].  flag MLS_STEP_STRICT: no value makes the row invalid
 *					at once; else the cell.  No cast
 * COPY				a, with default
 * UNLESS_MISSING	a, with default; map_missing_to if one of b, c ... is missing
 * APPLY			function(a, b ...), with default.  Of "matches" and "replace" PATTERN
 *					[record] is what b is.  flag MLS_STEP_NO_NAN: a value that is NaN is
 *					undefined
 * IS_VALID			1 if a is there and TREATMENT [record] finds it valid, else 0.  flag
 *					MLS_STEP_NOT: 1 if a is there and not valid
 * IN_SET			1 if a equals a member of SET [record], else 0; missing if a is.
 *					flag MLS_STEP_NOT: the other way round.  With default
 * NORM_CONTINUOUS	the piecewise linear function of a through n_records points in
 *					NUMBER [record]: orig, norm, orig, norm ...  function: MlsOutliers
 * NORM_DISCRETE	1 if a equals CONSTANT [record], else 0
 * DISCRETIZE		the constant of the first of n_records intervals from INTERVAL
 *					[record] that a lies in, else default_value.  flag
 *					MLS_STEP_SORTED: they ascend and do not overlap
 * MAP_VALUES		the result in the first row of MAP [record] whose keys equal a,
 *					b ..., else default_value
 * LINEAR			the sum of NUMBER [record], [record + 1] ... times a, b ..., in this
 *					order, then the number behind these; missing if one of a, b ... is
 * HASH				CatBoost's hash of the text a, an integer (base/city_hash.h)
 * TARGET			a after TARGET [record]: default, bounds, rescaling.  No cast but
 *					that of TARGET
 * PICK				of b, c ... the one whose place is that of a among as many
 *					categories, INDEX from [record] on, each a CONSTANT; 0 if a is none
 *					of them; missing if a is
 * DECIDE			the arguments are pairs of a probability and its category.  The
 *					category of the largest product of probability and number, of
 *					which NUMBER [record] has one for each; the first of equals.  flag
 *					MLS_STEP_THRESHOLD: there is one number, and the first category
 *					wins if its probability is not below it (a float is compared with
 *					the float nearest to it), else the one of the largest probability
 *					among the others.  Missing if a probability is
 * FIND_ELEMENTS	where the elements of the list a, as it arrived, are in its text: for
 *					HISTORY alone.  Missing if a is no list, or one of one; invalid by
 *					TREATMENT [record] if it cannot be read
 * HISTORY			a is a list as it arrived, the oldest element first, or a list of one;
 *					b of FIND_ELEMENTS.  function (MlsHistoryFunction) of the n_records elements before the
 *					last (0: of all) after TREATMENT [record]; VALUE is that which comes
 *					n_records before the last, missing if there is none.  flag
 *					MLS_STEP_STRICT: an element without a value makes the row invalid
 * TOKENIZE			the words of the text a by TEXT [record], for TERM_WEIGHT alone.  flag
 *					MLS_STEP_NORMALIZE: after its normalizations
 * TERM_WEIGHT		what TEXT [record] makes of how often a term occurs among the words a
 *					(of TOKENIZE); the term is b, c ... each a constant, a word, or b, a
 *					column of words.  Missing if one of these is
 */
MLS_STEP_OP(TREAT, treat, 1, 1)
MLS_STEP_OP(COPY, copy, 1, 1)
MLS_STEP_OP(UNLESS_MISSING, unless_missing, 1, -1)
MLS_STEP_OP(APPLY, apply, 1, -1)
MLS_STEP_OP(IS_VALID, is_valid, 1, 1)
MLS_STEP_OP(IN_SET, in_set, 1, 1)
MLS_STEP_OP(NORM_CONTINUOUS, norm_continuous, 1, 1)
MLS_STEP_OP(NORM_DISCRETE, norm_discrete, 1, 1)
MLS_STEP_OP(DISCRETIZE, discretize, 1, 1)
MLS_STEP_OP(MAP_VALUES, map_values, 1, -1)
MLS_STEP_OP(LINEAR, linear, 0, -1)
MLS_STEP_OP(HASH, hash, 1, 1)
MLS_STEP_OP(TARGET, target, 1, 1)
MLS_STEP_OP(PICK, pick, 2, -1)
MLS_STEP_OP(DECIDE, decide, 4, -1)
MLS_STEP_OP(FIND_ELEMENTS, find_elements, 1, 1)
MLS_STEP_OP(HISTORY, history, 2, 2)
MLS_STEP_OP(TOKENIZE, tokenize, 1, 1)
MLS_STEP_OP(TERM_WEIGHT, term_weight, 1, -1)
