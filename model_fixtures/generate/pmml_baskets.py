"""pmml_baskets.py: association rules of real data, by apriori, and what they say of real baskets.

usage: python3 pmml_baskets.py SCRATCH_FOLDER [fixture name prefix ...]
Needs Java 11+ and R with r-cran-modeldata (Debian) for the data.
"""

from semantics_association import *

import itertools

PRODUCER = "apriori in this generator"


def frequent(baskets, least):
    """{itemset: how many baskets have it}, of all sizes up to three."""
    n = len(baskets)
    found = {}
    level = [frozenset([i]) for i in sorted({i for b in baskets for i in b})]
    for size in (1, 2, 3):
        counted = {s: sum(s <= b for b in baskets) for s in level}
        kept = {s: k for s, k in counted.items() if k >= least * n}
        found.update(kept)
        level = sorted({a | b for a, b in itertools.combinations(kept, 2) if len(a | b) == size + 1}, key=sorted)
    return found


def rules_of(baskets, least, sure):
    n = float(len(baskets))
    sets = frequent(baskets, least)
    out = []
    for s in sorted(sets, key=lambda s: (len(s), sorted(s))):
        for k in range(1, len(s)):
            for left in map(frozenset, itertools.combinations(sorted(s), k)):
                right = s - left
                support, confidence = sets[s] / n, sets[s] / sets[left]
                if confidence >= sure:
                    out.append((left, right, support, confidence, confidence / (sets[right] / n)))
    return out


def document(items, rules, fields, schema_text, outputs):
    ids = {v: str(i + 1) for i, v in enumerate(items)}
    sets = sorted({s for r in rules for s in r[:2]}, key=lambda s: (len(s), sorted(s)))
    set_ids = {s: "s%d" % (i + 1) for i, s in enumerate(sets)}
    return pmml("4.4", fields, tag(
        "AssociationModel", schema_text, output(*outputs), *[tag("Item", id=ids[v], value=v) for v in items],
        *[tag("Itemset", *[tag("ItemRef", itemRef=ids[v]) for v in sorted(s)], id=set_ids[s], numberOfItems=len(s)) for s in sets],
        *[tag("AssociationRule", antecedent=set_ids[r[0]], consequent=set_ids[r[1]], support=repr(r[2]), confidence=repr(r[3]), lift=repr(r[4]))
          for r in rules],
        functionName="associationRules", numberOfTransactions=1, numberOfItems=len(items), minimumSupport="0.05",
        minimumConfidence="0.4", numberOfItemsets=len(sets), numberOfRules=len(rules)))


SHOWN = {"best": {"feature": "ruleValue", "ruleFeature": "ruleId", "rankBasis": "confidence"},
         "best_confidence": {"feature": "confidence", "rankBasis": "confidence"},
         "second_lift": {"feature": "ruleValue", "ruleFeature": "lift", "rankBasis": "lift", "rank": 2, "algorithm": "recommendation"},
         "holds": {"feature": "ruleValue", "ruleFeature": "rule", "rankBasis": "support", "algorithm": "ruleAssociation"},
         "three": {"feature": "ruleValue", "ruleFeature": "ruleId", "rank": 3, "isMultiValued": "1", "rankBasis": "lift"}}


def select(rules, has, a):
    algorithm = a.get("algorithm", "exclusiveRecommendation")
    picked = [i for i, r in enumerate(rules) if {"recommendation": r[0] <= has, "exclusiveRecommendation": r[0] <= has and not r[1] <= has,
                                                 "ruleAssociation": r[0] <= has and r[1] <= has}[algorithm]]
    basis = {"support": 2, "confidence": 3, "lift": 4}[a["rankBasis"]]
    picked.sort(key=lambda i: (-rules[i][basis], i))
    feature = a.get("ruleFeature", a["feature"])
    value = lambda i: {"ruleId": str(i + 1), "confidence": rules[i][3], "lift": rules[i][4],
                       "rule": "{%s}->{%s}" % (",".join(sorted(rules[i][0])), ",".join(sorted(rules[i][1])))}[feature]
    if a.get("isMultiValued"):
        return json.dumps([value(i) for i in picked[:a["rank"]]])
    return value(picked[a.get("rank", 1) - 1]) if len(picked) >= a.get("rank", 1) else None


def save_rules(name, data, baskets, least, sure, fields, schema_text, columns, rows, has):
    items = sorted({i for b in baskets for i in b})
    rules = rules_of([frozenset(b) for b in baskets], least, sure)
    numbers = {"best_confidence", "second_lift"}
    outputs = [of(n, a["feature"], **{k: v for k, v in a.items() if k != "feature"},
                  **({"dataType": "double", "optype": "continuous"} if n in numbers else {"dataType": "string", "optype": "categorical"}))
               for n, a in SHOWN.items()]
    with open(os.path.join(fx.folder(name), "model.pmml"), "w", encoding="utf-8") as f:
        f.write(document(items, rules, fields, schema_text, outputs))
    checks = [number(n, None) if n in numbers else text(n) for n in SHOWN]
    fx.write_fixture(name, PRODUCER, "the rules themselves, applied in generate/pmml_baskets.py", data, "pmml_baskets.py", columns, checks, rows,
                     [{n: select(rules, has(r), a) for n, a in SHOWN.items()} for r in rows])
    print("    %d rules of %d items" % (len(rules), len(items)))


def churn():
    """What customers have: each service an item of a list."""
    services = [("internet_service", lambda v: v if v != "No" else None)] + [
        (c, lambda v, c=c: c if v == "Yes" else None) for c in (
            "phone_service", "multiple_lines", "online_security", "online_backup", "device_protection", "tech_support",
            "streaming_tv", "streaming_movies", "paperless_billing", "churn")]
    raw = fx.modeldata("wa_churn")
    baskets = [[f(r[c]) for c, f in services if r.get(c) is not None and f(r[c])] for r in raw]
    rows = [{"items": json.dumps(b)} for b in baskets[::160]] + [{"items": v} for v in ('[]', '["DSL", "unheard of"]')]
    save_rules("baskets_services_churn", "wa_churn (r-cran-modeldata 1.1.0, MIT)", baskets, 0.12, 0.6, dictionary("customer:string items:string"),
               schema("customer=group", "items"), [("items", "jsonb")], fx.unique(rows), lambda r: frozenset(json.loads(r["items"])))


def attrition():
    """Categories of employees: items are field=value."""
    names = ["Department", "OverTime", "MaritalStatus", "BusinessTravel", "Gender"]
    raw = fx.modeldata("attrition")
    baskets = [["%s=%s" % (c, r[c]) for c in names if r[c] is not None] for r in raw]
    rows = [{c: r[c] for c in names} for r in raw[::40]] + [dict(raw[3], **{c: None}) for c in names]
    rows = fx.unique([{c: r[c] for c in names} for r in rows])
    save_rules("baskets_values_attrition", "attrition (r-cran-modeldata 1.1.0, MIT)", baskets, 0.1, 0.5,
               dictionary(" ".join(c + ":string" for c in names)), schema(*names), [(c, "text") for c in names], rows,
               lambda r: frozenset("%s=%s" % (c, v) for c, v in r.items() if v is not None))


def flags():
    """Truths: an item is a column of its own."""
    raw = fx.modeldata("credit_data")
    test = {"senior": lambda r: float(r["Seniority"]) > 10, "owner": lambda r: r["Home"] == "owner", "married": lambda r: r["Marital"] == "married",
            "records": lambda r: r["Records"] == "yes", "fixed": lambda r: r["Job"] == "fixed", "bad": lambda r: r["Status"] == "bad",
            "large": lambda r: float(r["Amount"]) > 1000, "old": lambda r: float(r["Age"]) > 40}
    truths = [{k: bool(f(r)) for k, f in test.items()} for r in raw]
    baskets = [[k for k, v in t.items() if v] for t in truths]
    rows = fx.unique(truths[::90] + [dict(truths[5], senior=None, owner=None)])
    save_rules("baskets_flags_credit", "credit_data (r-cran-modeldata 1.1.0, MIT)", baskets, 0.1, 0.55,
               dictionary(" ".join(k + ":boolean" for k in test)), schema(*test), [(k, "bool") for k in test], rows,
               lambda r: frozenset(k for k, v in r.items() if v))


if __name__ == "__main__":
    for name, make in (("baskets_services_churn", churn), ("baskets_values_attrition", attrition), ("baskets_flags_credit", flags)):
        if fx.wanted(name):
            make()
