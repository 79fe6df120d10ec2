#!/usr/bin/env python3
"""Reckons canonical forms and content hashes anew, with Python's own JSON and SHA-256, and compares
them with the vectors beside it. Written from PROTOCOL.md alone; shares no code with the Java.

  python3 check.py          compares, exit 1 on any difference
  python3 check.py --write  fills in canonical, sha256 and hash (for new vectors)
"""
import hashlib
import json
import pathlib
import re
import sys
from decimal import Decimal

HERE = pathlib.Path(__file__).parent
TEXT = {"queueidentifier", "contactidentifier", "agentidentifier", "activity"}
TIME = {"timestamp", "starttime", "endtime"}
UNHASHED = {"queuename"}


def plain(number):
    """A JSON number in shortest form, without exponent."""
    text = format(Decimal(number), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def instant(text):
    """RFC 3339 with Z; no trailing zeros, no decimal point for whole seconds."""
    whole, fraction = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z", text).groups()
    fraction = (fraction or "").rstrip("0")
    return whole + ("." + fraction if fraction else "") + "Z"


def value(column, raw):
    if column in TIME:
        return json.dumps(instant(raw))
    if column in TEXT or column == "channel":
        return json.dumps(raw, ensure_ascii=False)
    return plain(raw)


def canonical(data, columns, row):
    fields = {c: v for c, v in zip(columns, row) if v is not None and c not in UNHASHED}
    if data != "agent-status":
        fields.setdefault("channel", "calls")
    return "{" + ",".join('"%s":%s' % (c, value(c, fields[c])) for c in sorted(fields)) + "}"


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def content_hash(vector):
    total = sum(int(sha256(canonical(vector["data"], vector["columns"], row)), 16) for row in vector["rows"])
    return format(total % 2**256, "064x")


def reckon_row(vector):
    text = canonical(vector["data"], vector["columns"], vector["row"])
    return {"canonical": text, "sha256": sha256(text)}


def reckon_window(vector):
    return {"count": len(vector["rows"]), "hash": content_hash(vector)}


def filled(line, reckoned):
    """The line with what was reckoned at its end; the spelling of its numbers stays."""
    return line[:-1] + "," + json.dumps(reckoned, separators=(",", ":"))[1:]


def main():
    wrong = 0
    for name, reckon in (("canonical.ndjson", reckon_row), ("windows.ndjson", reckon_window)):
        path = HERE / name
        lines = path.read_text("utf-8").splitlines()
        vectors = [json.loads(line, parse_float=Decimal) for line in lines]
        if "--write" in sys.argv:
            done = [line if "sha256" in v or "hash" in v else filled(line, reckon(v)) for line, v in zip(lines, vectors)]
            path.write_text("".join(line + "\n" for line in done), "utf-8")
        for vector in vectors:
            if "--write" not in sys.argv and not reckon(vector).items() <= vector.items():
                wrong += 1
                print(name, vector["name"], "differs")
        print("%s: %d vectors" % (name, len(vectors)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
