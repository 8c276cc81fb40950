# pg_upgrade takes models and images along.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use MlScore;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $old = PostgreSQL::Test::Cluster->new('old');
$old->init;
$old->start;
$old->safe_psql('postgres', 'CREATE SCHEMA ml; CREATE EXTENSION ml_score SCHEMA ml');
$old->safe_psql('postgres', 'SET search_path = ml; ' . load_sql('m', 1) . '; ' . load_sql('m', 2));

# a view and a table that use it, restored at a time when there are no models yet
$old->safe_psql('postgres', q{
	CREATE TABLE rows AS SELECT i AS id, i::double precision AS x FROM generate_series(1, 3) i;
	CREATE VIEW scored AS SELECT id, ml.predict('m', r) AS score FROM rows r});
my $scores = 'SELECT string_agg(score::text, \' \' ORDER BY id) FROM scored';
is($old->safe_psql('postgres', $scores), '4 6 8', 'scores before');
$old->stop;

my $new = PostgreSQL::Test::Cluster->new('new');
$new->init;
my $bindir = $old->config_data('--bindir');
chdir $PostgreSQL::Test::Utils::tmp_check;
command_ok(
	[
		'pg_upgrade', '--no-sync', '-d', $old->data_dir, '-D', $new->data_dir, '-b', $bindir, '-B', $bindir,
		'-s', $new->host, '-p', $old->port, '-P', $new->port
	],
	'pg_upgrade');
$new->start;
is($new->safe_psql('postgres', $scores), '4 6 8', 'the same scores after');
is($new->safe_psql('postgres', 'SELECT count(*) FROM ml.ml_image'), 2, 'images came along');
is($new->safe_psql('postgres', 'SET search_path = ml; ' . load_sql('m', 3)), 3, 'loading goes on');
is($new->safe_psql('postgres', $scores), '5 7 9', 'and so does scoring');

# another dump has the catalog in it
like($new->safe_psql('postgres', q{SELECT cardinality(extconfig) FROM pg_extension WHERE extname = 'ml_score'}),
	qr/^4$/, 'tables are still marked for dumps');

$new->stop;
done_testing();
