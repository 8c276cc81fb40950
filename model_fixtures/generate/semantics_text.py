"""semantics_text.py: capital and small letters, regular expressions.

usage: python3 semantics_text.py SCRATCH_FOLDER [fixture name prefix ...]

The rules are Python's own: str.upper and str.lower (Unicode's full mappings), and the module re.
Each is compared with JPMML-Evaluator call by call.
"""

import re

from semantics import *

N = None


def known(f):
    return lambda r: None if r["s"] is None else f(r["s"])


def letters():
    cases = {"upper": ("string", call("uppercase", "s"), known(str.upper)),
             "lower": ("string", call("lowercase", "s"), known(str.lower)),
             "both": ("string", call("concat", call("uppercase", "s"), call("lowercase", "s")), lambda r: (r["s"] or "").upper() + (r["s"] or "").lower()),
             "upper_number": ("string", call("uppercase", call("concat", const("x", "string"), const(1.5, "double"))),
                              lambda r: "X1.5"),
             "is": ("boolean", call("equal", call("lowercase", "s"), const("straße", "string")), known(lambda s: s.lower() == "straße"))}
    rows = ["abc", "ABC", "", "Straße", "STRASSE", "STRAẞE", "İstanbul", "ıI", "ΟΔΥΣΣΕΥΣ ΣΑΣ Σ", "ŉ ﬃ ΐ ᾳ ᾼ", "ǆǅǄ", "жЯ", "日本 ½ ß",
            "\U00010428\U00010400", "a\tb\n", "É é e\u0301", "ὈΔΥΣΣΕΎΣ. Σ.Α", " x ", N]
    calls("functions_case", "4.4", dictionary("y:double s:string"), "s:string", cases, [{"s": s} for s in rows],
          "but a function of a missing value is missing (JPMML-Evaluator raises)")


def expressions():
    patterns = {
        "anywhere": r"ar?y", "anchored": r"^a.*z$", "class": r"[^\s]+@[a-z.]+", "empty": "", "alternative": "foo|bar$",
        "ignoring_case": "(?i)ABC", "lines": "(?m)^b", "dot": "(?s)a.b", "lazy": "a+?b", "repeated": r"(\w)\1", "ahead": "a(?!b)",
        "behind": "(?<=a)b", "atomic": "(?>a+)b", "letters": r"\p{L}\p{L}", "braces": "a{2,3}$", "escaped": r"\.\*\\", "unicode": "é[à-ÿ]"}
    # what the module re has under another name or not at all
    ours = dict(patterns, atomic="a+b", letters=r"[^\W\d_][^\W\d_]")
    cases = {n: ("boolean", call("matches", "s", const(p, "string")), known(lambda s, n=n: re.search(ours[n], s) is not None))
             for n, p in patterns.items()}
    rows = ["", "ay", "ary", "abcz", "a\nz", "xABCx", "me@here.org", "foobar", "barfoo", "a\nb", "aab", "aaab", "baa", "éà", "ab", "ac", ".*\\",
            "日本", "1é", "aaaa", "aa\n", N]
    calls("functions_matches", "4.4", dictionary("y:double s:string"), "s:string", cases, [{"s": s} for s in rows],
          "but a function of a missing value is missing (JPMML-Evaluator raises)")

    replacements = {
        "letters": ("[aeiou]", "*", "*"), "groups": (r"(\w+) (\w+)", "$2 $1", r"\2 \1"), "nothing": (r"\s+", "", ""), "empty": ("x*", "-", None),
        "dollar": ("a", r"\$", "$"), "backslash": ("a", r"\\", r"\\"), "optional": ("(a)|(b)", "<$1$2>", r"<\1\2>"), "ten": ("(a)", "$10", r"\g<1>0"),
        "whole": ("b+", "[$0]", r"[\g<0>]"), "named": ("(?<x>a)", "${x}${x}", None), "start": ("^", ">", ">"), "end": ("$", "<", None),
        "unicode": ("é", "日", "日")}

    def result(name, s):
        pattern, _, with_ = replacements[name]
        if name == "empty":             # after an empty match the next one starts a character further on
            return every_x(s)
        if name == "named":
            return s.replace("a", "aa")
        if name == "end":
            return s[:-1] + "<\n<" if s.endswith("\n") else s + "<"
        return re.sub(pattern, with_, s)

    def every_x(s):
        out, i = [], 0
        while i <= len(s):
            j = i
            while j < len(s) and s[j] == "x":
                j += 1
            out.append("-")
            if j == i:
                out.append(s[i:i + 1])
                i += 1
            else:
                i = j
        return "".join(out)
    cases = {n: ("string", call("replace", "s", const(p, "string"), const(to, "string")), known(lambda s, n=n: result(n, s)))
             for n, (p, to, _) in replacements.items()}
    rows = ["", "a", "abba", "hello world", "x", "axxb", "one two three four", "é a é", "a$b\\", "日", "aaa", "line\n", N]
    calls("functions_replace", "4.4", dictionary("y:double s:string"), "s:string", cases, [{"s": s} for s in rows],
          "but a function of a missing value is missing (JPMML-Evaluator raises), and letters of all scripts "
          "are \\w (its engine's are ASCII)")


def defined():
    """A pattern that comes by way of a parameter, or is wanted of a number; default values."""
    function = tag("DefineFunction", tag("ParameterField", name="p", optype="categorical", dataType="string"),
                   tag("ParameterField", name="q", optype="categorical", dataType="string"),
                   call("replace", "p", "q", const("", "string")), name="without", optype="categorical", dataType="string")
    doc = probe("4.4", dictionary("y:double s:string i:integer"), schema("y=target", "s", "i"), [
        value_of("v", call("without", "s", const("[0-9]", "string")), "string"),
        value_of("digits", call("matches", "i", const("^[0-9]{3}$", "string")), "boolean"),
        value_of("mapped", call("matches", "s", const("a", "string"), mapMissingTo="true"), "boolean"),
        value_of("filled", call("uppercase", "s", defaultValue="none"), "string")],
        tag("TransformationDictionary", function))
    fixture("functions_pattern_parameter", doc, "s:string i:integer", [text("v"), text("digits"), text("mapped"), text("filled")],
            [dict(s=s, i=i) for s, i in (("a1b22", 123), ("", 12), ("7", -123), (N, 999), ("abc", N))],
            rule=lambda r: {"v": None if r["s"] is None else re.sub("[0-9]", "", r["s"]),
                            "digits": None if r["i"] is None else re.search("^[0-9]{3}$", str(r["i"])) is not None,
                            "mapped": True if r["s"] is None else "a" in r["s"],
                            "filled": "none" if r["s"] is None else r["s"].upper()},
            words="but a function of a missing value is missing (JPMML-Evaluator raises)")


def main():
    letters()
    expressions()
    defined()


if __name__ == "__main__":
    main()
