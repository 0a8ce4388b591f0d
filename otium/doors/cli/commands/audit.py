"""Check the audit trail: `otium audit verify` names the first row that was altered, removed or reordered.

Each practice's chain is walked to its end and compared with the heads that were kept outside the database.
Exit code 1 when a chain is broken.
"""

import argparse
import json
import sys
from uuid import UUID

from otium.desk import acting, audit, audit_heads
from otium.desk.audit import Verdict
from otium.records.models import Practice


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("audit", help="check the audit trail", description=__doc__)
    verify = parser.add_subparsers(dest="what", metavar="verify", required=True).add_parser(
        "verify", help="walk every practice's chain"
    )
    verify.add_argument("--practice", metavar="SLUG", help="only this practice")
    verify.add_argument("--json", action="store_true", help="one JSON object a practice")


def run(args: argparse.Namespace) -> int:
    found = _practices()
    if args.practice and args.practice not in found:
        print(f"There is no practice {args.practice!r}. Practices here: {', '.join(found)}.", file=sys.stderr)
        return 2
    chosen = {args.practice: found[args.practice]} if args.practice else found
    is_broken = False
    for slug, practice_id in chosen.items():
        heads = audit_heads.heads(practice_id)
        verdict = audit.verify(practice_id, heads)
        is_broken = is_broken or bool(verdict.problem)
        print(json.dumps(_as_json(slug, verdict)) if args.json else _sentence(slug, verdict, len(heads)))
    return int(is_broken)


def _practices() -> dict[str, UUID]:
    """Slug -> id, firm offices too: files that wait there are looked at as well."""
    with acting.acting_for(*acting.practice_ids()):
        return dict(Practice.objects.order_by("slug").values_list("slug", "pk"))


def _as_json(slug: str, verdict: Verdict) -> dict[str, object]:
    return {
        "practice": slug,
        "holds": not verdict.problem,
        "sealed": verdict.sealed,
        "unsealed": verdict.unsealed,
        "head": verdict.head,
        "problem": verdict.problem,
        "row": verdict.row,
    }


def _sentence(slug: str, verdict: Verdict, heads: int) -> str:
    unsealed = f"{verdict.unsealed} not sealed yet"
    if verdict.problem:
        return f"{slug}: BROKEN: {verdict.problem}. {verdict.sealed} rows before it hold; {unsealed}."
    return f"{slug}: holds. {verdict.sealed} rows sealed, {unsealed}, compared with {heads} heads kept outside."
