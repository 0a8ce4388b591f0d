"""Solve a week's plan, check one, or invent a week to try it on.

An instance says who works when, which rooms there are and which visits are wanted; a solution places them
(docs/formats/schedule.md). Progress is told on stderr. Exit code 1: the solution breaks a rule, or no plan can hold.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from otium.rules.planning import legal
from otium.rules.planning.score import score
from otium.solver import run as solver
from otium.solver.invented import Wish, invent
from otium.terms.planning import Progress, Solution
from otium.wires.calendar.plans import Unreadable, read_instance, read_solution, write_instance, write_solution

DATABASE = False
MOST_SECONDS = 24 * 3600
MOST_INVENTED = 10_000
T = TypeVar("T")


class _Refused(Exception):
    """A file that cannot be read or written: wrong use."""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("schedule", help=(__doc__ or "").split("\n")[0].rstrip("."), description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    _add_solve(acts)
    check = acts.add_parser("check", help="does a solution hold, and is its score true?")
    check.add_argument("instance", type=Path, metavar="INSTANCE.json")
    check.add_argument("solution", type=Path, metavar="SOLUTION.json")
    _add_make(acts)


def _add_solve(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    solve = acts.add_parser("solve", help="the best plan that is found in the time, with proven bounds")
    solve.add_argument("instance", type=Path, metavar="INSTANCE.json")
    solve.add_argument("--seconds", type=_seconds, default=60.0, metavar="N", help="how long at most (default: 60)")
    solve.add_argument("--out", type=Path, metavar="SOLUTION.json", help="where to (default: stdout)")
    solve.add_argument("--seed", type=int, default=1, help="of all that is drawn by lot (default: 1)")
    solve.add_argument("--chains", action="store_true", help="without CP-SAT: no bounds but the simple one")
    solve.add_argument("--quiet", action="store_true", help="no progress on stderr")


def _add_make(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    wish = Wish()
    make = acts.add_parser("make", help="invent an instance: the same numbers give the same bytes")
    make.add_argument("--therapists", type=_count, default=wish.therapists, metavar="N")
    make.add_argument("--patients", type=_count, default=wish.patients, metavar="N")
    make.add_argument("--rooms", type=_count, default=wish.rooms, metavar="N", help="default: seven to ten therapists")
    make.add_argument("--seed", type=int, default=wish.seed)
    for name, words in (
        ("cotreated", "share of patients whom two disciplines treat at once"),
        ("twice", "share who come twice a week"),
        ("telehealth", "share treated by video"),
        ("school-age", "share who come after school"),
    ):
        value = getattr(wish, name.replace("-", "_"))
        make.add_argument(f"--{name}", type=_share, default=value, metavar="0..1", help=f"{words} ({value:.2f})")
    make.add_argument("--out", type=Path, metavar="INSTANCE.json", help="where to (default: stdout)")


def run(args: argparse.Namespace) -> int:
    try:
        return ACTS[args.act](args)
    except _Refused as refused:
        print(refused, file=sys.stderr)
        return 2


def _solve(args: argparse.Namespace) -> int:
    instance = _read(args.instance, read_instance)
    try:
        solution = solver.solve(
            instance,
            seconds=args.seconds,
            seed=args.seed,
            watch=solver.unwatched if args.quiet else _Watch(),
            only_chains=args.chains,
        )
    except solver.CannotPlan as cannot:
        print(f"No plan can hold, for the fixed visits break rules by themselves:\n{cannot}", file=sys.stderr)
        return 1
    _write(args.out, write_solution(solution))
    _say_aside(_summary(solution))
    return 0


def _check(args: argparse.Namespace) -> int:
    instance, solution = _read(args.instance, read_instance), _read(args.solution, read_solution)
    found = legal.breaches(instance, solution)
    for breach in found:
        print(f"{breach.rule}: {breach.said}")
    true = score(instance, solution.placed)
    print(
        f"tier1={true.tier1} tier2={true.tier2} placed={len(solution.placed)} of {len(instance.visits)} "
        f"violations={len(found)}"
    )
    return 1 if found else 0


def _make(args: argparse.Namespace) -> int:
    wish = Wish(
        therapists=args.therapists,
        patients=args.patients,
        rooms=args.rooms,
        seed=args.seed,
        cotreated=args.cotreated,
        twice=args.twice,
        telehealth=args.telehealth,
        school_age=args.school_age,
    )
    _write(args.out, write_instance(invent(wish)))
    return 0


ACTS: dict[str, Callable[[argparse.Namespace], int]] = {"solve": _solve, "check": _check, "make": _make}


def _read(path: Path, read: Callable[[bytes], T]) -> T:
    try:
        return read(path.read_bytes())
    except OSError as error:
        raise _Refused(f"{path} cannot be read: {error.strerror}.") from error
    except Unreadable as unreadable:
        raise _Refused("\n".join(f"{path}: {said}" for said in unreadable.said)) from unreadable


def _write(path: Path | None, data: bytes) -> None:
    if path is None:
        print(data.decode(), end="")
        return
    try:
        path.write_bytes(data)
    except OSError as error:
        raise _Refused(f"{path} cannot be written: {error.strerror}.") from error


class _Watch:
    """Tells how far the search has come, at most once a second."""

    def __init__(self) -> None:
        self.told_at = -1.0

    def __call__(self, progress: Progress) -> None:
        if progress.seconds - self.told_at >= 1:
            self.told_at = progress.seconds
            second = "" if progress.tier2_bound is None else f" of at most {progress.tier2_bound}"
            _say_aside(
                f"{progress.seconds:.0f} s: tier 1 {progress.tier1} of at most {progress.tier1_bound}, "
                f"tier 2 {progress.tier2}{second}"
            )


def _summary(solution: Solution) -> str:
    second = "not bounded while tier 1 is not proven" if solution.tier2_bound is None else f"of {solution.tier2_bound}"
    return (
        f"{len(solution.placed)} placed, {len(solution.unplaced)} not; tier 1 {solution.tier1} of at most "
        f"{solution.tier1_bound}; tier 2 {solution.tier2} {second}; {solution.seconds:.1f} s"
    )


def _say_aside(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _seconds(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= MOST_SECONDS:
        raise argparse.ArgumentTypeError(f"{text} is not 0 to {MOST_SECONDS} seconds")
    return value


def _share(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share from 0 to 1")
    return value


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from error


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= MOST_INVENTED:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {MOST_INVENTED}")
    return int(text)
