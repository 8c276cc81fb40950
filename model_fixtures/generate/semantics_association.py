"""semantics_association.py: association rules, their three forms of input, and all that is shown of them.

usage: python3 semantics_association.py SCRATCH_FOLDER [fixture name prefix ...]
The answers are the standard's rules, worked out here; real baskets are in pmml_baskets.py.
"""

from semantics import *

import json

N = None
ITEMS = ["Cracker", "Coke", "Water", "Banana", "Pear"]
SETS = [[0], [2], [0, 1], [0, 2], [3], [4], []]
RULES = [  # antecedent, consequent, support, confidence, lift, leverage, affinity, id
    (0, 1, 1.0, 1.0, 1.0, 0.0, 1.0, None), (1, 0, 1.0, 1.0, 1.25, 0.25, 0.5, "water"), (2, 1, 0.5, 0.75, 1.25, N, N, None),
    (3, 4, 0.25, 0.5, 2.0, 0.125, 0.25, None), (4, 5, 0.25, 0.75, 3.0, 0.0625, N, "fruit"), (6, 5, 0.125, 0.25, 0.5, N, N, None)]


def model(sch, items, out, **a):
    sets = [tag("Itemset", *[tag("ItemRef", itemRef=i + 1) for i in s], id=n + 1, numberOfItems=len(s)) for n, s in enumerate(SETS)]
    rules = [tag("AssociationRule", antecedent=r[0] + 1, consequent=r[1] + 1, support=r[2], confidence=r[3], lift=r[4], leverage=r[5],
                 affinity=r[6], id=r[7]) for r in RULES]
    return tag("AssociationModel", sch, output(*out), *items, *sets, *rules, functionName="associationRules", numberOfTransactions=4,
               numberOfItems=len(ITEMS), minimumSupport="0.1", minimumConfidence="0.1", numberOfItemsets=len(SETS),
               numberOfRules=len(RULES), **a)


def items_of(s):
    return [ITEMS[i] for i in SETS[s]]


def shown(rule, feature):
    r = RULES[rule]
    return {"antecedent": items_of(r[0]), "consequent": items_of(r[1]), "ruleId": r[7] or str(rule + 1),
            "rule": "{%s}->{%s}" % (",".join(items_of(r[0])), ",".join(items_of(r[1]))), "support": r[2], "confidence": r[3],
            "lift": r[4], "leverage": r[5], "affinity": r[6]}[feature]


def answer(has, cases):
    out = {}
    for name, a in cases.items():
        algorithm = a.get("algorithm", "exclusiveRecommendation")
        picked = []
        for i, r in enumerate(RULES):
            left, right = set(items_of(r[0])) <= has, set(items_of(r[1])) <= has
            if {"recommendation": left, "exclusiveRecommendation": left and not right, "ruleAssociation": left and right}[algorithm]:
                picked.append(i)
        basis = ("support", "confidence", "lift", "leverage", "affinity").index(a.get("rankBasis", "confidence")) + 2
        sign = 1 if a.get("rankOrder") == "ascending" else -1
        picked.sort(key=lambda i: (sign * (RULES[i][basis] or 0.0), i))
        feature = a.get("ruleFeature", "consequent") if a.get("feature") == "ruleValue" else {"entityId": "ruleId"}.get(a["feature"], a["feature"])
        rank = int(a.get("rank", 1))
        if a.get("isMultiValued") == "1":
            out[name] = as_json([shown(i, feature) for i in picked[:rank or None]])
        else:
            v = shown(picked[rank - 1], feature) if len(picked) >= rank else None
            out[name] = as_json(v) if isinstance(v, list) else v
    return out


def as_json(v):
    return json.dumps(v)


CASES = {"top": {"feature": "ruleValue"}, "second": {"feature": "consequent", "rank": 2},
         "sure": {"feature": "confidence", "algorithm": "recommendation"}, "lifted": {"feature": "ruleValue", "ruleFeature": "lift", "rankBasis": "lift"},
         "least": {"feature": "ruleId", "algorithm": "recommendation", "rankBasis": "support", "rankOrder": "ascending"},
         "rule": {"feature": "rule", "algorithm": "ruleAssociation"}, "entity": {"feature": "entityId", "algorithm": "recommendation", "rank": 3},
         "all": {"feature": "ruleValue", "ruleFeature": "ruleId", "rank": 0, "isMultiValued": "1", "algorithm": "recommendation"},
         "two": {"feature": "ruleValue", "rank": 2, "isMultiValued": "1", "algorithm": "recommendation", "rankBasis": "leverage"},
         "lifts": {"feature": "lift", "rank": 0, "isMultiValued": "1", "algorithm": "ruleAssociation"},
         "rules": {"feature": "ruleValue", "ruleFeature": "rule", "rank": 0, "isMultiValued": "1"},
         "near": {"feature": "affinity", "algorithm": "recommendation", "rankBasis": "affinity"},
         "lever": {"feature": "leverage", "algorithm": "recommendation"}, "backed": {"feature": "support", "algorithm": "ruleAssociation"},
         "before": {"feature": "antecedent", "algorithm": "ruleAssociation", "rankBasis": "support", "rank": 2}}
NUMBERS = {"sure", "lifted", "near", "lever", "backed"}
CHECKS = [number(n) if n in NUMBERS else text(n) for n in CASES]
OUT = [of(n, a["feature"], **{k: v for k, v in a.items() if k != "feature"},
          **({"dataType": "double", "optype": "continuous"} if n in NUMBERS else {"dataType": "string", "optype": "categorical"}))
       for n, a in CASES.items()]
BASKETS = [["Cracker"], ["Water"], ["Cracker", "Coke"], ["Cracker", "Water", "Coke"], ["Banana", "Pear", "Pear"], [], ["Banana", "no such thing"],
           ["Water", "Cracker"], ["Pear"]]


def empty():
    return {n: None for n in CASES}


def transactions():
    for version in ("4.1", "4.4"):
        items = [tag("Item", id=i + 1, value=v) for i, v in enumerate(ITEMS)]
        worked_out("association_list_" + version.replace(".", "_"), pmml(version, dictionary("transaction:string item:string"), model(
            schema("transaction=group", "item"), items, OUT)), "item:=jsonb", CHECKS,
            [{"item": json.dumps(b)} for b in BASKETS] + [{"item": N}],
            lambda r: empty() if r["item"] is None else answer(set(json.loads(r["item"])), CASES), "the standard's rules")
    one = {"top": CASES["top"], "all": CASES["all"]}
    worked_out("association_text", pmml("4.0", dictionary("transaction:string item:string"), model(
        schema("transaction=group", "item"), [tag("Item", id=i + 1, value=v) for i, v in enumerate(ITEMS)], [o for o, n in zip(OUT, CASES) if n in one])),
        "item:string", [c for c in CHECKS if c["column"] in one],
        [{"item": v} for v in ('Cracker', '["Cracker", "Wat\\u0065r"]', ' [ ] ', '[null, "Pear", 1, true]', "", '["Cracker", "Coke"]')],
        lambda r: answer(set(map(str, json.loads(r["item"]))) if r["item"].strip().startswith("[") else {r["item"]}, one), "the standard's rules")


def fields():
    named = [tag("Item", id=i + 1, value=v) for i, v in enumerate(ITEMS)]
    dic = dictionary("Cracker:boolean Coke:string Water:integer Banana:string Pear:boolean")
    rows = [{"Cracker": "Cracker" in b, "Coke": "T" if "Coke" in b else "F", "Water": 1 if "Water" in b else 0,
             "Banana": "yes" if "Banana" in b else N, "Pear": True if "Pear" in b else N} for b in BASKETS]
    has = lambda r: {k for k, v in r.items() if v is not None and str(v).lower() in ("true", "t", "1", "yes")}
    worked_out("association_fields", pmml("4.2", dic, model(schema(*ITEMS), named, OUT)),
               "Cracker:boolean Coke:string Water:integer Banana:string Pear:boolean", CHECKS, rows, lambda r: answer(has(r), CASES),
               "the standard's rules")
    dic = dictionary("snack:string drink:string fruit:string")
    where = {"Cracker": "snack", "Coke": "drink", "Water": "drink", "Banana": "fruit", "Pear": "fruit"}
    for version, make in (("4.0", lambda i, v: tag("Item", id=i + 1, value="%s=%s" % (where[v], v))),
                          ("4.3", lambda i, v: tag("Item", id=i + 1, value=v, field=where[v], category=v))):
        rows = grid(snack=["Cracker", "Nuts", N], drink=["Water", "Coke"], fruit=["Banana", "Pear", N])
        cases = {k: v for k, v in CASES.items() if version == "4.3" or k in ("all", "sure", "lifts", "least")}
        worked_out("association_values_" + version.replace(".", "_"), pmml(version, dic, model(
            schema("snack", "drink", "fruit"), [make(i, v) for i, v in enumerate(ITEMS)], [o for o, n in zip(OUT, CASES) if n in cases])),
            "snack:string drink:string fruit:string", [c for c in CHECKS if c["column"] in cases], rows,
            lambda r: answer({v for v in r.values() if v}, cases), "the standard's rules")


def verified(fields, rows):
    columns = list(fields)
    return tag("ModelVerification", tag("VerificationFields", *[tag("VerificationField", field=f, column="data:" + f, precision=p) for f, p in fields.items()]),
               tag("InlineTable", *[tag("row", *[tag("data:" + f, escape(str(v))) for f, v in zip(columns, r) if v is not None]) for r in rows]),
               recordCount=len(rows), fieldCount=len(columns), xmlns__data="http://jpmml.org/jpmml-model/InlineTable").replace("xmlns-", "xmlns:")


def verifications():
    """Rows of one transaction are one case, and values of one output one list."""
    shown = {"all": CASES["all"], "lifts": CASES["lifts"], "sure": CASES["sure"], "rules": CASES["rules"]}
    fields = {"transaction": None, "item": None, "all": None, "lifts": "1e-3", "sure": "1e-3", "rules": None}
    items = [tag("Item", id=i + 1, value=v) for i, v in enumerate(ITEMS)]
    good = []
    for key, basket in enumerate([["Cracker"], ["Cracker", "Coke", "Water"], ["Water"], ["Banana", "Pear"]]):
        a = {n: v if n == "sure" else json.loads(v) for n, v in answer(set(basket), shown).items()}
        lists = [basket, a["all"], a["lifts"], [a["sure"]], a["rules"]]
        for i in range(max(map(len, lists))):
            good.append(["t%d" % key] + [v[i] if i < len(v) else None for v in lists])
    good.sort(key=lambda r: r[1] is None)       # the rows of a transaction need not stand together
    wrong = [r[:2] + ["nobody" if v == "fruit" else v for v in r[2:]] for r in good]
    outs = [o for o, n in zip(OUT, CASES) if n in shown]

    def doc(rows):
        text = pmml("4.2", dictionary("transaction:string item:string"), model(schema("transaction=group", "item"), items, outs)).replace(
            "</AssociationModel>", verified(fields, rows) + "</AssociationModel>")
        return text.replace("<data:", "<").replace("</data:", "</")
    worked_out("association_verification", doc(good), "item:=jsonb", [c for c in CHECKS if c["column"] in shown],
               [{"item": json.dumps(b)} for b in BASKETS], lambda r: answer(set(json.loads(r["item"])), shown), "the standard's rules")
    refused("association_verification_wrong", doc(wrong),
            "a document that must be refused: the rows of its last transaction expect a rule that does not exist")


BELOW = {"Banana": "tropical", "Pear": "fruit", "tropical": "fruit", "fruit": "food", "Coke": "drink", "Water": "drink", "Cracker": "food", "food": "tropical"}
GROUPS = ["fruit", "drink", "Coke", "food", "Banana"]


def kept(values):
    """Values and all that they belong to; the pairs run in a circle, which ends nothing."""
    out, more = set(), list(values)
    while more:
        v = more.pop()
        if v not in out:
            out.add(v)
            more += [BELOW[v]] if v in BELOW else []
    return out


def taxonomy():
    """Rules about what items belong to: such a rule is about each item below."""
    def table(pairs, c="child", p="parent", **a):
        rows = tag("InlineTable", *[tag("row", tag(c, k), tag(p, v)) for k, v in pairs])
        return tag("ChildParent", *[tag("FieldColumnPair", field=f, column=x) for f, x in (("child", c), ("parent", p)) if f != x], rows, childField="child", parentField="parent", **a)
    pairs = list(BELOW.items())
    levels = tag("Taxonomy", table(pairs[:3]), table(pairs[3:], "low", "high", parentLevelField="level"), name="food")
    whole = tag("Taxonomy", table(pairs, isRecursive="yes"), name="food")
    unread = tag("Taxonomy", tag("ChildParent", tag("TableLocator"), childField="c", parentField="p"), name="unread")
    global ITEMS
    plain, ITEMS = ITEMS, GROUPS
    baskets = [[], ["Banana"], ["Pear"], ["Water"], ["Water", "Cracker"], ["Coke", "tropical"], ["food"], ["nothing", "drink"], ["Coke", "Pear", "Banana"]]
    for name, tree_ in (("levels", levels), ("recursive", whole)):
        dic = tag("DataDictionary", data_field("transaction:string"), '<DataField name="item" optype="categorical" dataType="string" taxonomy="food"/>', tree_, unread)
        worked_out("association_taxonomy_" + name, pmml("4.4", dic, model(schema("transaction=group", "item"), [tag("Item", id=i + 1, value=v) for i, v in enumerate(ITEMS)], OUT)),
                   "item:=jsonb", CHECKS, [{"item": json.dumps(b)} for b in baskets] + [{"item": N}],
                   lambda r: empty() if r["item"] is N else answer(kept(json.loads(r["item"])), CASES),
                   "the standard's rules, an item being also all that it belongs to")
    dic = tag("DataDictionary", *['<DataField name="%s" optype="categorical" dataType="string"%s/>' % (f, t) for f, t in (("first", ' taxonomy="food"'), ("second", ""))], whole)
    items = [tag("Item", id=1, value="first=fruit"), tag("Item", id=2, value="i2", field="first", category="drink"), tag("Item", id=3, value="second=Coke"),
             tag("Item", id=4, value="second=food"), tag("Item", id=5, value="first=Banana")]
    names = ["first=fruit", "i2", "second=Coke", "second=food", "first=Banana"]
    ITEMS = names

    def of_row(r):
        above = kept([r["first"]] if r["first"] else [])
        return {n for n, on in zip(names, ("fruit" in above, "drink" in above, r["second"] == "Coke", r["second"] == "food", "Banana" in above)) if on}
    worked_out("association_taxonomy_fields", pmml("4.3", dic, model(schema("first", "second"), items, OUT)), "first:string second:string", CHECKS,
               grid(first=["Banana", "Pear", "Water", "drink", "other", N], second=["Coke", "Water", "Cracker", "food", N]), lambda r: answer(of_row(r), CASES),
               "the standard's rules; the values of one of the fields belong to others")
    ITEMS = plain
    outside = tag("DataDictionary", data_field("transaction:string"), '<DataField name="item" optype="categorical" dataType="string" taxonomy="unread"/>', unread)
    refused("refused_taxonomy", pmml("4.4", outside, model(schema("transaction=group", "item"), [tag("Item", id=i + 1, value=v) for i, v in enumerate(ITEMS)], OUT)),
            "a document that must be refused: what its items belong to is in a table outside of it")


if __name__ == "__main__":
    taxonomy()
    transactions()
    fields()
    verifications()
