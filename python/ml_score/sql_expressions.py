"""
The plain arithmetic of Spark's SQLTransformer: SELECT *, (a + b) / 2 AS c FROM __THIS__.

A division by 0 and a logarithm of what has none are NULL in Spark (or an error).
"""
from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from .document import Expression, NotSupported

OPERATORS: dict[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
FUNCTIONS = {"ln": "ln", "log": "ln", "log10": "log10", "log1p": "ln1p", "exp": "exp", "expm1": "expm1", "sqrt": "sqrt",
             "abs": "abs", "floor": "floor", "ceil": "ceil", "pow": "pow", "power": "pow"}

LOGARITHMS = {"ln": 0, "log10": 0, "ln1p": -1}      # of what is above this


def items(text: str) -> list[str]:
    """What stands between commas that are not inside parentheses."""
    result, depth = [""], 0
    for c in text:
        depth += (c == "(") - (c == ")")
        if c == "," and depth == 0:
            result.append("")
        else:
            result[-1] += c
    return [item.strip() for item in result]


def expression(node: Any, field: Callable[[str], str]) -> Expression:
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        left, right = expression(node.left, field), expression(node.right, field)
        result: Expression = [OPERATORS[type(node.op)], left, right]
        return result if not isinstance(node.op, ast.Div) else ["if", ["equal", right, 0], {"missing": True}, result]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return ["-", 0, expression(node.operand, field)]
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return node.value
    if isinstance(node, ast.Name):
        return field(node.id)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.lower() in FUNCTIONS:
        name = FUNCTIONS[node.func.id.lower()]
        arguments = [expression(a, field) for a in node.args]
        if len(arguments) != (2 if name == "pow" else 1):
            raise NotSupported(f"a SQLTransformer with {ast.unparse(node)}")
        if name in LOGARITHMS:
            return ["if", ["lessOrEqual", arguments[0], LOGARITHMS[name]], {"missing": True}, [name, *arguments]]
        return [name, *arguments]
    raise NotSupported(f"a SQLTransformer with {ast.unparse(node)}")


def select_items(statement: str, field: Callable[[str], str]) -> list[tuple[str, Expression]]:
    """Name and expression of each item of the SELECT list that is no column by itself."""
    match = re.fullmatch(r"\s*SELECT\s+(.*?)\s+FROM\s+__THIS__\s*", statement, re.I | re.S)
    if not match:
        raise NotSupported(f"a SQLTransformer that is more than SELECT ... FROM __THIS__: {statement}")
    result = []
    for item in items(match.group(1)):
        named = re.fullmatch(r"(.*?)\s+AS\s+`?(\w+)`?", item, re.I | re.S)
        if item == "*" or re.fullmatch(r"`?\w+`?", item):
            continue
        if not named:
            raise NotSupported(f"a SQLTransformer with an item without a name: {item}")
        try:
            tree = ast.parse(named.group(1).replace("`", "").strip(), mode="eval").body
        except SyntaxError:
            raise NotSupported(f"a SQLTransformer with {named.group(1)}") from None
        result.append((named.group(2), expression(tree, field)))
    return result
