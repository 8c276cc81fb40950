#!/usr/bin/env python3
"""Lists the names in PMML's XML Schema, for tools/support.py.

usage: python3 tools/support_names.py pmml-4-4.xsd > tools/support_names.txt

The schema itself is not part of this project.  The list has a line for each
element, with the elements that it may hold, and below it one for each of its
attributes, with the words that this may be:

    TreeModel: MiningSchema Node ...
        functionName= classification regression ...
"""

import sys
import xml.etree.ElementTree as ET

XS = "{http://www.w3.org/2001/XMLSchema}"


def words_of(schema, kind):
    """The enumerated words of a simpleType element, or of the type with that name."""
    if isinstance(kind, str):
        kind = schema.find("%ssimpleType[@name='%s']" % (XS, kind))
    if kind is None:
        return []
    return [e.get("value") for e in kind.iter(XS + "enumeration")]


def children_of(schema, node, seen):
    """Names of the elements below a part of a type, those of groups too."""
    for e in node.iter():
        if e.tag == XS + "element" and e is not node:
            yield e.get("ref") or e.get("name")
        elif e.tag == XS + "group" and e.get("ref") and e.get("ref") not in seen:
            seen.add(e.get("ref"))
            yield from children_of(schema, schema.find("%sgroup[@name='%s']" % (XS, e.get("ref"))), seen)


def type_of(schema, element):
    if element.get("type"):
        return schema.find("%scomplexType[@name='%s']" % (XS, element.get("type")))
    return element.find(XS + "complexType")


def main():
    schema = ET.parse(sys.argv[1]).getroot()
    elements = {}
    for e in schema.iter(XS + "element"):
        if e.get("name") and e.get("name") not in elements:
            elements[e.get("name")] = e
    for name, element in elements.items():
        kind = type_of(schema, element)
        parts = [] if kind is None else [kind]
        if kind is not None:
            parts += [schema.find("%scomplexType[@name='%s']" % (XS, e.get("base"))) for e in kind.iter(XS + "extension")]
        parts = [p for p in parts if p is not None]
        below = sorted({c for p in parts for c in children_of(schema, p, set())} - {"Extension"})
        print("%s: %s" % (name, " ".join(below)) if below else "%s:" % name)
        for a in [a for p in parts for a in p.iter(XS + "attribute") if a.get("name")]:
            inner = a.find(XS + "simpleType")
            words = words_of(schema, inner if inner is not None else a.get("type") or "")
            print("\t%s=%s" % (a.get("name"), "".join(" " + w for w in words)))


if __name__ == "__main__":
    main()
