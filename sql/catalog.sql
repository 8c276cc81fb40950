-- The catalog: what is there, described, dumped and closed to others; where it is.

-- every object of the extension has a comment
SELECT pg_describe_object(classid, objid, 0) AS not_described
FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
	AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'ml_score')
	AND classid <> 'pg_type'::regclass
	AND obj_description(objid, classid::regclass::text) IS NULL;
SELECT c.relname, a.attname AS not_described
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relname LIKE 'ml\_%' AND c.relkind IN ('r', 'v') AND a.attnum > 0
	AND col_description(c.oid, a.attnum) IS NULL;

-- tables, in the extension's schema, and which of them are dumped
SELECT relname, extconfig IS NOT NULL AS dumped, relrowsecurity, relpersistence
FROM pg_class LEFT JOIN pg_extension ON extname = 'ml_score' AND pg_class.oid = ANY (extconfig)
WHERE relname LIKE 'ml\_%' AND relkind = 'r'
ORDER BY relname COLLATE "C";

-- names do not depend on the database's collation
SELECT c.relname, a.attname, l.collname
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_collation l ON l.oid = a.attcollation
WHERE c.relname LIKE 'ml\_model%' AND c.relkind = 'r' AND a.attname IN ('name', 'owner', 'alias', 'loader')
ORDER BY c.relname COLLATE "C", a.attnum;

-- who may read the tables
SELECT relname, grantee, privilege_type
FROM pg_class, LATERAL (SELECT grantee::regrole::text, privilege_type FROM aclexplode(relacl) WHERE grantee <> relowner) a
WHERE relname LIKE 'ml\_%' AND relkind IN ('r', 'v')
ORDER BY relname COLLATE "C", grantee;

-- functions: who may call them, and how the planner may use them
SELECT proname, pg_get_function_identity_arguments(p.oid) AS arguments,
	has_function_privilege('public', p.oid, 'EXECUTE') AS public, provolatile, proparallel, prosecdef
FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
	JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'ml_score'
WHERE proname IN ('load_model', 'load_model_file', 'check_model', 'drop_model', 'set_default_version',
	'set_model_alias', 'drop_model_alias', 'grant_model', 'revoke_model', 'model_document', 'model_document_text',
	'model_fields', 'rebuild_images')
ORDER BY p.oid::regprocedure::text COLLATE "C";

-- the tables keep out what can't be a name
INSERT INTO ml_model (name, owner, last_version) VALUES ('a@b', 'nobody', 1);
INSERT INTO ml_model (name, owner, last_version) VALUES ('', 'nobody', 1);
INSERT INTO ml_model_alias VALUES ('nothing', '12', 1);

-- any schema will do, and the backend notices that the tables have moved
CREATE FUNCTION pg_temp.document(intercept integer) RETURNS text LANGUAGE sql AS $$
	SELECT format('<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
		'<DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>'
		'<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>'
		'<RegressionTable intercept="%s"><NumericPredictor name="x" coefficient="2"/></RegressionTable>'
		'</RegressionModel></PMML>', intercept)
$$;
SELECT load_model('catalog', pg_temp.document(1));
BEGIN;
DROP EXTENSION ml_score;
CREATE SCHEMA "Other Schema";
CREATE EXTENSION ml_score SCHEMA "Other Schema";
SELECT "Other Schema".load_model('catalog 2', pg_temp.document(2));
SELECT name FROM "Other Schema".ml_models;
SELECT name, usage FROM "Other Schema".model_fields('catalog 2') WHERE usage = 'active';
SELECT "Other Schema".model_document_text('catalog');
ROLLBACK;
SELECT name, usage FROM model_fields('catalog') WHERE usage = 'active';

-- neither the caller's search_path nor what is in it matters
CREATE SCHEMA catalog_trap;
CREATE FUNCTION catalog_trap.trap(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE 'trapped'; END $$;
CREATE OPERATOR catalog_trap.= (LEFTARG = text, RIGHTARG = text, FUNCTION = catalog_trap.trap);
CREATE TABLE catalog_trap.ml_model (trapped integer);
SET search_path = catalog_trap, pg_catalog;
SELECT public.load_model('catalog', document) FROM pg_temp.document(3) document;
SELECT public.set_model_alias('catalog', 'a', 1), public.set_default_version('catalog@a');
SELECT name, version, aliases FROM public.ml_models WHERE name OPERATOR(pg_catalog.=) 'catalog';
SELECT public.drop_model('catalog');
RESET search_path;
DROP SCHEMA catalog_trap CASCADE;

-- a function that was put into another schema, where somebody else's table is called like one of ours
SELECT load_model('catalog', pg_temp.document(4));
CREATE ROLE regress_ml_catalog;
CREATE SCHEMA catalog_moved;
CREATE TABLE catalog_moved.ml_model AS SELECT * FROM ml_model WITH NO DATA;
ALTER TABLE catalog_moved.ml_model OWNER TO regress_ml_catalog;
ALTER FUNCTION predict(text, jsonb, text, text) SET SCHEMA catalog_moved;
\c -
SELECT catalog_moved.predict('catalog', '{"x": 1}'::jsonb);
ALTER FUNCTION catalog_moved.predict(text, jsonb, text, text) SET SCHEMA public;
SELECT predict('catalog', '{"x": 1}'::jsonb);
DROP SCHEMA catalog_moved CASCADE;
DROP ROLE regress_ml_catalog;
SELECT drop_model('catalog');
