"""The money of one transaction, added up as it is stated. What is no number makes a sum unknown."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from otium.wires.x12.explain import words
from otium.wires.x12.explain.tree import Balance, Sum
from otium.wires.x12.values import number

# By kind: what is added up, the segment (with its first element where that matters) and the element that holds it.
# What a guide lets stand on several levels is added up on one of them: see _ONCE.
_STATED: dict[str, tuple[tuple[str, str, int], ...]] = {
    "276": (("charges asked about", "AMT*T3", 2),),
    "277": (("charges", "STC", 4), ("paid", "STC", 5)),
    "277CA": (("received", "AMT*YU", 2), ("returned", "AMT*YY", 2)),
    "278 request": (("charges of the services", "SV1", 2),),
    "278 response": (("charges of the services", "SV1", 2),),
    "835": (
        ("payment", "BPR", 2),
        ("charges", "CLP", 3),
        ("paid on claims", "CLP", 4),
        ("patients' share", "CLP", 5),
    ),
    "837P": (
        ("charges", "CLM", 2),
        ("charges of the lines", "SV1", 2),
        ("paid by patients", "AMT*F5", 2),
        ("paid by other payers", "AMT*D", 2),
    ),
}
# By kind: the segment that counts only after this key and within its level, and whether only the first such does.
# A 277CA repeats its totals for each provider; a status may be said several times of a claim, and again of its lines.
_ONCE = {"277": ("STC", "TRN", True), "277CA": ("AMT", "HL*21", False)}
_LEVEL = 3  # HL03
_ADJUSTED = "adjustments"
_WHOLE = "adjustments of the whole payment"


class Purse:
    """Collects the amounts of one transaction, segment by segment."""

    def __init__(self, kind: str | None) -> None:
        self._kind = kind or ""
        self._wanted: dict[str, list[tuple[str, int]]] = {}
        for name, key, element in _STATED.get(self._kind, ()):
            self._wanted.setdefault(key, []).append((name, element))
        whole = ("CAS", "PLB") if self._kind == "835" else ()
        self._once, self._is_open = _ONCE.get(self._kind), False
        watched = (key.partition("*")[0] for key in (*self._wanted, *(self._once or ())[1:2]))
        self.tags = frozenset((*watched, *whole))
        self._amounts: dict[str, Decimal] = {}
        self._counts: Counter[str] = Counter()
        self._unread: Counter[str] = Counter()

    def see(self, elements: list[str]) -> None:
        tag = elements[0]
        if not self._counts_now(tag, elements):
            return
        for name, at in self._wanted.get(tag, ()):
            self._add(name, elements, at)
        if len(elements) > 1:
            for name, at in self._wanted.get(f"{tag}*{elements[1]}", ()):
                self._add(name, elements, at)
        if self._kind == "835":
            if tag == "CAS":
                for at in range(3, len(elements), 3):
                    self._add(
                        f"{_ADJUSTED}: {words.code('adjustment_group', elements[1]) or elements[1]}", elements, at
                    )
            elif tag == "PLB":
                for at in range(4, len(elements), 2):
                    self._add(_WHOLE, elements, at)

    def _counts_now(self, tag: str, elements: list[str]) -> bool:
        if self._once is None:
            return True
        segment, opener, is_first_alone = self._once
        first = "".join(elements[_LEVEL if tag == "HL" else 1 :][:1])
        if opener in (tag, f"{tag}*{first}"):
            self._is_open = True
        elif tag == "HL":
            self._is_open = False
        is_counted = tag == segment and self._is_open
        if is_counted and is_first_alone:
            self._is_open = False
        return is_counted

    def sums(self) -> tuple[Sum, ...]:
        return tuple(
            Sum(name, None if self._unread[name] else self._amounts.get(name, Decimal(0)), count, self._unread[name])
            for name, count in self._counts.items()
        )

    def balances(self) -> tuple[Balance, ...]:
        """Of an 835: section 1.10.2 of its guide, over all claims; of an 837P: lines against claims."""
        if self._kind == "837P" and {"charges", "charges of the lines"} <= self._counts.keys():
            return self._even("charges of the claims and of their lines", ["charges"], ["charges of the lines"])
        if self._kind != "835" or "payment" not in self._counts:
            return ()
        adjusted = [name for name in self._counts if name.startswith(f"{_ADJUSTED}: ")]
        return (
            *self._even(
                "payment, and claims less adjustments of the whole payment", ["payment"], ["paid on claims"], [_WHOLE]
            ),
            *self._even("paid on claims, and charges less adjustments", ["paid on claims"], ["charges"], adjusted),
        )

    def _even(self, said: str, one: list[str], other: list[str], less: Iterable[str] = ()) -> tuple[Balance, ...]:
        """Nothing where an amount of either side is unknown."""
        less = list(less)
        if any(self._unread[name] for name in (*one, *other, *less)):
            return ()
        return (Balance(said, self._total(one), self._total(other) - self._total(less)),)

    def _total(self, names: Iterable[str]) -> Decimal:
        return sum((self._amounts.get(name, Decimal(0)) for name in names), Decimal(0))

    def _add(self, name: str, elements: list[str], at: int) -> None:
        text = elements[at].strip() if at < len(elements) else ""
        if not text:
            return
        self._counts[name] += 1
        amount = number(text, at, [])
        if amount is None:
            self._unread[name] += 1
        else:
            self._amounts[name] = self._amounts.get(name, Decimal(0)) + amount
