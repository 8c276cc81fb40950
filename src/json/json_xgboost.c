/*
 * json/json_xgboost.c
 *	  XGBoost's save_model JSON and UBJSON, of release 1.0 to 3.4, as meaning.
 *
 * The arithmetic is XGBoost's own: inputs are cast to float32, the trees' scores
 * are added in float32, in their order, to the margin that base_score gives, and
 * a link of XGBoost's own makes the prediction of it.  All of that is data in the
 * IR: float inputs, a float context, margins, a link.
 *
 * The document is read as a whole, so that all its problems are found at once.
 * A key that is not known, beside the trees and around them, is refused: newer
 * releases have put what changes a score there.
 */

#include "json/xgboost_int.h"

/* [3, 4, 1] */
static void
read_version(MlsXgb *xgb, const MlsAt *root)
{
	MlsAt		at = mls_json_member(root, "version");
	int32_t    *parts;

	if (at.item == NULL)
		return;
	parts = mls_json_integers(xgb->load, &at, 3, -1, 99);
	if (parts == NULL)
		return;
	xgb->document->version = mls_format(xgb->load, "%d.%d.%d", parts[0], parts[1], parts[2]);
	if (parts[0] >= 0 && parts[1] >= 0 && parts[2] >= 0)
		xgb->version = MLS_XGB_VERSION(parts[0], parts[1], parts[2]);
}

static MlsDocument *
read_document(MlsLoad *load, MlsAt root, MlsFormat format, const MlsLoadOptions *options)
{
	static const char *const known[] = {"learner", "version", NULL};
	static const char *const known_learner[] = {
		"attributes", "feature_names", "feature_types", "gradient_booster", "learner_model_param", "objective", NULL
	};
	MlsXgb		xgb = {.load = load, .options = options, .version = MLS_XGB_VERSION(9999, 0, 0)};
	MlsXgbBooster booster;
	MlsAt		learner = mls_json_member(&root, "learner");

	if (!mls_json_is_object(load, &learner, true))
		mls_stop_if_problems(load);

	xgb.document = mls_json_document(load, format);
	xgb.document->producer = "XGBoost";
	xgb.model = xgb.document->models;
	xgb.model->float_context = true;

	mls_json_only(load, MLS_UNSUPPORTED, &root, known);
	mls_json_only(load, MLS_UNSUPPORTED, &learner, known_learner);
	read_version(&xgb, &root);
	mls_xgb_find_booster(&xgb, &learner, &booster);
	if (!mls_xgb_objective(&xgb, &learner))
		mls_stop_if_problems(load);
	mls_xgb_attributes(&xgb, &learner);
	mls_xgb_features(&xgb, &learner, &booster.model);
	mls_xgb_targets(&xgb);
	if (booster.name != NULL && booster.model.item != NULL)
	{
		if (booster.linear)
			mls_xgb_linear(&xgb, &booster);
		else
			mls_xgb_trees(&xgb, &booster);
	}
	mls_stop_if_problems(load);
	xgb.document->algorithm = mls_format(load, "%s, %s", booster.linear ? "gblinear" :
										 xgb.model->u.mining->multipleModelMethod == MLS_METHOD_WEIGHTED_SUM ?
										 "dart" : "gbtree", xgb.objective->name);
	return xgb.document;
}

MlsDocument *
mls_read_xgboost_json(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options)
{
	return read_document(load, mls_json_parse(load, bytes, length, MLS_JSON_MAX_DEPTH), MLS_FORMAT_XGBOOST_JSON, options);
}

MlsDocument *
mls_read_xgboost_ubjson(MlsLoad *load, const char *bytes, size_t length, const MlsLoadOptions *options)
{
	return read_document(load, mls_ubjson_parse(load, bytes, length), MLS_FORMAT_XGBOOST_UBJSON, options);
}
