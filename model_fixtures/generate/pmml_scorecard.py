"""pmml_scorecard.py: scorecards made from logistic regressions of scikit-learn on binned columns.

usage: python3 pmml_scorecard.py SCRATCH_FOLDER [fixture name prefix ...]

No exporter of scorecards is at hand, so the script writes the document: each bin's points are
the bin's coefficient times a factor, rounded to two digits as scorecards print them. The score
and the ranked reasons are worked out here from the fitted bins, apart from the document, and
must agree with JPMML-Evaluator on it.
Needs, for the data, R with r-cran-modeldata (Debian).
"""

import pmml_fixture as fx

fx.use_environment("sklearn", ["scikit-learn==1.8.0", "sklearn2pmml==0.133.1", "jpmml-evaluator==0.16.0",
                               "jpype1==1.7.1", "pandas==3.1.1", "numpy==2.4.6", "lightgbm==4.7.0"],
                   no_deps=["xgboost==3.2.0"])

import os
from xml.sax.saxutils import quoteattr

import numpy as np
from sklearn.linear_model import LogisticRegression

SCRIPT = "pmml_scorecard.py"
FACTOR = 20 / np.log(2)                 # twenty points double the odds


def bins_of(values, kind, n=5):
    """Thresholds of a number's bins, or the levels of a text; None stands for missing."""
    present = [v for v in values if v is not None]
    if kind == "text":
        return sorted(set(present))
    cuts = sorted({float(np.quantile(present, i / n)) for i in range(1, n)})
    return [c for c in cuts if c < max(present)]


def bin_index(value, bins, kind):
    """0 is missing; an unknown level has no bin (-1), which is the last one of the characteristic."""
    if value is None:
        return 0
    if kind == "text":
        return bins.index(value) + 1 if value in bins else -1
    return 1 + sum(value > c for c in bins)


def predicates(name, bins, kind):
    simple = lambda op, v: "<SimplePredicate field=%s operator=\"%s\"%s/>" % (
        quoteattr(name), op, "" if v is None else " value=" + quoteattr(v if isinstance(v, str) else repr(v)))
    out = [simple("isMissing", None)]
    if kind == "text":
        return out + [simple("equal", b) for b in bins] + ["<True/>"]
    for low, high in zip([None] + bins, bins + [None]):
        if low is None:
            out.append(simple("lessOrEqual", high))
        elif high is None:
            out.append(simple("greaterThan", low))
        else:
            out.append('<CompoundPredicate booleanOperator="and">%s%s</CompoundPredicate>' % (
                simple("greaterThan", low), simple("lessOrEqual", high)))
    return out


def card(name, dataset, columns, target, yes, words, above, own_codes, n_codes):
    if not fx.wanted(name):
        return
    raw = [r for r in fx.modeldata(dataset) if r[target] is not None]
    rows = fx.typed(raw, columns)
    y = np.array([r[target] == yes for r in raw])
    bins = {c: bins_of([r[c] for r in rows], t) for c, t in columns}
    width = {c: len(bins[c]) + (1 if t == "text" else 2) for c, t in columns}
    X = np.zeros((len(rows), sum(width.values())))
    for i, r in enumerate(rows):
        at = 0
        for c, t in columns:
            X[i, at + bin_index(r[c], bins[c], t)] = 1
            at += width[c]
    fitted = LogisticRegression(C=0.5, max_iter=3000).fit(X, y)
    points, at = {}, 0
    for c, t in columns:
        points[c] = [round(float(v), 2) for v in fitted.coef_[0][at:at + width[c]] * -FACTOR]
        if t == "text":
            points[c].append(0.0)       # a level that training never saw
        at += width[c]
    initial = round(float(600 - FACTOR * fitted.intercept_[0]), 2)
    pick = min if above else max
    baseline = {c: pick(points[c]) for c, _ in columns}

    fields = "".join('<DataField name=%s optype="%s" dataType="%s"/>' % (
        quoteattr(c), "categorical" if t == "text" else "continuous", "string" if t == "text" else "integer" if t == "int4" else "double")
        for c, t in columns)
    body, code_of = [], {}
    for k, (c, t) in enumerate(columns):
        attributes = []
        for i, (p, s) in enumerate(zip(predicates(c, bins[c], t), points[c])):
            code_of[c, i] = "R%02d" % (k // 2 if not own_codes else k) + ("_%d" % i if own_codes and i % 2 == 0 else "")
            own = ' reasonCode="%s"' % code_of[c, i] if own_codes and i % 2 == 0 else ""
            attributes.append("<Attribute%s partialScore=\"%r\">%s</Attribute>" % (own, s, p))
        body.append('<Characteristic name=%s reasonCode="R%02d" baselineScore="%r">%s</Characteristic>' % (
            quoteattr(c), k // 2 if not own_codes else k, baseline[c], "\n".join(attributes)))
    outputs = '<OutputField name="score" feature="predictedValue" dataType="double" optype="continuous"/>' + "".join(
        '<OutputField name="reason_%d" feature="reasonCode" rank="%d" dataType="string" optype="categorical"/>' % (i, i)
        for i in range(1, n_codes + 1))
    document = ('<?xml version="1.0" encoding="UTF-8"?>\n<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">'
                '<Header description="scorecard from scikit-learn 1.8.0 LogisticRegression"/>\n<DataDictionary>%s<DataField name="points" optype="continuous" '
                'dataType="double"/></DataDictionary>\n<Scorecard modelName="%s" functionName="regression" initialScore="%r" '
                'reasonCodeAlgorithm="%s" baselineMethod="%s">\n<MiningSchema>%s<MiningField name="points" usageType="target"/>'
                '</MiningSchema>\n<Output>%s</Output>\n<Characteristics>\n%s\n</Characteristics></Scorecard></PMML>\n') % (
        fields, name, initial, "pointsAbove" if above else "pointsBelow", "min" if above else "max",
        "".join("<MiningField name=%s/>" % quoteattr(c) for c, _ in columns), outputs, "\n".join(body))
    with open(os.path.join(fx.folder(name), "model.pmml"), "w", encoding="utf-8") as f:
        f.write(document)

    def answer(r):
        score, reasons = initial, {}
        for c, t in columns:
            i = bin_index(r[c], bins[c], t)
            i = len(points[c]) - 1 if i < 0 else i
            s = points[c][i]
            score += s
            code = code_of[c, i]
            reasons[code] = reasons.get(code, 0.0) + (s - baseline[c] if above else baseline[c] - s)
        ranked = [k for k, w in sorted(reasons.items(), key=lambda p: -p[1]) if w >= 0] + [None] * n_codes
        return dict({"predict": score, "score": score}, **{"reason_%d" % (i + 1): ranked[i] for i in range(n_codes)})

    checks = [fx.number_check("predict", "predict", 1e-13, 1), fx.number_check("score", "predict_json", 1e-13, 1)]
    checks += [fx.check("reason_%d" % i, "predict_json") for i in range(1, n_codes + 1)]
    asked = rows[::max(1, len(rows) // 60)][:60]
    asked += fx.edge_rows(asked, columns, os.path.join(fx.FIXTURES, name, "model.pmml"), per_field=4)
    fx.trainer_fixture(name, "scikit-learn 1.8.0 LogisticRegression; the document is written by the generator",
                       "points and reasons worked out from the fitted bins", words, SCRIPT, columns, checks, asked,
                       lambda rs: [answer(r) for r in rs])


def main():
    card("scorecard_credit", "credit_data",
         [("Seniority", "int4"), ("Home", "text"), ("Age", "int4"), ("Job", "text"), ("Income", "float8"), ("Assets", "float8"),
          ("Debt", "float8"), ("Amount", "int4"), ("Price", "int4")], "Status", "bad", "credit_data (r-cran-modeldata 1.1.0, MIT)",
         above=False, own_codes=True, n_codes=4)
    card("scorecard_churn", "wa_churn",
         [("tenure", "int4"), ("monthly_charges", "float8"), ("total_charges", "float8"), ("contract", "text"),
          ("internet_service", "text"), ("payment_method", "text"), ("tech_support", "text")], "churn", "Yes",
         "wa_churn (r-cran-modeldata 1.1.0, MIT)", above=True, own_codes=False, n_codes=5)
    card("scorecard_attrition", "attrition",
         [("Age", "int4"), ("MonthlyIncome", "int4"), ("TotalWorkingYears", "int4"), ("DistanceFromHome", "int4"),
          ("Department", "text"), ("OverTime", "text"), ("MaritalStatus", "text")], "Attrition", "Yes",
         "attrition (r-cran-modeldata 1.1.0, MIT)", above=False, own_codes=False, n_codes=3)


if __name__ == "__main__":
    main()
