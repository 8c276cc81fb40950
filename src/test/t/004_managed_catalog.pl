# Where Citus manages the catalog's tables, their rows are elsewhere, and only
# queries find them.  Citus itself is not at hand; what stands in for it here is
# its list of tables, and a child table: queries look into it, index scans of
# ml_model do not.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use MlScore;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION ml_score');
$node->safe_psql('postgres', load_sql('m', 1));
$node->safe_psql('postgres', 'CREATE ROLE analyst');

my $score = q{SELECT predict('m', '{"x": 10}')};
is($node->safe_psql('postgres', $score), 21, 'scores by index scan');

$node->safe_psql('postgres', q{
	CREATE TABLE elsewhere () INHERITS (ml_model);
	WITH moved AS (DELETE FROM ONLY ml_model RETURNING *) INSERT INTO elsewhere SELECT * FROM moved});
my ($rc, $out, $err) = $node->psql('postgres', $score);
like($err, qr/model "m" does not exist/, 'an index scan does not find rows that are elsewhere');

$node->safe_psql('postgres', q{
	SET allow_system_table_mods = on;
	CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass NOT NULL);
	INSERT INTO pg_dist_partition VALUES ('ml_model'), ('ml_model_version')});
is($node->safe_psql('postgres', $score), 21, 'a query does');
is($node->safe_psql('postgres', "SET ROLE analyst; $score"), 21, 'also for those who may not read the tables');
# the setting that Citus needs is raised for the look-up alone
is( $node->safe_psql(
		'postgres',
		qq{SET citus.allow_nested_distributed_execution = off; $score; SHOW citus.allow_nested_distributed_execution}),
	"21\noff",
	'the caller\'s setting stays');

$node->stop;
done_testing();
