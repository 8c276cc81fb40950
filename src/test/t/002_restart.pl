# Models after a restart, after a crash, and after a crash in the middle of a load.
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
$node->append_conf('postgresql.conf', "autovacuum = off\nrestart_after_crash = on");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION ml_score');
$node->safe_psql('postgres', load_sql('m', 1));

my $score = q{SELECT predict('m', '{"x": 10}')};
is($node->safe_psql('postgres', $score), 21, 'score');

# 1.5 + 2 * x + 4 * y, if the options of its load are heeded: 7 is missing
my $booster =
	'{"version":[2,1,4],"learner":{"attributes":{},"feature_names":[],"feature_types":[],'
  . '"gradient_booster":{"name":"gblinear","model":{"weights":[2,4,1]}},'
  . '"learner_model_param":{"base_score":"5E-1","boost_from_average":"1","num_class":"0","num_feature":"2","num_target":"1"},'
  . '"objective":{"name":"reg:squarederror","reg_loss_param":{"scale_pos_weight":"1"}}}}';
my $booster_score = q{SELECT predict('b', '{"y": 10, "x": 7}'), predict('b', '{"y": 10, "x": 5}')};
$node->safe_psql('postgres', "SELECT load_model('b', \$\$$booster\$\$, feature_names => '{x,y}', missing => 7)");
is($node->safe_psql('postgres', $booster_score), '41.5|51.5', 'score with options');

$node->restart;
is($node->safe_psql('postgres', $score), 21, 'score after a restart');

$node->safe_psql('postgres', load_sql('m', 2));
$node->stop('immediate');
$node->start;
is($node->safe_psql('postgres', $score), 22, 'a load that was committed survives a crash');

# a load that was done, but not committed
my $session = IPC::Run::start(
	[ 'psql', '-XAtq', '-d', $node->connstr('postgres') ],
	'<', \(my $input = 'BEGIN; ' . load_sql('m', 3) . "; SELECT 'loaded';\n"),
	'>', \my $output,
	'2>', \my $errors);
$session->pump until $output =~ /loaded/ || !$session->pumpable;
like($output, qr/^3\nloaded/, 'version 3 is loaded, not committed');
$node->stop('immediate');
$session->finish;
$node->start;
is($node->safe_psql('postgres', $score), 22, 'a load that was not committed does not');
is($node->safe_psql('postgres', q{SELECT version, versions FROM ml_models WHERE name = 'm'}), '2|2', 'and left no version');
is( $node->safe_psql(
		'postgres',
		'SELECT count(*) FROM ml_document d WHERE NOT EXISTS (SELECT FROM ml_model_version v WHERE v.document = d.digest)'
	),
	0,
	'nor a document');
is($node->safe_psql('postgres', load_sql('m', 3)), 3, 'it can be loaded again');
is($node->safe_psql('postgres', $score), 23, 'and scores');

# a stored image that is not sound is found out, and is never scored
$node->safe_psql('postgres', q{UPDATE ml_image SET data = set_byte(data, length(data) - 20, get_byte(data, length(data) - 20) # 1)});
$node->restart;
my ($rc, $out, $err) = $node->psql('postgres', $score);
is($out, 23, 'a damaged image is compiled anew');
like($err, qr/WARNING:  the stored image of model "m", version 3, is not sound/, 'with a warning');
$node->safe_psql('postgres', 'UPDATE ml_image SET format = format + 1');
$node->restart;
($rc, $out, $err) = $node->psql('postgres', $score);
is($out, 23, 'so is an image of another format');
is($err, '', 'without a warning');
is($node->safe_psql('postgres', $booster_score), '41.5|51.5', 'and with the options of its load');
$node->safe_psql('postgres', 'SELECT rebuild_images()');
$node->restart;
($rc, $out, $err) = $node->psql('postgres', $score);
is($out . $err, 23, 'rebuild_images() makes them sound again');

# a backend that is killed takes the others with it: all start anew
my $backend = IPC::Run::start(
	[ 'psql', '-XAtq', '-d', $node->connstr('postgres') ],
	'<', \(my $kill_input = 'BEGIN; ' . load_sql('m', 4) . "; SELECT 'pid ' || pg_backend_pid();\n"),
	'>', \my $kill_output,
	'2>', \my $kill_errors);
$backend->pump until $kill_output =~ /pid \d+/ || !$backend->pumpable;
my ($pid) = $kill_output =~ /pid (\d+)/;
kill 'KILL', $pid;
$backend->finish;
ok($node->poll_query_until('postgres', "SELECT predict('m', '{\"x\": 10}') = 23"),
	'after a backend was killed while it loaded, the others score');

$node->stop;
done_testing();
