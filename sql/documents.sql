-- Documents: kept in pieces, given back byte for byte.

CREATE FUNCTION pg_temp.document(padding text) RETURNS text LANGUAGE sql AS $$
	SELECT format('<?xml version="1.0"?><PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header><Annotation>%s</Annotation></Header>'
		'<DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>'
		'<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>'
		'<RegressionTable intercept="1"><NumericPredictor name="x" coefficient="2"/></RegressionTable>'
		'</RegressionModel></PMML>', padding)
$$;
-- one of so many bytes
CREATE FUNCTION pg_temp.document_of(size integer) RETURNS text LANGUAGE sql AS $$
	SELECT pg_temp.document(repeat('x', size - length(pg_temp.document(''))))
$$;

-- text comes back as text, and as the UTF-8 it was stored in
SELECT load_model('documents', pg_temp.document('Größe ≤ 1'));
SELECT model_document_text('documents') = pg_temp.document('Größe ≤ 1') AS text,
	model_document('documents') = convert_to(pg_temp.document('Größe ≤ 1'), 'UTF8') AS bytes;

-- bytea comes back byte for byte, whatever its encoding
SELECT load_model('documents',
	convert_to(replace(pg_temp.document('Größe'), '?>', ' encoding="ISO-8859-1"?>'), 'LATIN1'));
SELECT model_document('documents') =
	convert_to(replace(pg_temp.document('Größe'), '?>', ' encoding="ISO-8859-1"?>'), 'LATIN1') AS bytes;
SELECT model_document_text('documents');

-- by version, by alias
SELECT set_model_alias('documents', 'first', 1);
SELECT length(model_document('documents', 1)) = length(model_document('documents@1')) AS version,
	length(model_document('documents@first')) = length(model_document('documents@1')) AS alias,
	length(model_document('documents')) = length(model_document('documents@2')) AS "default",
	model_document(NULL) IS NULL AS "null";
SELECT model_document('documents@1', 2);
SELECT model_document('documents', 3);
SELECT model_document('documents', -3);
SELECT model_document('document');

-- around the size of a piece, and many pieces
SELECT size, load_model('documents', convert_to(pg_temp.document_of(size), 'UTF8'))
FROM unnest(ARRAY[1048575, 1048576, 1048577, 3500000]) size;
SELECT version, length(model_document('documents', version)),
	model_document_text('documents', version) = pg_temp.document_of((info->>'document_bytes')::integer) AS same,
	(SELECT array_agg(length(data) ORDER BY chunk) FROM ml_document WHERE digest = document) AS pieces
FROM ml_model_version WHERE name = 'documents' AND version > 2 ORDER BY version;

-- a larger one than the setting allows
SET ml_score.max_document_size = '1MB';
SELECT load_model('documents', pg_temp.document_of(1048577));
SELECT check_model(pg_temp.document_of(1048577));
\getenv srcdir PG_ABS_SRCDIR
SET ml_score.max_document_size = '1kB';
\set VERBOSITY sqlstate
SELECT load_model_file('documents', :'srcdir' || '/model_fixtures/sklearn_linear_ames/model.pmml');
\set VERBOSITY default
RESET ml_score.max_document_size;

-- images can be made again from the documents, those that belong to nothing go
SELECT count(*) > 0 AS stored FROM ml_image i JOIN ml_model_version v USING (digest) WHERE v.name = 'documents';
BEGIN;
DELETE FROM ml_image;
SELECT rebuild_images() = (SELECT count(DISTINCT digest) FROM ml_model_version) AS all_rebuilt;
SELECT count(*) AS without FROM ml_model_version v WHERE NOT EXISTS (SELECT FROM ml_image i WHERE i.digest = v.digest);
INSERT INTO ml_image VALUES (sha256('nothing'), 0, 1, '');
SELECT rebuild_images() > 0 AS rebuilt;
SELECT count(*) AS orphans FROM ml_image WHERE digest = sha256('nothing');
ROLLBACK;

-- a document that is another than the one that was loaded scores nothing
BEGIN;
SELECT load_model('documents damaged', '{"ml_score": 1, "model": "linear", "intercept": 2, "features": []}');
UPDATE ml_document d SET data = convert_to(replace(convert_from(data, 'UTF8'), '2', '3'), 'UTF8')
FROM ml_model_version v WHERE v.document = d.digest AND v.name = 'documents damaged';
DELETE FROM ml_image;
SAVEPOINT damaged;
SELECT predict('documents damaged', '{}');
ROLLBACK TO damaged;
SELECT model_document('documents damaged');
ROLLBACK TO damaged;
SELECT rebuild_images() = (SELECT count(DISTINCT digest) - 1 FROM ml_model_version) AS all_others;
ROLLBACK;

SELECT drop_model('documents');
