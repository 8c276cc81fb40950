/* sql/ml_score--1.0.sql */

-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION ml_score" to load this file. \quit


-- ---------------------------------------------------------------------------
-- The catalog
-- ---------------------------------------------------------------------------

-- Written by the functions below alone, under the id of the extension's owner.
-- No foreign keys: a parallel pg_restore fills the tables in any order.  Roles are
-- kept by name: role OIDs do not survive a restore, and aclitem columns stand in
-- the way of pg_upgrade.

-- ml_model has no CHECK and no DEFAULT: each would be two more system catalogs to
-- be opened by a new connection's first predict(), a tenth of a millisecond.
CREATE DOMAIN ml_model_name AS text COLLATE "C"
	CHECK (VALUE <> '' AND octet_length(VALUE) <= 255 AND position('@' IN VALUE) = 0);
COMMENT ON DOMAIN ml_model_name IS 'what can be the name of a model';

CREATE TABLE ml_model (
	name ml_model_name NOT NULL PRIMARY KEY,
	owner text COLLATE "C" NOT NULL,
	default_version integer,
	last_version integer NOT NULL,
	default_content_id bigint,
	default_digest bytea,
	default_on_invalid text COLLATE "C",
	access jsonb,
	comment text,
	info jsonb
);
COMMENT ON TABLE ml_model IS 'models: a row for each name';
COMMENT ON COLUMN ml_model.name IS 'what predict() and the other functions call the model';
COMMENT ON COLUMN ml_model.owner IS 'name of the role that owns the model';
COMMENT ON COLUMN ml_model.default_version IS 'the version that the plain name means; NULL: none is active yet';
COMMENT ON COLUMN ml_model.last_version IS 'the highest version number ever given; no number is given twice';
COMMENT ON COLUMN ml_model.default_content_id IS 'content id of the default version, so that one look-up resolves a name';
COMMENT ON COLUMN ml_model.default_digest IS 'digest of the default version';
COMMENT ON COLUMN ml_model.default_on_invalid IS 'option on_invalid of the default version';
COMMENT ON COLUMN ml_model.access IS 'rights by role name, {"analyst": ["predict", "read"]}; NULL: everyone may predict, only the owner may read and manage';
COMMENT ON COLUMN ml_model.comment IS 'the comment given with the last load that had one';
COMMENT ON COLUMN ml_model.info IS 'further facts about the model; NULL: none';

CREATE TABLE ml_model_version (
	name text COLLATE "C" NOT NULL,
	version integer NOT NULL CHECK (version > 0),
	content_id bigint NOT NULL,
	digest bytea NOT NULL CHECK (octet_length(digest) = 32),
	document bytea NOT NULL CHECK (octet_length(document) = 32),
	options jsonb NOT NULL,
	info jsonb NOT NULL,
	fields jsonb NOT NULL,
	loader text COLLATE "C" NOT NULL,
	loaded_at timestamp with time zone NOT NULL,
	PRIMARY KEY (name, version),
	UNIQUE (name, digest)
);
CREATE INDEX ml_model_version_content_id_idx ON ml_model_version (content_id);
CREATE INDEX ml_model_version_document_idx ON ml_model_version (document);
COMMENT ON TABLE ml_model_version IS 'versions of models: a row for each, never changed';
COMMENT ON COLUMN ml_model_version.name IS 'the model';
COMMENT ON COLUMN ml_model_version.version IS 'number of the version';
COMMENT ON COLUMN ml_model_version.content_id IS 'identity of what is scored: 63 bits of digest, the same on every server';
COMMENT ON COLUMN ml_model_version.digest IS 'SHA-256 over the options that can change a score and the document';
COMMENT ON COLUMN ml_model_version.document IS 'SHA-256 of the document, its key in ml_document';
COMMENT ON COLUMN ml_model_version.options IS 'options given at load';
COMMENT ON COLUMN ml_model_version.info IS 'facts read from the model';
COMMENT ON COLUMN ml_model_version.fields IS 'inputs and outputs, as model_fields() shows them';
COMMENT ON COLUMN ml_model_version.loader IS 'name of the role that loaded the version';
COMMENT ON COLUMN ml_model_version.loaded_at IS 'when the version was loaded';

CREATE TABLE ml_model_alias (
	name text COLLATE "C" NOT NULL,
	alias text COLLATE "C" NOT NULL,
	version integer NOT NULL,
	PRIMARY KEY (name, alias),
	CHECK (alias <> '' AND octet_length(alias) <= 255 AND position('@' IN alias) = 0 AND alias !~ '^[0-9]+$')
);
COMMENT ON TABLE ml_model_alias IS 'names for versions: predict(''fraud@champion'', ...)';
COMMENT ON COLUMN ml_model_alias.name IS 'the model';
COMMENT ON COLUMN ml_model_alias.alias IS 'what may stand behind the @';
COMMENT ON COLUMN ml_model_alias.version IS 'the version that it means';

CREATE TABLE ml_document (
	digest bytea NOT NULL CHECK (octet_length(digest) = 32),
	chunk integer NOT NULL CHECK (chunk >= 0),
	data bytea NOT NULL,
	PRIMARY KEY (digest, chunk)
);
COMMENT ON TABLE ml_document IS 'documents that versions were loaded from, in pieces of 1 MB; versions share them';
COMMENT ON COLUMN ml_document.digest IS 'SHA-256 of the document';
COMMENT ON COLUMN ml_document.chunk IS 'number of the piece, from 0';
COMMENT ON COLUMN ml_document.data IS 'bytes of the document, text as UTF-8';

-- Made from the documents, so it is not dumped.
CREATE TABLE ml_image (
	digest bytea NOT NULL CHECK (octet_length(digest) = 32),
	chunk integer NOT NULL CHECK (chunk >= 0),
	format integer NOT NULL,
	data bytea NOT NULL,
	PRIMARY KEY (digest, chunk)
);
ALTER TABLE ml_image ALTER COLUMN data SET STORAGE EXTERNAL;
COMMENT ON TABLE ml_image IS 'compiled models, in pieces of 1 MB; rebuild_images() makes them again';
COMMENT ON COLUMN ml_image.digest IS 'digest of the versions that the image belongs to';
COMMENT ON COLUMN ml_image.chunk IS 'number of the piece, from 0';
COMMENT ON COLUMN ml_image.format IS 'format of the image; one of another format is made anew';
COMMENT ON COLUMN ml_image.data IS 'bytes of the image';

SELECT pg_catalog.pg_extension_config_dump('ml_model', '');
SELECT pg_catalog.pg_extension_config_dump('ml_model_version', '');
SELECT pg_catalog.pg_extension_config_dump('ml_model_alias', '');
SELECT pg_catalog.pg_extension_config_dump('ml_document', '');

-- The database's owner may dump what is in it.
GRANT SELECT ON ml_model, ml_model_version, ml_model_alias, ml_document, ml_image TO pg_database_owner;

-- Whoever may create objects in the extension's schema must not have his own
-- operators and functions called by those who look at the views, so theirs are
-- named with their schema.
CREATE VIEW ml_models AS
SELECT m.name,
	m.default_version AS version,
	(SELECT pg_catalog.count(*) FROM @extschema@.ml_model_version c WHERE c.name OPERATOR(pg_catalog.=) m.name) AS versions,
	(SELECT pg_catalog.jsonb_object_agg(a.alias, a.version) FROM @extschema@.ml_model_alias a WHERE a.name OPERATOR(pg_catalog.=) m.name) AS aliases,
	v.info OPERATOR(pg_catalog.->>) 'format' AS format,
	v.info OPERATOR(pg_catalog.->>) 'model' AS model,
	v.info OPERATOR(pg_catalog.->>) 'function' AS function,
	v.info OPERATOR(pg_catalog.->>) 'algorithm' AS algorithm,
	v.info OPERATOR(pg_catalog.->>) 'producer' AS producer,
	(v.info OPERATOR(pg_catalog.->>) 'inputs')::integer AS inputs,
	v.info OPERATOR(pg_catalog.->>) 'event' AS event,
	(v.info OPERATOR(pg_catalog.->>) 'document_bytes')::bigint AS document_bytes,
	(v.info OPERATOR(pg_catalog.->>) 'image_bytes')::bigint AS image_bytes,
	m.owner,
	m.access,
	v.loader,
	v.loaded_at,
	v.content_id,
	m.comment
FROM @extschema@.ml_model m
	LEFT JOIN @extschema@.ml_model_version v ON v.name OPERATOR(pg_catalog.=) m.name AND v.version OPERATOR(pg_catalog.=) m.default_version;
GRANT SELECT ON ml_models TO PUBLIC;
COMMENT ON VIEW ml_models IS 'models with their default versions';
COMMENT ON COLUMN ml_models.name IS 'what predict() and the other functions call the model';
COMMENT ON COLUMN ml_models.version IS 'the default version; the columns from format to image_bytes and from loader to content_id are about it';
COMMENT ON COLUMN ml_models.versions IS 'how many versions there are';
COMMENT ON COLUMN ml_models.aliases IS 'versions by alias';
COMMENT ON COLUMN ml_models.format IS 'format of the document';
COMMENT ON COLUMN ml_models.model IS 'type of the model, in PMML''s words';
COMMENT ON COLUMN ml_models.function IS 'regression, classification ...';
COMMENT ON COLUMN ml_models.algorithm IS 'algorithm, as the document names it';
COMMENT ON COLUMN ml_models.producer IS 'program that wrote the document';
COMMENT ON COLUMN ml_models.inputs IS 'number of inputs that the document declares';
COMMENT ON COLUMN ml_models.event IS 'class whose probability predict() returns';
COMMENT ON COLUMN ml_models.document_bytes IS 'size of the document';
COMMENT ON COLUMN ml_models.image_bytes IS 'memory that the compiled model takes';
COMMENT ON COLUMN ml_models.owner IS 'name of the role that owns the model';
COMMENT ON COLUMN ml_models.access IS 'rights by role name; NULL: everyone may predict, only the owner may read and manage';
COMMENT ON COLUMN ml_models.loader IS 'name of the role that loaded the version';
COMMENT ON COLUMN ml_models.loaded_at IS 'when the version was loaded';
COMMENT ON COLUMN ml_models.content_id IS 'identity of what is scored, the same on every server';
COMMENT ON COLUMN ml_models.comment IS 'the comment given with the last load that had one';


-- ---------------------------------------------------------------------------
-- Loading
-- ---------------------------------------------------------------------------

CREATE FUNCTION load_model(name text, document text,
	format text DEFAULT NULL, model_name text DEFAULT NULL, event text DEFAULT NULL,
	threshold double precision DEFAULT NULL, class_weights jsonb DEFAULT NULL,
	feature_names text[] DEFAULT NULL, missing double precision DEFAULT NULL,
	iterations text DEFAULT NULL, extra_outputs text[] DEFAULT NULL, on_invalid text DEFAULT NULL,
	verify boolean DEFAULT true, activate boolean DEFAULT true, comment text DEFAULT NULL)
RETURNS integer
AS 'MODULE_PATHNAME', 'mls_load_model_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION load_model(text, text, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text)
	IS 'load a model from a document; returns its version';

CREATE FUNCTION load_model(name text, document bytea,
	format text DEFAULT NULL, model_name text DEFAULT NULL, event text DEFAULT NULL,
	threshold double precision DEFAULT NULL, class_weights jsonb DEFAULT NULL,
	feature_names text[] DEFAULT NULL, missing double precision DEFAULT NULL,
	iterations text DEFAULT NULL, extra_outputs text[] DEFAULT NULL, on_invalid text DEFAULT NULL,
	verify boolean DEFAULT true, activate boolean DEFAULT true, comment text DEFAULT NULL)
RETURNS integer
AS 'MODULE_PATHNAME', 'mls_load_model_bytea'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION load_model(text, bytea, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text)
	IS 'load a model from a document in its own encoding; returns its version';

CREATE FUNCTION load_model_file(name text, path text,
	format text DEFAULT NULL, model_name text DEFAULT NULL, event text DEFAULT NULL,
	threshold double precision DEFAULT NULL, class_weights jsonb DEFAULT NULL,
	feature_names text[] DEFAULT NULL, missing double precision DEFAULT NULL,
	iterations text DEFAULT NULL, extra_outputs text[] DEFAULT NULL, on_invalid text DEFAULT NULL,
	verify boolean DEFAULT true, activate boolean DEFAULT true, comment text DEFAULT NULL)
RETURNS integer
AS 'MODULE_PATHNAME', 'mls_load_model_file'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION load_model_file(text, text, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text)
	IS 'load a model from a file on the server; returns its version';

CREATE FUNCTION check_model(document text,
	format text DEFAULT NULL, model_name text DEFAULT NULL, event text DEFAULT NULL,
	threshold double precision DEFAULT NULL, class_weights jsonb DEFAULT NULL,
	feature_names text[] DEFAULT NULL, missing double precision DEFAULT NULL,
	iterations text DEFAULT NULL, extra_outputs text[] DEFAULT NULL, verify boolean DEFAULT true)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_check_model_text'
LANGUAGE C VOLATILE PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION check_model(text, text, text, text, double precision, jsonb, text[], double precision, text, text[], boolean)
	IS 'what a document holds, needs and would be refused for, without loading it';

CREATE FUNCTION check_model(document bytea,
	format text DEFAULT NULL, model_name text DEFAULT NULL, event text DEFAULT NULL,
	threshold double precision DEFAULT NULL, class_weights jsonb DEFAULT NULL,
	feature_names text[] DEFAULT NULL, missing double precision DEFAULT NULL,
	iterations text DEFAULT NULL, extra_outputs text[] DEFAULT NULL, verify boolean DEFAULT true)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_check_model_bytea'
LANGUAGE C VOLATILE PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION check_model(bytea, text, text, text, double precision, jsonb, text[], double precision, text, text[], boolean)
	IS 'what a document in its own encoding holds, needs and would be refused for, without loading it';

CREATE FUNCTION drop_model(model text, version integer DEFAULT NULL)
RETURNS void
AS 'MODULE_PATHNAME', 'mls_drop_model'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION drop_model(text, integer)
	IS 'drop a version of a model, or the model with all of its versions';

CREATE FUNCTION rebuild_images()
RETURNS bigint
AS 'MODULE_PATHNAME', 'mls_rebuild_images'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION rebuild_images()
	IS 'compile every version''s document again and store the images; returns how many';

REVOKE ALL ON FUNCTION
	load_model(text, text, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text),
	load_model(text, bytea, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text),
	load_model_file(text, text, text, text, text, double precision, jsonb, text[], double precision, text, text[], text, boolean, boolean, text),
	drop_model(text, integer),
	rebuild_images()
FROM PUBLIC;


-- ---------------------------------------------------------------------------
-- Managing: the caller needs rights to the model
-- ---------------------------------------------------------------------------

CREATE FUNCTION set_default_version(model text, version integer DEFAULT NULL)
RETURNS void
AS 'MODULE_PATHNAME', 'mls_set_default_version'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION set_default_version(text, integer)
	IS 'make a version the one that the model''s plain name means';

CREATE FUNCTION set_model_alias(model text, alias text, version integer DEFAULT NULL)
RETURNS void
AS 'MODULE_PATHNAME', 'mls_set_model_alias'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION set_model_alias(text, text, integer)
	IS 'let an alias mean a version of a model';

CREATE FUNCTION drop_model_alias(model text, alias text)
RETURNS void
AS 'MODULE_PATHNAME', 'mls_drop_model_alias'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION drop_model_alias(text, text)
	IS 'drop an alias of a model';

CREATE FUNCTION grant_model(model text, role text, "right" text)
RETURNS void
AS 'MODULE_PATHNAME', 'mls_grant_model'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION grant_model(text, text, text)
	IS 'give a role (or public) a right to a model: predict, read or manage';

CREATE FUNCTION revoke_model(model text, role text, "right" text)
RETURNS void
AS 'MODULE_PATHNAME', 'mls_revoke_model'
LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION revoke_model(text, text, text)
	IS 'take a right to a model from a role (or public): predict, read or manage';

CREATE FUNCTION model_document(model text, version integer DEFAULT NULL)
RETURNS bytea
AS 'MODULE_PATHNAME', 'mls_model_document'
LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION model_document(text, integer)
	IS 'the document that a version was loaded from, byte for byte; text as UTF-8';

CREATE FUNCTION model_document_text(model text, version integer DEFAULT NULL)
RETURNS text
AS 'MODULE_PATHNAME', 'mls_model_document_text'
LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION model_document_text(text, integer)
	IS 'the document that a version was loaded from, as text';

CREATE FUNCTION model_fields(model text,
	OUT "position" integer, OUT name text, OUT usage text, OUT optype text, OUT data_type text,
	OUT valid_values text[], OUT valid_range text, OUT when_missing text, OUT when_invalid text,
	OUT importance double precision, OUT is_read boolean, OUT label text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'mls_model_fields'
LANGUAGE C STABLE PARALLEL SAFE ROWS 30;
COMMENT ON FUNCTION model_fields(text)
	IS 'inputs, targets and outputs of a model';


-- ---------------------------------------------------------------------------
-- Scoring
-- ---------------------------------------------------------------------------

-- Each function takes the input as a row, a JSON object, text that holds one, or
-- an array of numbers; the argument has another name in each overload.  None is
-- STRICT: a NULL in the input is a missing value, which the model may replace.

CREATE FUNCTION predict_support(internal)
RETURNS internal
AS 'MODULE_PATHNAME', 'mls_support'
LANGUAGE C STRICT PARALLEL SAFE;
COMMENT ON FUNCTION predict_support(internal)
	IS 'what the planner asks about the functions that score';

CREATE FUNCTION predict_columns_support(internal)
RETURNS internal
AS 'MODULE_PATHNAME', 'mls_columns_support'
LANGUAGE C STRICT PARALLEL SAFE;
COMMENT ON FUNCTION predict_columns_support(internal)
	IS 'what the planner asks about the functions that score columns';

CREATE FUNCTION predict(model text, input record, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_record'
LANGUAGE C STABLE PARALLEL SAFE COST 200 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict(text, record, text, text)
	IS 'the number that a model predicts for a row';

CREATE FUNCTION predict(model text, input_jsonb jsonb, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_jsonb'
LANGUAGE C STABLE PARALLEL SAFE COST 400 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict(text, jsonb, text, text)
	IS 'the number that a model predicts for a jsonb object';

CREATE FUNCTION predict(model text, input_json json, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_json'
LANGUAGE C STABLE PARALLEL SAFE COST 800 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict(text, json, text, text)
	IS 'the number that a model predicts for a JSON object';

CREATE FUNCTION predict(model text, input_text text, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_text'
LANGUAGE C STABLE PARALLEL SAFE COST 800 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict(text, text, text, text)
	IS 'the number that a model predicts for text that holds a JSON object or an array literal';

CREATE FUNCTION predict(model text, input_array anyarray, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_array'
LANGUAGE C STABLE PARALLEL SAFE COST 200 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict(text, anyarray, text, text)
	IS 'the number that a model predicts for numbers in the order of model_fields()';

CREATE FUNCTION predict_class(model text, input record, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS text
AS 'MODULE_PATHNAME', 'mls_predict_class_record'
LANGUAGE C STABLE PARALLEL SAFE COST 200 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_class(text, record, text, text)
	IS 'the class that a model predicts for a row';

CREATE FUNCTION predict_class(model text, input_jsonb jsonb, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS text
AS 'MODULE_PATHNAME', 'mls_predict_class_jsonb'
LANGUAGE C STABLE PARALLEL SAFE COST 400 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_class(text, jsonb, text, text)
	IS 'the class that a model predicts for a jsonb object';

CREATE FUNCTION predict_class(model text, input_json json, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS text
AS 'MODULE_PATHNAME', 'mls_predict_class_json'
LANGUAGE C STABLE PARALLEL SAFE COST 800 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_class(text, json, text, text)
	IS 'the class that a model predicts for a JSON object';

CREATE FUNCTION predict_class(model text, input_text text, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS text
AS 'MODULE_PATHNAME', 'mls_predict_class_text'
LANGUAGE C STABLE PARALLEL SAFE COST 800 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_class(text, text, text, text)
	IS 'the class that a model predicts for text that holds a JSON object or an array literal';

CREATE FUNCTION predict_class(model text, input_array anyarray, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS text
AS 'MODULE_PATHNAME', 'mls_predict_class_array'
LANGUAGE C STABLE PARALLEL SAFE COST 200 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_class(text, anyarray, text, text)
	IS 'the class that a model predicts for numbers in the order of model_fields()';

CREATE FUNCTION predict_proba(model text, input record, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_proba_record'
LANGUAGE C STABLE PARALLEL SAFE COST 200 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_proba(text, record, text, text)
	IS 'the probabilities of the classes for a row';

CREATE FUNCTION predict_proba(model text, input_jsonb jsonb, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_proba_jsonb'
LANGUAGE C STABLE PARALLEL SAFE COST 400 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_proba(text, jsonb, text, text)
	IS 'the probabilities of the classes for a jsonb object';

CREATE FUNCTION predict_proba(model text, input_json json, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_proba_json'
LANGUAGE C STABLE PARALLEL SAFE COST 800 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_proba(text, json, text, text)
	IS 'the probabilities of the classes for a JSON object';

CREATE FUNCTION predict_proba(model text, input_text text, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_proba_text'
LANGUAGE C STABLE PARALLEL SAFE COST 800 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_proba(text, text, text, text)
	IS 'the probabilities of the classes for text that holds a JSON object or an array literal';

CREATE FUNCTION predict_proba(model text, input_array anyarray, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_proba_array'
LANGUAGE C STABLE PARALLEL SAFE COST 200 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_proba(text, anyarray, text, text)
	IS 'the probabilities of the classes for numbers in the order of model_fields()';

CREATE FUNCTION predict_proba_of(model text, input record, class text, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_proba_of_record'
LANGUAGE C STABLE PARALLEL SAFE COST 200 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_proba_of(text, record, text, text, text)
	IS 'the probability of one class for a row';

CREATE FUNCTION predict_proba_of(model text, input_jsonb jsonb, class text, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_proba_of_jsonb'
LANGUAGE C STABLE PARALLEL SAFE COST 400 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_proba_of(text, jsonb, text, text, text)
	IS 'the probability of one class for a jsonb object';

CREATE FUNCTION predict_proba_of(model text, input_json json, class text, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_proba_of_json'
LANGUAGE C STABLE PARALLEL SAFE COST 800 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_proba_of(text, json, text, text, text)
	IS 'the probability of one class for a JSON object';

CREATE FUNCTION predict_proba_of(model text, input_text text, class text, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_proba_of_text'
LANGUAGE C STABLE PARALLEL SAFE COST 800 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_proba_of(text, text, text, text, text)
	IS 'the probability of one class for text that holds a JSON object or an array literal';

CREATE FUNCTION predict_proba_of(model text, input_array anyarray, class text, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_proba_of_array'
LANGUAGE C STABLE PARALLEL SAFE COST 200 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_proba_of(text, anyarray, text, text, text)
	IS 'the probability of one class for numbers in the order of model_fields()';

CREATE FUNCTION predict_set(model text, input record, target text DEFAULT NULL, on_invalid text DEFAULT NULL,
	n integer DEFAULT NULL, cutoff double precision DEFAULT NULL)
RETURNS TABLE (class text, probability double precision)
AS 'MODULE_PATHNAME', 'mls_predict_set_record'
LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION predict_set(text, record, text, text, integer, double precision)
	IS 'the classes for a row, the most probable first; only n of them, only from the cutoff up';

CREATE FUNCTION predict_set(model text, input_jsonb jsonb, target text DEFAULT NULL, on_invalid text DEFAULT NULL,
	n integer DEFAULT NULL, cutoff double precision DEFAULT NULL)
RETURNS TABLE (class text, probability double precision)
AS 'MODULE_PATHNAME', 'mls_predict_set_jsonb'
LANGUAGE C STABLE PARALLEL SAFE COST 400 ROWS 10;
COMMENT ON FUNCTION predict_set(text, jsonb, text, text, integer, double precision)
	IS 'the classes for a jsonb object, the most probable first; only n of them, only from the cutoff up';

CREATE FUNCTION predict_set(model text, input_json json, target text DEFAULT NULL, on_invalid text DEFAULT NULL,
	n integer DEFAULT NULL, cutoff double precision DEFAULT NULL)
RETURNS TABLE (class text, probability double precision)
AS 'MODULE_PATHNAME', 'mls_predict_set_json'
LANGUAGE C STABLE PARALLEL SAFE COST 800 ROWS 10;
COMMENT ON FUNCTION predict_set(text, json, text, text, integer, double precision)
	IS 'the classes for a JSON object, the most probable first; only n of them, only from the cutoff up';

CREATE FUNCTION predict_set(model text, input_text text, target text DEFAULT NULL, on_invalid text DEFAULT NULL,
	n integer DEFAULT NULL, cutoff double precision DEFAULT NULL)
RETURNS TABLE (class text, probability double precision)
AS 'MODULE_PATHNAME', 'mls_predict_set_text'
LANGUAGE C STABLE PARALLEL SAFE COST 800 ROWS 10;
COMMENT ON FUNCTION predict_set(text, text, text, text, integer, double precision)
	IS 'the classes for text that holds a JSON object or an array literal, the most probable first; only n of them, only from the cutoff up';

CREATE FUNCTION predict_set(model text, input_array anyarray, target text DEFAULT NULL, on_invalid text DEFAULT NULL,
	n integer DEFAULT NULL, cutoff double precision DEFAULT NULL)
RETURNS TABLE (class text, probability double precision)
AS 'MODULE_PATHNAME', 'mls_predict_set_array'
LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION predict_set(text, anyarray, text, text, integer, double precision)
	IS 'the classes for numbers in the order of model_fields(), the most probable first; only n of them, only from the cutoff up';

CREATE FUNCTION predict_json(model text, input record, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_json_record'
LANGUAGE C STABLE PARALLEL SAFE COST 200 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_json(text, record, text, text)
	IS 'everything that a model gives for a row';

CREATE FUNCTION predict_json(model text, input_jsonb jsonb, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_json_jsonb'
LANGUAGE C STABLE PARALLEL SAFE COST 400 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_json(text, jsonb, text, text)
	IS 'everything that a model gives for a jsonb object';

CREATE FUNCTION predict_json(model text, input_json json, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_json_json'
LANGUAGE C STABLE PARALLEL SAFE COST 800 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_json(text, json, text, text)
	IS 'everything that a model gives for a JSON object';

CREATE FUNCTION predict_json(model text, input_text text, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_json_text'
LANGUAGE C STABLE PARALLEL SAFE COST 800 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_json(text, text, text, text)
	IS 'everything that a model gives for text that holds a JSON object or an array literal';

CREATE FUNCTION predict_json(model text, input_array anyarray, target text DEFAULT NULL, on_invalid text DEFAULT NULL)
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_json_array'
LANGUAGE C STABLE PARALLEL SAFE COST 200 SUPPORT @extschema@.predict_support;
COMMENT ON FUNCTION predict_json(text, anyarray, text, text)
	IS 'everything that a model gives for numbers in the order of model_fields()';

CREATE FUNCTION explain_input(model text, input record)
RETURNS TABLE (field text, "column" text, value text, state text, used text, reason text)
AS 'MODULE_PATHNAME', 'mls_explain_input_record'
LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 30;
COMMENT ON FUNCTION explain_input(text, record)
	IS 'what a model makes of each value of a row';

CREATE FUNCTION explain_input(model text, input_jsonb jsonb)
RETURNS TABLE (field text, "column" text, value text, state text, used text, reason text)
AS 'MODULE_PATHNAME', 'mls_explain_input_jsonb'
LANGUAGE C STABLE PARALLEL SAFE COST 400 ROWS 30;
COMMENT ON FUNCTION explain_input(text, jsonb)
	IS 'what a model makes of each value of a jsonb object';

CREATE FUNCTION explain_input(model text, input_json json)
RETURNS TABLE (field text, "column" text, value text, state text, used text, reason text)
AS 'MODULE_PATHNAME', 'mls_explain_input_json'
LANGUAGE C STABLE PARALLEL SAFE COST 800 ROWS 30;
COMMENT ON FUNCTION explain_input(text, json)
	IS 'what a model makes of each value of a JSON object';

CREATE FUNCTION explain_input(model text, input_text text)
RETURNS TABLE (field text, "column" text, value text, state text, used text, reason text)
AS 'MODULE_PATHNAME', 'mls_explain_input_text'
LANGUAGE C STABLE PARALLEL SAFE COST 800 ROWS 30;
COMMENT ON FUNCTION explain_input(text, text)
	IS 'what a model makes of each value of text that holds a JSON object or an array literal';

CREATE FUNCTION explain_input(model text, input_array anyarray)
RETURNS TABLE (field text, "column" text, value text, state text, used text, reason text)
AS 'MODULE_PATHNAME', 'mls_explain_input_array'
LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 30;
COMMENT ON FUNCTION explain_input(text, anyarray)
	IS 'what a model makes of each value of numbers in the order of model_fields()';


-- ---------------------------------------------------------------------------
-- What the planner makes of calls on rows
-- ---------------------------------------------------------------------------

-- predict('m', t) of a whole row reads only the columns that the model needs when
-- the planner passes them one by one.  "planned" says which version that was planned
-- for, and how the columns that follow are called.

CREATE FUNCTION predict_columns(model text, planned text, VARIADIC columns "any")
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_columns'
LANGUAGE C STABLE PARALLEL SAFE COST 100 SUPPORT @extschema@.predict_columns_support;
COMMENT ON FUNCTION predict_columns(text, text, "any")
	IS 'what the planner makes of predict() on a row: a call on the columns that the model reads';

CREATE FUNCTION predict_class_columns(model text, planned text, VARIADIC columns "any")
RETURNS text
AS 'MODULE_PATHNAME', 'mls_predict_class_columns'
LANGUAGE C STABLE PARALLEL SAFE COST 100 SUPPORT @extschema@.predict_columns_support;
COMMENT ON FUNCTION predict_class_columns(text, text, "any")
	IS 'what the planner makes of predict_class() on a row: a call on the columns that the model reads';

CREATE FUNCTION predict_proba_columns(model text, planned text, VARIADIC columns "any")
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_proba_columns'
LANGUAGE C STABLE PARALLEL SAFE COST 100 SUPPORT @extschema@.predict_columns_support;
COMMENT ON FUNCTION predict_proba_columns(text, text, "any")
	IS 'what the planner makes of predict_proba() on a row: a call on the columns that the model reads';

CREATE FUNCTION predict_proba_of_columns(model text, planned text, class text, VARIADIC columns "any")
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_proba_of_columns'
LANGUAGE C STABLE PARALLEL SAFE COST 100 SUPPORT @extschema@.predict_columns_support;
COMMENT ON FUNCTION predict_proba_of_columns(text, text, text, "any")
	IS 'what the planner makes of predict_proba_of() on a row: a call on the columns that the model reads';

CREATE FUNCTION predict_json_columns(model text, planned text, VARIADIC columns "any")
RETURNS jsonb
AS 'MODULE_PATHNAME', 'mls_predict_json_columns'
LANGUAGE C STABLE PARALLEL SAFE COST 100 SUPPORT @extschema@.predict_columns_support;
COMMENT ON FUNCTION predict_json_columns(text, text, "any")
	IS 'what the planner makes of predict_json() on a row: a call on the columns that the model reads';

-- Of no use by itself.  Gives whatever the function gives that it asks for.

CREATE FUNCTION predict_asked(internal)
RETURNS double precision
AS 'MODULE_PATHNAME', 'mls_predict_asked'
LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION predict_asked(internal)
	IS 'what the planner makes of a call that is evaluated for some rows only, where rows are scored in blocks';


-- ---------------------------------------------------------------------------
-- The cache of images
-- ---------------------------------------------------------------------------

CREATE FUNCTION ml_cache_images(OUT content_id bigint, OUT bytes bigint, OUT hits bigint,
	OUT pins integer, OUT shared boolean)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'mls_cache_images'
LANGUAGE C VOLATILE PARALLEL RESTRICTED ROWS 10;
COMMENT ON FUNCTION ml_cache_images()
	IS 'compiled models in memory; ml_cache shows them with their names';

CREATE VIEW ml_cache AS
SELECT (SELECT pg_catalog.array_agg(pg_catalog.concat(v.name, '@', v.version) ORDER BY v.name, v.version)
		FROM @extschema@.ml_model_version v WHERE v.content_id OPERATOR(pg_catalog.=) c.content_id) AS models,
	c.content_id, c.bytes, c.hits, c.pins, c.shared
FROM @extschema@.ml_cache_images() c;
GRANT SELECT ON ml_cache TO PUBLIC;
COMMENT ON VIEW ml_cache IS 'compiled models of this database in memory';
COMMENT ON COLUMN ml_cache.models IS 'the versions that it serves; NULL: dropped, and not yet displaced';
COMMENT ON COLUMN ml_cache.content_id IS 'identity of what is scored';
COMMENT ON COLUMN ml_cache.bytes IS 'memory that it takes';
COMMENT ON COLUMN ml_cache.hits IS 'how often a call found it in memory';
COMMENT ON COLUMN ml_cache.pins IS 'sessions that use it now';
COMMENT ON COLUMN ml_cache.shared IS 'true: one copy for all sessions; false: a copy of this session alone';
