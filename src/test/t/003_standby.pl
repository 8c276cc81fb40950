# A standby scores, sees new versions, and writes nothing.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use MlScore;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1);
$primary->append_conf('postgresql.conf', 'autovacuum = off');
$primary->start;
$primary->safe_psql('postgres', 'CREATE EXTENSION ml_score');
$primary->safe_psql('postgres', load_sql('m', 1));
$primary->backup('backup');

my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'backup', has_streaming => 1);
$standby->start;

my $score = q{SELECT predict('m', '{"x": 10}')};
is($standby->safe_psql('postgres', $score), 21, 'the standby scores');

# one session that stays, and knows version 1
my ($input, $output, $errors) = ("$score;\n", '', '');
my $session = IPC::Run::start([ 'psql', '-XAtq', '-d', $standby->connstr('postgres') ],
	'<', \$input, '>', \$output, '2>', \$errors, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
$session->pump until $output =~ /\n/;
is($output, "21\n", 'a session on the standby scores');

$primary->safe_psql('postgres', load_sql('m', 2));
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert'));
is($standby->safe_psql('postgres', $score), 22, 'a new session sees the new version');
$output = '';
$input .= "$score;\n";
$session->pump until $output =~ /\n/;
is($output, "22\n", 'the session that stayed sees it too');

# in a transaction with one snapshot it does not
$output = '';
$input .= "BEGIN ISOLATION LEVEL REPEATABLE READ; $score;\n";
$session->pump until $output =~ /\n/;
$primary->safe_psql('postgres', load_sql('m', 3));
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert'));
$output = '';
$input .= "$score; COMMIT; $score;\n";
$session->pump until $output =~ /\n.*\n/;
is($output, "22\n23\n", 'REPEATABLE READ keeps its version on a standby');
$session->finish;

# nothing is written on a standby
my ($rc, $out, $err) = $standby->psql('postgres', load_sql('m', 4));
like($err, qr/cannot execute load_model\(\) (during recovery|in a read-only transaction)/, 'no load on a standby');
($rc, $out, $err) = $standby->psql('postgres', q{SELECT drop_model('m')});
like($err, qr/cannot execute drop_model\(\) (during recovery|in a read-only transaction)/, 'no drop on a standby');

# an image that is not stored is compiled without writing it
$primary->safe_psql('postgres', 'DELETE FROM ml_image');
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert'));
$standby->restart;
is($standby->safe_psql('postgres', $score), 23, 'the standby compiles what has no image');

$standby->promote;
is($standby->safe_psql('postgres', load_sql('m', 4)), 4, 'after a promotion it loads');
is($standby->safe_psql('postgres', $score), 24, 'and scores what it has loaded');

$standby->stop;
$primary->stop;
done_testing();
