# Compiled models in shared memory: filled once, bounded, displaced, and what
# happens when whoever fills fails, waits or dies.
use strict;
use warnings;

use FindBin;
use lib $FindBin::RealBin;
use MlScore;
use PostgreSQL::Test::BackgroundPsql;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "autovacuum = off\nrestart_after_crash = on");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION ml_score');

# Models of a few megabytes: many categories, of which x = 'v7' adds 7.
my @names = map { "big$_" } 1 .. 5;
$node->safe_psql(
	'postgres', q{
CREATE FUNCTION big_document(intercept int) RETURNS text LANGUAGE sql AS $$
SELECT '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
	'<DataDictionary><DataField name="x" optype="categorical" dataType="string"/></DataDictionary>'
	'<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>'
	'<RegressionTable intercept="' || intercept || '">'
	|| string_agg(format('<CategoricalPredictor name="x" value="v%s" coefficient="%s"/>', i, i), '')
	|| '</RegressionTable></RegressionModel></PMML>' FROM generate_series(1, 15000) i $$;});
$node->safe_psql('postgres', "SELECT load_model('big$_', big_document($_ * 100000))") for 1 .. 5;
my $size = $node->safe_psql('postgres', q{SELECT max(image_bytes) FROM ml_models});
cmp_ok($size, '>', 1_500_000, "the models take $size bytes each");

sub score_sql { return "SELECT predict('$_[0]', '{\"x\": \"v7\"}')"; }
sub score_of { return $node->safe_psql('postgres', score_sql($_[0])); }
sub cached
{
	return $node->safe_psql('postgres',
		q{SELECT coalesce(string_agg(split_part(models[1], '@', 1), ' ' ORDER BY models[1]), '') FROM ml_cache WHERE shared});
}
sub set_limit
{
	my ($images) = @_;
	my $limit = int($size / 1024 * $images) . 'kB';
	$node->append_conf('postgresql.conf', "ml_score.shared_memory_limit = $limit");
	$node->reload;
	$node->poll_query_until('postgres', "SELECT current_setting('ml_score.shared_memory_limit') = '$limit'");
}

sub start_scoring
{
	my ($model) = @_;
	my $session = { out => '', err => '' };
	$session->{run} = IPC::Run::start(
		[ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', score_sql($model) ],
		'>', \$session->{out}, '2>', \$session->{err});
	return $session;
}

# ---- filled once ----

is($node->safe_psql('postgres', q{SHOW shared_preload_libraries}), '', 'nothing is preloaded');
my @sessions = map { start_scoring('big1') } 1 .. 10;
$_->{run}->finish for @sessions;
is(join('', map { $_->{out} } @sessions), "100007\n" x 10, 'ten sessions score a new model at once');
is($node->safe_psql('postgres', q{SELECT hits, pins, shared FROM ml_cache}), '10|0|t', 'one of them filled it while planning, all ten found it');

# ---- bounded: the least recently used leave first, one in use never ----

set_limit(3.5);
is(score_of($_), substr($_, 3) * 100000 + 7, "$_ scores") for @names[ 0 .. 2 ];
is(cached(), 'big1 big2 big3', 'three fit');
score_of('big1');
score_of('big4');
is(cached(), 'big1 big3 big4', 'big2 was used least recently: it leaves for big4');

my $user = $node->background_psql('postgres');
$user->query_safe(q{BEGIN; DECLARE c CURSOR FOR SELECT predict('big3', s) FROM (SELECT 'v7' AS x UNION ALL SELECT 'v8') s; });
is($user->query_safe('FETCH 1 FROM c'), 300007, 'big3 is used by a cursor');
is($node->safe_psql('postgres', q{SELECT pins FROM ml_cache WHERE models[1] = 'big3@1'}), 1, 'and pinned');
score_of($_) for qw(big2 big5 big1 big4);
like(cached(), qr/big3/, 'so it stays, though four others were used since');
is($user->query_safe('FETCH 1 FROM c'), 300008, 'and the cursor goes on');

# ---- no room: a copy of the session's own ----

my $holder = $node->background_psql('postgres');
$holder->query_safe(q{BEGIN; DECLARE c CURSOR FOR
	SELECT predict(m, '{"x": "v7"}') FROM unnest('{big1,big2}'::text[]) m; FETCH ALL FROM c;});
my ($rc, $out, $err) = $node->psql('postgres', score_sql('big4') . ';' . score_sql('big5') . q{;
	SELECT string_agg(models[1], ' ' ORDER BY models[1]) FROM ml_cache WHERE NOT shared;});
is($out, "400007\n500007\nbig4\@1 big5\@1", 'with all in use, a session keeps copies of its own, and says so in ml_cache');
is(() = $err =~ /WARNING:  a model could not be put into shared memory/g, 1, 'with one warning');
like($err, qr/DETAIL:  Images that are in use take all that ml_score.shared_memory_limit allows/, 'that says why');
my $two = int($size / 1024 * 1.5);
($rc, $out, $err) = $node->psql('postgres', "SET ml_score.private_memory_limit = '${two}kB';"
	. score_sql('big4') . ';' . score_sql('big5') . q{;
	SELECT string_agg(models[1], ' ' ORDER BY models[1]) FROM ml_cache WHERE NOT shared;});
is($out, "400007\n500007\nbig5\@1", 'as many of them as ml_score.private_memory_limit allows');
$holder->quit;
$user->quit;
is(score_of('big4'), 400007, 'sessions that end let go of what they used');
like(cached(), qr/big4/, 'so that there is room again');
set_limit(0.5);
my $before = cached();
my ($absent) = grep { $before !~ $_ } @names;
($rc, $out, $err) = $node->psql('postgres', score_sql($absent));
is($out, substr($absent, 3) * 100000 + 7, 'a model larger than the limit is scored');
like($err, qr/DETAIL:  The image has \d+ bytes, more than ml_score.shared_memory_limit/, 'with a warning');
is(cached(), $before, 'and nothing is displaced for it in vain');
set_limit(0);
($rc, $out, $err) = $node->psql('postgres', score_sql('big3') . q{; SELECT shared FROM ml_cache});
is("$out$err", "300007\nf", 'a limit of 0 means copies, without a warning');
set_limit(100);

# ---- who fills may fail ----

# A session holds a lock that makes every filling wait in the middle.
my $locker = $node->background_psql('postgres');

sub wait_for
{
	my ($n, $condition) = @_;
	return $node->poll_query_until('postgres',
		"SELECT count(*) = $n FROM pg_stat_activity WHERE query LIKE 'SELECT predict%' AND state = 'active' AND $condition");
}
sub pid_of_filler
{
	return $node->safe_psql('postgres',
		"SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT predict%' AND wait_event_type = 'Lock' ORDER BY query_start LIMIT 1");
}

$node->restart;
for my $function ('pg_cancel_backend', 'pg_terminate_backend')
{
	my $model = $function eq 'pg_cancel_backend' ? 'big1' : 'big2';
	$locker->reconnect_and_clear if $function eq 'pg_cancel_backend';
	$locker->query_safe('BEGIN; LOCK TABLE ml_image IN ACCESS EXCLUSIVE MODE');
	my $filler = start_scoring($model);
	ok(wait_for(1, "wait_event_type = 'Lock'"), 'one session fills, and waits for a lock');
	my $waiter = start_scoring($model);
	ok(wait_for(1, "wait_event_type <> 'Lock'"), 'another one waits for it');
	$node->safe_psql('postgres', "SELECT $function(" . pid_of_filler() . ')');
	$filler->{run}->finish;
	like($filler->{err}, qr/canceling statement|terminating connection/, "the first one is stopped by $function");
	ok(wait_for(1, "wait_event_type = 'Lock'"), 'the other one takes over');
	unlike(cached(), qr/$model/, 'nothing half-built is shown');
	$locker->query_safe('COMMIT');
	$waiter->{run}->finish;
	is($waiter->{out}, substr($model, 3) * 100000 + 7 . "\n", 'and scores');
	like(cached(), qr/$model/, 'from shared memory, where the model is now');
}

# a document that can no longer be had: an error for each, and no entry stays behind
$node->safe_psql('postgres', q{
	CREATE TABLE kept_image AS SELECT * FROM ml_image; CREATE TABLE kept_document AS SELECT * FROM ml_document;
	DELETE FROM ml_image; DELETE FROM ml_document});
for (1 .. 2)
{
	($rc, $out, $err) = $node->psql('postgres', score_sql('big3'));
	isnt($rc, 0, 'without image and document there is an error');
}
$node->safe_psql('postgres', q{INSERT INTO ml_image SELECT * FROM kept_image; INSERT INTO ml_document SELECT * FROM kept_document});
is(score_of('big3'), 300007, 'and none when they are back');

# who fills waits for a lock that one who waits for it holds: no deadlock
$locker->query_safe('BEGIN; LOCK TABLE ml_image IN ACCESS EXCLUSIVE MODE');
my $filler = start_scoring('big4');
ok(wait_for(1, "wait_event_type = 'Lock'"), 'one session fills, and waits for a lock');
is($locker->query_safe(score_sql('big4')), 400007, 'the session that holds the lock scores the same model');
is($locker->query_safe(q{SELECT shared FROM ml_cache WHERE models[1] = 'big4@1'}), 'f', 'from a copy of its own');
$locker->query_safe('COMMIT');
$filler->{run}->finish;
is($filler->{out}, "400007\n", 'then the other one does');
like(cached(), qr/big4/, 'from shared memory');

# who fills is killed: the server starts anew, and so does the filling
$locker->query_safe('BEGIN; LOCK TABLE ml_image IN ACCESS EXCLUSIVE MODE');
$filler = start_scoring('big5');
ok(wait_for(1, "wait_event_type = 'Lock'"), 'one session fills, and waits for a lock');
my $waiter = start_scoring('big5');
ok(wait_for(1, "wait_event_type <> 'Lock'"), 'another one waits for it');
kill 'KILL', pid_of_filler();
$_->{run}->finish for $filler, $waiter;
$locker->{run}->finish;
ok($node->poll_query_until('postgres', score_sql('big5'), '500007'), 'after a kill the model scores again');
like(cached(), qr/big5/, 'from shared memory');

# ---- no memory to be had: the operating system refuses ----

$node->safe_psql('postgres', q{
	SELECT load_model('huge', replace(big_document(6), '</RegressionTable>',
		(SELECT string_agg(format('<CategoricalPredictor name="x" value="w%s" coefficient="0"/>', i), '') FROM generate_series(1, 250000) i)
		|| '</RegressionTable>'))});
$node->stop;
# Dynamic shared memory is made of files.  None may be larger than 20 MB here (in units of 512 bytes).
my $pg_ctl = "pg_ctl -w -D '" . $node->data_dir . "' -l '" . $node->logfile . "'";
system_or_bail('sh', '-c', "ulimit -f 40960; exec $pg_ctl start");
$node->_update_pid(1);			# so that it is stopped, whatever happens
($rc, $out, $err) = $node->psql('postgres', score_sql('huge') . ';' . score_sql('huge') . ';' . score_sql('big1') . q{;
	SELECT models[1], shared FROM ml_cache ORDER BY 1});
is($out, "13\n13\n100007\nbig1\@1|t\nhuge\@1|f", 'a model for which the system has no shared memory has a copy, another one is shared');
is(() = $err =~ /WARNING/g, 1, 'one warning');
like($err, qr/DETAIL:  could not resize shared memory segment/, 'that says what the system said');
($rc, $out, $err) = $node->psql('postgres', 'BEGIN;' . score_sql('huge') . '; SAVEPOINT s;' . score_sql('big2') . q{;
	CREATE TEMP TABLE t AS SELECT 1 AS one; COMMIT; SELECT one FROM t});
is($out, "13\n200007\n1", 'the transaction goes on as if nothing had happened');
$node->stop;

# ---- preloaded ----

$node->append_conf('postgresql.conf', "shared_preload_libraries = 'ml_score'");
$node->start;
is(score_of('big1'), 100007, 'preloaded, a model scores');
is(cached(), 'big1', 'from shared memory');
is(score_of('huge'), 13, 'so does the one that had no room');
like(cached(), qr/huge/, 'from shared memory too');

$node->stop;
done_testing();
