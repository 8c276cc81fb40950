# A dump restores into another cluster, and there the models score the same.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use MlScore;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $source = PostgreSQL::Test::Cluster->new('source');
$source->init;
$source->start;
my $target = PostgreSQL::Test::Cluster->new('target');
$target->init;
$target->start;

my $roles = 'CREATE ROLE boss LOGIN; CREATE ROLE reader LOGIN; CREATE ROLE nobody LOGIN;'
  . ' GRANT pg_read_all_data TO reader;';
$source->safe_psql('postgres', $roles);
$target->safe_psql('postgres', $roles);
$source->safe_psql('postgres', 'CREATE DATABASE scored OWNER boss');

# Models in all states: several versions, an older one the default, aliases,
# rights, text and bytea, a document of several pieces, one shared by names.
$source->safe_psql('scored', 'CREATE SCHEMA ml; GRANT USAGE ON SCHEMA ml TO PUBLIC; CREATE EXTENSION ml_score SCHEMA ml');
$source->safe_psql('scored',
	'SET search_path = ml; '
	  . join('; ',
		load_sql('m', 1), load_sql('m', 2), load_sql('m', 3, q{on_invalid => 'null'}, q{comment => 'third'}),
		load_sql('other', 1), load_sql('none', 1, 'activate => false'),
		q{SELECT load_model('latin', convert_to('<?xml version="1.0" encoding="ISO-8859-1"?><!--é-->' || $$}
		  . document(7) . q{$$, 'LATIN1'))},
		q{SELECT load_model('large', replace($$} . document(8) . q{$$, '<Header/>',
		'<Header><Annotation>' || repeat('x', 3000000) || '</Annotation></Header>'))},
		q{SELECT set_default_version('m', 2), set_model_alias('m', 'first', 1)},
		q{SELECT load_model('m', $$} . document(4) . q{$$, activate => false)},
		q{SELECT drop_model('m', 4)},
		q{SELECT grant_model('m', 'reader', 'read'), revoke_model('m', 'public', 'predict')}));

my $scores = q{
	SET search_path = ml;
	SELECT model, predict(model, '{"x": 10}')
	FROM unnest(ARRAY['m', 'm@1', 'm@2', 'm@3', 'm@first', 'other', 'none@1', 'latin', 'large']) model};
my $expected = "m|22\nm\@1|21\nm\@2|22\nm\@3|23\nm\@first|21\nother|21\nnone\@1|21\nlatin|27\nlarge|28";
my $catalog = q{
	SET search_path = ml;
	SELECT m, (SELECT array_agg(v ORDER BY version) FROM ml_model_version v WHERE v.name = m.name),
		(SELECT array_agg(a) FROM ml_model_alias a WHERE a.name = m.name)
	FROM ml_model m ORDER BY name};
is($source->safe_psql('scored', $scores), $expected, 'scores before the dump');
my $rows = $source->safe_psql('scored', $catalog);

# A dump without the key that psql's \restrict gets, another one each time.
sub dumped
{
	my ($file) = @_;
	my $text = slurp_file($file);
	$text =~ s/^\\(un)?restrict .*$//mg;
	return $text;
}

sub check_restored
{
	my ($database, $how) = @_;
	is($target->safe_psql($database, $scores), $expected, "$how: same scores, compiled from the documents");
	is($target->safe_psql($database, $catalog), $rows, "$how: same catalog");
	is($target->safe_psql($database, 'SELECT count(*) FROM ml.ml_image'), 0, "$how: images are not dumped");
	is($target->safe_psql($database, 'SELECT ml.rebuild_images()'), 5, "$how: images are rebuilt");
	is($target->safe_psql($database, $scores), $expected, "$how: same scores from stored images");
	is($target->safe_psql($database, 'SET search_path = ml; ' . load_sql('m', 5)),
		5, "$how: no version number is given twice");
	is( $target->safe_psql(
			$database, "SET ROLE nobody; SELECT count(*) FROM ml.ml_models WHERE access = '{\"reader\": [\"read\"]}'"),
		1, "$how: rights came along");
}

my $dump = $source->basedir . '/dump';
$source->command_ok([ 'pg_dump', '-f', "$dump.sql", 'scored' ], 'pg_dump as text');
$target->safe_psql('postgres', 'CREATE DATABASE restored_text');
$target->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.sql", 'restored_text' ], 'restore');
check_restored('restored_text', 'text');

$source->command_ok([ 'pg_dump', '-Fd', '-j2', '-f', "$dump.dir", 'scored' ], 'pg_dump as directory');
$target->safe_psql('postgres', 'CREATE DATABASE restored_directory');
$target->command_ok([ 'pg_restore', '-j2', '-e', '-d', 'restored_directory', "$dump.dir" ], 'parallel restore');
check_restored('restored_directory', 'directory');

# Others than superusers dump too: the database's owner and who may read
# everything; who may not read documents can leave them out.
$source->command_ok([ 'pg_dump', '-U', 'boss', '-f', "$dump.boss.sql", 'scored' ], 'pg_dump by the database\'s owner');
$source->command_ok([ 'pg_dump', '-U', 'reader', '-f', "$dump.reader.sql", 'scored' ],
	'pg_dump by a role that may read all data');
is(dumped("$dump.boss.sql"), dumped("$dump.sql"), 'the owner\'s dump is the same');
$source->command_fails_like([ 'pg_dump', '-U', 'nobody', 'scored' ],
	qr/permission denied for table ml_document/, 'documents are not for everyone');
$source->command_ok([ 'pg_dump', '-U', 'nobody', '--exclude-table-data=ml.ml_*', '-f', "$dump.nobody.sql", 'scored' ],
	'pg_dump by anyone without the models');

$source->stop;
$target->stop;
done_testing();
