# What the TAP tests share: documents whose scores can be told by hand.
package MlScore;

use strict;
use warnings;

use Exporter 'import';
our @EXPORT = qw(document load_sql);

# A model that predicts intercept + 2 * x.
sub document
{
	my ($intercept) = @_;
	return '<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>'
	  . '<DataDictionary><DataField name="x" optype="continuous" dataType="double"/></DataDictionary>'
	  . '<RegressionModel functionName="regression"><MiningSchema><MiningField name="x"/></MiningSchema>'
	  . qq{<RegressionTable intercept="$intercept"><NumericPredictor name="x" coefficient="2"/></RegressionTable>}
	  . '</RegressionModel></PMML>';
}

# The statement that loads it, with further arguments of load_model().
sub load_sql
{
	my ($name, $intercept, @arguments) = @_;
	return 'SELECT ' . join(', ', "load_model('$name', \$\$" . document($intercept) . '$$', @arguments) . ')';
}

1;
