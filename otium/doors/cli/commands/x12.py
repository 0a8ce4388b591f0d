"""Look into an X12 file without taking it in: what it says, what is wrong in it, whether a byte would be lost.

What is printed by `read` and `explain` names patients, as the file does. Exit code 1 when there is an error or a
warning in the file, or a difference; notes change nothing.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from otium.terms.x12 import Finding, Severity
from otium.wires.x12.as_json import plain
from otium.wires.x12.explain import MOST_LINES, explain
from otium.wires.x12.explain.as_text import lines
from otium.wires.x12.read import check, read
from otium.wires.x12.result import ReadTransaction
from otium.wires.x12.write import roundtrip

DATABASE = False


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("x12", help="look into an X12 file", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    for name, words in (
        ("read", "interchanges, transactions as terms, findings"),
        ("check", "findings only"),
        ("explain", "each loop and segment in words, money summed, findings at their place"),
        ("roundtrip", "read and write it again: byte-identical, or the first difference"),
    ):
        act = acts.add_parser(name, help=words, description=words)
        act.add_argument("file", type=Path, metavar="FILE")
        if name != "roundtrip":
            act.add_argument("--json", action="store_true", help="one JSON object")
        if name == "explain":
            act.add_argument("--most", type=int, default=MOST_LINES, metavar="N", help="segments told at most")


def run(args: argparse.Namespace) -> int:
    try:
        data = args.file.read_bytes()
    except OSError as error:
        print(f"{args.file} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    return ACTS[args.act](data, args)


def _read(data: bytes, args: argparse.Namespace) -> int:
    result = read(data)
    if args.json:
        print(json.dumps(plain(result), ensure_ascii=False))
    else:
        for transaction in result.transactions:
            print(_sentence(transaction))
        _print_findings(result.findings)
    return _exit_code(result.findings)


def _check(data: bytes, args: argparse.Namespace) -> int:
    findings = check(data)
    if args.json:
        print(json.dumps({"findings": plain(findings)}, ensure_ascii=False))
    else:
        _print_findings(findings)
    return _exit_code(findings)


def _explain(data: bytes, args: argparse.Namespace) -> int:
    explanation = explain(data, most=max(args.most, 1))
    print(json.dumps(plain(explanation), ensure_ascii=False) if args.json else "\n".join(lines(explanation)))
    return _exit_code([told.finding for told in explanation.all_told()])


def _roundtrip(data: bytes, args: argparse.Namespace) -> int:
    difference = roundtrip(data)
    if difference is None:
        print(f"{args.file}: byte-identical, {len(data)} bytes")
        return 0
    print(f"{args.file}: {json.dumps(plain(difference))}")
    return 1


ACTS: dict[str, Callable[[bytes, argparse.Namespace], int]] = {
    "read": _read,
    "check": _check,
    "explain": _explain,
    "roundtrip": _roundtrip,
}


def _sentence(transaction: ReadTransaction) -> str:
    terms = f", {len(transaction.terms)} read from it" if transaction.terms else ""
    what = transaction.kind or "unknown kind"
    return f"segment {transaction.segment}: {what} {transaction.control}, {transaction.count} segments{terms}"


def _print_findings(findings: Sequence[Finding]) -> None:
    for finding in findings:
        element = f", element {finding.element}" if finding.element else ""
        place = "whole file" if finding.segment is None else f"segment {finding.segment}{element}"
        print(f"{place}: {finding.severity.value} {finding.code}: {finding.message}")
    print("1 finding" if len(findings) == 1 else f"{len(findings)} findings")


def _exit_code(findings: Sequence[Finding]) -> int:
    return 1 if any(finding.severity is not Severity.NOTE for finding in findings) else 0
