# A document's identity and scores do not depend on the database's encoding.
use strict;
use warnings;
use utf8;

use FindBin;
use lib $FindBin::RealBin;
use Encode;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# LATIN1 has the field größe, but not the label of the other one.
my $document =
	'<?xml version="1.0" encoding="UTF-8"?><PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
  . '<DataDictionary><DataField name="größe" displayName="größe" optype="continuous" dataType="double"/>'
  . '<DataField name="x" displayName="x ≤ 1" optype="continuous" dataType="double"/></DataDictionary>'
  . '<RegressionModel functionName="regression"><MiningSchema><MiningField name="größe"/><MiningField name="x"/></MiningSchema>'
  . '<RegressionTable intercept="1"><NumericPredictor name="größe" coefficient="2"/>'
  . '<NumericPredictor name="x" coefficient="3"/></RegressionTable></RegressionModel></PMML>';
my $hex = unpack('H*', encode('UTF-8', $document));

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;

my %content_id;
foreach my $encoding ('UTF8', 'LATIN1', 'SQL_ASCII')
{
	my $database = 'encoded_' . lc $encoding;
	my $query = sub { return $node->safe_psql($database, $_[0]) };

	$node->safe_psql('postgres',
		"CREATE DATABASE $database TEMPLATE template0 ENCODING $encoding LC_COLLATE 'C' LC_CTYPE 'C'");
	$query->('CREATE EXTENSION ml_score');

	# as bytes, and as text where the text can be had in this encoding
	is($query->("SELECT load_model('m', '\\x$hex'::bytea)"), 1, "$encoding: bytes load");
	is($query->("SELECT encode(model_document('m'), 'hex')"), $hex, "$encoding: bytes come back");
	my $latin = $document;
	$latin =~ s/ ≤ / lt /;
	my $latin_hex = unpack('H*', encode('UTF-8', $latin));
	my $text = $encoding eq 'SQL_ASCII'
	  ? "convert_from('\\x$latin_hex', 'SQL_ASCII')" : "convert_from('\\x$latin_hex', 'UTF8')";
	is($query->("SELECT load_model('t', $text)"), 1, "$encoding: text loads");
	is($query->("SELECT encode(model_document('t'), 'hex')"), $latin_hex, "$encoding: text is kept as UTF-8");
	is($query->("SELECT model_document_text('t') = $text"), 't', "$encoding: text comes back as text");
	$content_id{$encoding} = $query->('SELECT string_agg(content_id::text, \' \' ORDER BY name) FROM ml_model_version');
	is($content_id{$encoding}, $content_id{UTF8}, "$encoding: the same content ids");

	# 1 + 2 * 10 + 3 * 100
	my $name = $encoding eq 'SQL_ASCII'
	  ? "convert_from('\\x6772c3b6c39f65', 'SQL_ASCII')" : "convert_from('\\x6772c3b6c39f65', 'UTF8')";
	is($query->("SELECT predict('m', jsonb_build_object($name, 10, 'x', 100))"), 321, "$encoding: the same score");

	# letters and regular expressions are Unicode's, whatever bytes they are: strasse with a sharp s, and a y with dots,
	# which has a capital form that LATIN1 lacks
	my $letters = '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/><DataDictionary>'
	  . '<DataField name="s" optype="categorical" dataType="string"/><DataField name="y" optype="continuous" dataType="double"/></DataDictionary>'
	  . '<RegressionModel functionName="regression"><MiningSchema><MiningField name="s"/></MiningSchema><Output>'
	  . join('', map { qq(<OutputField name="$_->[0]" feature="transformedValue" dataType="string"><Apply function="$_->[1]"><FieldRef field="s"/>$_->[2]</Apply></OutputField>) }
		['up', 'uppercase', ''], ['low', 'lowercase', ''], ['dots', 'replace', '<Constant>[à-ÿ]</Constant><Constant dataType="string">.</Constant>'])
	  . '</Output><RegressionTable intercept="0"/></RegressionModel></PMML>';
	my $letters_hex = unpack('H*', encode('UTF-8', $letters));
	$query->("SELECT load_model('l', '\\x$letters_hex'::bytea)");
	my $word = sub {
		my $word_hex = unpack('H*', encode('UTF-8', $_[0]));
		return "jsonb_build_object('s', convert_from('\\x$word_hex', '" . ($encoding eq 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8') . "'))";
	};
	my $shows = "SET client_encoding = '" . ($encoding eq 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8') . "'; ";
	is(decode('UTF-8', $query->("$shows SELECT r->>'up', r->>'low', r->>'dots' FROM predict_json('l', " . $word->('Çaßé') . ') r')),
		'ÇASSÉ|çaßé|Çaß.', "$encoding: letters");
	my ($no, $nothing, $why) = $node->psql($database, "$shows SELECT predict_json('l', " . $word->('ÿ') . ')');
	$encoding eq 'LATIN1' ? like($why, qr/has no equivalent in encoding "LATIN1"/, "$encoding: a letter that it lacks")
	  : is($why, '', "$encoding: a letter that it lacks");

	# what has no counterpart is shown, not refused
	my $client = "SET client_encoding = '" . ($encoding eq 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8') . "'; ";
	is( decode('UTF-8', $query->("$client SELECT label FROM model_fields('m') WHERE name = 'x'")),
		$encoding eq 'LATIN1' ? 'x ? 1' : 'x ≤ 1',
		"$encoding: texts are shown");
	my ($rc, $out, $err) = $node->psql($database,
		"$client SELECT load_model('e', '\\x"
		  . unpack('H*', encode('UTF-8', $document =~ s/NumericPredictor name="x"/NumericPredictor name="≤"/r))
		  . "'::bytea)");
	my $shown = $encoding eq 'LATIN1' ? qr/"\?"/ : qr/"≤"/;
	like(decode('UTF-8', $err), qr/cannot load model "e".*$shown/, "$encoding: errors too");
}

$node->stop;
done_testing();
