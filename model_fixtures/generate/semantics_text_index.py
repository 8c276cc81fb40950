"""semantics_text_index.py: TextIndex: words, terms, weights, distances, normalizations.

usage: python3 semantics_text_index.py SCRATCH_FOLDER [fixture name prefix ...]
"""

from semantics import *

import re
import unicodedata

N = None
DIC = dictionary("y:double t:string w:string")
SCH = schema("y=target", "t", "w")
TEXTS = ["the quick brown fox jumps over the lazy dog", "The Quick THE quick the", "the-quick brown", "(the) 'quick', brown. fox!", "the, the; the: the",
         "", " ", "quick", "quick quick brown quick brown fox", "brown  fox\tquick\nbrown", "quikc quickk quack qick", "  the  ", "theater bathe the",
         "don't dont do n't", "\u00c9t\u00e9 \u00e9t\u00e9 \u00c9T\u00c9", "$the$ +the+ \u201cthe\u201d \u2014the\u2014 the\u2026", "a b a b a b", "aaaa", "1 2 12 1,2 1.2",
         "UX not working, ux's not good", "interfaces interfac interface", "the quick the brown", "x" * 300, "quick " * 50, N]


def index(term, *normalizations, **a):
    return tag("TextIndex", *normalizations, term if term.startswith("<") else const(term), textField="t", **a)


def normalization(rows, **a):
    """rows: (string, stem, regex or None)."""
    cells = [tag("row", tag(a.get("inField", "string"), escape(s)), tag(a.get("outField", "stem"), escape(t)),
                 tag(a.get("regexField", "regex"), r) if r else "") for s, t, r in rows]
    return tag("TextIndexNormalization", tag("InlineTable", *cells), **a)


def augmented_weight(text, term):
    if text is N:
        return N
    words = [w for w in ("".join(c if not unicodedata.category(c).startswith("P") else "\0" for c in w).strip("\0") for w in text.lower().split()) if w]
    n = sum(words[i:i + len(term)] == term for i in range(len(words)))
    return 0.5 * ((n > 0) + n / max(map(words.count, words))) if words else 0.0


def document(cases, version="4.4"):
    real = lambda a: "double"
    return probe(version, DIC, SCH, [value_of(n, e, "double") for n, e in cases.items()])


def ask(name, cases, texts=TEXTS, words=(N,), version="4.4", **more):
    fixture("text_" + name, document(cases, version), "t:string w:string", [number(n) for n in cases],
            [{"t": t, "w": w} for t in texts for w in words], **more)


def main():
    plain = {"the": index("the"), "quick": index("quick"), "The": index("The"), "fox": index("fox"), "two": index("quick brown"), "again": index("a b a"),
             "do": index("don't"), "ete": index("\u00e9t\u00e9"), "one": index("1"), "number": index("12"), "none": index("zebra")}
    ask("terms", plain)
    ask("case", {n: index(v, isCaseSensitive="true") for n, v in (("the", "the"), ("The", "The"), ("THE", "THE"), ("ete", "\u00e9t\u00e9"), ("two", "Quick THE"))})
    ask("weights", {w + "_" + k: index(v, localTermWeights=w) for w in ("termFrequency", "binary", "logarithmic")
                    for k, v in (("the", "the"), ("quick", "quick"), ("two", "quick brown"))})
    augmented = {"the": ["the"], "quick": ["quick"], "two": ["quick", "brown"], "zebra": ["zebra"]}
    worked_out("text_augmented", document({k: index(" ".join(v), localTermWeights="augmentedNormalizedTermFrequency") for k, v in augmented.items()}),
               "t:string w:string", [number(n) for n in augmented], [{"t": t, "w": N} for t in TEXTS],
               lambda r: {k: augmented_weight(r["t"], v) for k, v in augmented.items()},
               "(0 or 1 + n / the n of the most frequent word) / 2; JPMML-Evaluator has no such weights")
    ask("separator", {"dash": index("the", wordSeparatorCharacterRE="[-\\s]"), "comma": index("quick", wordSeparatorCharacterRE="\\s*,\\s*"),
                      "letters": index("the", wordSeparatorCharacterRE="\\W+"), "dots": index("1", wordSeparatorCharacterRE="[.,\\s]+"),
                      "word": index("do", x__wordRE="\\w+"), "long": index("quick", x__wordRE="(?u)\\b\\w\\w+\\b"), "two": index("the quick", x__wordRE="\\w+")})
    distances = {"d%d_%s%s" % (d, k, "_best" if best else ""): index(v, maxLevenshteinDistance=d, countHits="bestHits" if best else "allHits" if d == 2 else N)
                 for d in (1, 2) for k, v in (("quick", "quick"), ("two", "quick brown"), ("ete", "ete"), ("interface", "interface")) for best in (False, True)}
    ask("distance", distances)
    table = normalization([("interfaces?", "interface", "true"), ("UX", "interface", N), ("quick", "fast", "false"), ("(b)rown (f)ox", "$2 of $1", "true")])
    stop = normalization([("(^|\\s+)(?:the|a)\\s*(?=\\s|$)", " ", "true")], recursive="true")
    twice = normalization([("quick brown", "quick", "true"), ("quick quick", "quick", "true")], recursive="true")
    sensitive = normalization([("the", "THIS", "true")], isCaseSensitive="true")
    ask("normalization", {"interface": index("interface", table), "fast": index("fast", table), "quick": index("quick", table), "of": index("f of b", table),
                          "stop": index("quick brown", stop), "left": index("the", stop), "twice": index("quick", twice), "this": index("this", sensitive),
                          "both": index("fast", table, stop), "names": index("quick", normalization([("fast", "quick", "true"), ("lazy", "quick", "true")], inField="from", outField="to", regexField="re"))},
        words=(N,))
    whole = normalization([("ui", "interface", N), ("c++", "cpp", "false"), ("to do", "task", N)])
    worked_out("text_literals", document({"interface": index("interface", whole), "cpp": index("cpp", whole), "task": index("task", whole), "quick": index("quick", whole), "part": index("quick ui", x__wordSeparatorCharacterRE=",")}),
               "t:string w:string", [number(n) for n in ("interface", "cpp", "task", "quick", "part")],
               [{"t": t, "w": N} for t in ("quick UI", "ui ui's ui", "c++ C++11 xc++ c++", "to do today: to do!", "", N)],
               lambda r: dict(zip(("interface", "cpp", "task", "quick", "part"), {"quick UI": (1, 0, 0, 1, 1), "ui ui's ui": (2, 0, 0, 0, 0), "c++ C++11 xc++ c++": (0, 2, 0, 0, 0),
                                                                          "to do today: to do!": (0, 0, 2, 0, 0), "": (0, 0, 0, 0, 0), N: (N,) * 5}[r["t"]])),
               "what is no regular expression matches whole words; for JPMML-Evaluator also parts of them")
    ask("of_field", {"term": index(ref("w")), "twice": call("*", index(ref("w")), 2)}, TEXTS[:4] + ["", N],
        ("the", "quick", "QUICK brown", "", "zebra", N, "(the)"))
    functions = tag("TransformationDictionary", tag("DefineFunction", tag("ParameterField", name="text"), tag("ParameterField", name="term"), tag("ParameterField", name="weight"),
                                                    tag("Apply", tag("TextIndex", ref("term"), textField="text", localTermWeights="logarithmic"), ref("weight"), function="*"),
                                                    name="weighted", optype="continuous", dataType="double"))
    cases = {"the": call("weighted", "t", const("the", "string"), 2.5), "quick": call("weighted", "t", const("quick", "string"), 0.5),
             "lower": call("weighted", call("lowercase", "t"), const("fox", "string"), 1), "field": call("weighted", "t", "w", 3)}
    fixture("text_function", pmml("4.4", DIC, functions, regression(SCH, output(*[value_of(n, e) for n, e in cases.items()]), table_of_nothing())),
            "t:string w:string", [number(n) for n in cases], [{"t": t, "w": w} for t in TEXTS if t is not N for w in ("the", N)])


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def words_of(text, separator="\\s+", tokenize=True):
    """(start, end) of each word of a text."""
    found, start = [], 0
    for m in list(re.finditer(separator, text)) + [None]:
        a, b = start, m.start() if m else len(text)
        while tokenize and a < b and unicodedata.category(text[a]).startswith("P"):
            a += 1
        while tokenize and b > a and unicodedata.category(text[b - 1]).startswith("P"):
            b -= 1
        if b > a:
            found.append((a, b))
        start = m.end() if m else 0
    return found


def replaced(text, rows, most, cased=False, recursive=False, **how):
    """A text after the rows of a table, each looked for word by word."""
    fold = (lambda t: t) if cased else str.lower
    while True:
        before = text
        for string, stem in rows:
            wanted = [fold(string[a:b]) for a, b in words_of(string, **how)]
            places, out, copied, i = words_of(text, **how), "", 0, 0
            while i + len(wanted) <= len(places):
                if sum(distance(fold(text[a:b]), w) for (a, b), w in zip(places[i:], wanted)) > most:
                    i += 1
                    continue
                out += text[copied:places[i][0]] + stem
                copied = places[i + len(wanted) - 1][1]
                i += len(wanted)
            text = out + text[copied:]
        if not recursive or text == before:
            return text


def counted(text, term, most=0, **how):
    text, term = [[t.lower()[a:b] for a, b in words_of(t.lower(), **how)] for t in (text, term)]
    return sum(sum(distance(x, y) for x, y in zip(text[i:], term)) <= most for i in range(len(text) - len(term) + 1)) if term else 0


def tables_of_words():
    """Rows that need not stand in the text to the letter; JPMML-Evaluator takes no distance there."""
    table = [("user friendly", "usable"), ("interface", "ui"), ("excellent", "good $1"), ("colour", "color")]
    chain = [("big big", "big"), ("bigg", "big")]
    cases = {"d1": (1, {}, "usable", table, {}), "d2": (2, {}, "usable", table, {}), "ui": (1, {}, "ui", table, {}), "good": (2, {}, "good $1", table, {}),
             "cased": (1, {"isCaseSensitive": "true"}, "ui", table, {"cased": True}), "color": (1, {}, "color", table, {}),
             "again": (1, {"recursive": "true"}, "big", chain, {"recursive": True}), "once": (1, {}, "big", chain, {}),
             "dashes": (1, {"wordSeparatorCharacterRE": "[-\\s]+"}, "usable", table, {"separator": "[-\\s]+"}),
             "dashed": (0, {"wordSeparatorCharacterRE": "[-\\s]+"}, "usable", table, {"separator": "[-\\s]+"}),
             "pieces": (0, {"tokenize": "false"}, "ui", table, {"tokenize": False}), "whole": (0, {"tokenize": "true"}, "ui", table, {"tokenize": True})}
    texts = ["The interface is user friendly.", "An interfase, not user frendly", "USER FRIENDLY INTERFACE", "user-friendly interfaces (interface)", "usr frindly", "user  friendly\tuser friendly",
             "an exelent colour", "excellent color colours", "big big big bigg bog", "bigg bigg", "ui", "", " interface! ", "friendly user", "\u00e9xcellent interf\u00e0ce", N]
    expressions = {n: index(term, normalization([(a, b, N) for a, b in rows], maxLevenshteinDistance=d or N, **a)) for n, (d, a, term, rows, _) in cases.items()}
    worked_out("text_tables_of_words", document(expressions), "t:string w:string", [number(n) for n in cases], [{"t": t, "w": N} for t in texts],
               lambda r: {n: N if r["t"] is N else counted(replaced(r["t"], rows, d, **how), term) for n, (d, _, term, rows, how) in cases.items()},
               "rows of a table looked for word by word, within a distance; JPMML-Evaluator takes none")
    inherited = {"near": index("ui", normalization([("interface", "ui", N)]), maxLevenshteinDistance=1), "all": index("ui", normalization([("interface", "ui", "false")]), countHits="allHits", maxLevenshteinDistance=1),
                 "pieces": index("(interface)", tokenize="false"), "none": index("interface", tokenize="false")}
    worked_out("text_inherited", document(inherited), "t:string w:string", [number(n) for n in inherited], [{"t": t, "w": N} for t in texts],
               lambda r: {n: N for n in inherited} if r["t"] is N else {
                   **{n: counted(replaced(r["t"], [("interface", "ui")], 1), "ui", 1) for n in ("near", "all")},
                   "pieces": counted(r["t"], "(interface)", tokenize=False), "none": counted(r["t"], "interface", tokenize=False)},
               "a normalization has the TextIndex's distance; without tokenize only white space is between words")


def examples():
    """The two texts by which the standard explains TextIndex, and some beside them."""
    sun = ["The Sun was setting while the captain's son reached the bounty island, minutes after their ship had sunk to the bottom of the ocean.",
           "The sun, the sons, the sunk.", "Suns and sums and son's", N]
    ask("standard_sun", {"exact": index("sun"), "cased": index("Sun", isCaseSensitive="true"), "small": index("sun", isCaseSensitive="true"),
                         "near": index("sun", maxLevenshteinDistance=1), "best": index("sun", maxLevenshteinDistance=1, countHits="bestHits"),
                         "binary": index("sun", maxLevenshteinDistance=1, localTermWeights="binary"),
                         "logarithmic": index("sun", maxLevenshteinDistance=1, localTermWeights="logarithmic")}, sun)
    first = normalization([("interfaces?", "interface", "true"), ("is|are|seem(ed|s?)|were", "be", "true"), ("user friendl(y|iness)", "user_friendly", "true")])
    second = normalization([("interface be (user_friendly|well designed|excellent)", "ui_good", "true")], inField="re", outField="feature", regexField="regex")
    ask("standard_interface", {"ui_good": index("ui_good", first, second, isCaseSensitive="false"), "interface": index("interface", first),
                               "be": index("be", first), "either": index("ui_good", second)},
        ["Testing the app for a few days convinced me the interfaces are excellent!", "The interface seemed user friendly; interfaces were well designed.",
         "INTERFACE IS EXCELLENT", "an interface", "", N])


def table_of_nothing():
    return tag("RegressionTable", intercept=0)


if __name__ == "__main__":
    main()
    tables_of_words()
    examples()
