"""Elements in words. What cannot be read as its form is told as it was sent."""

from collections.abc import Callable
from decimal import Decimal

from otium.wires.x12.explain import labels
from otium.wires.x12.explain.tree import Value
from otium.wires.x12.values import Separators, day, number

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YES = {"Y": "yes", "N": "no", "U": "unknown", "W": "not applicable"}
_FLAG = {"0": "no", "1": "yes"}


def values(tag: str, elements: list[str], separators: Separators) -> tuple[Value, ...]:
    """Every element that holds something and is not mere form, in order. `elements[0]` is the tag."""
    label = labels.segments().get(tag)
    known = label.elements if label else {}
    found: list[Value] = []
    name = ""
    for at, text in enumerate(elements[1:], 1):
        element = known.get(at) or labels.Element(f"element {at}", "", "", is_silent=False, is_heading=False)
        if element.names:
            name = _qualified(element.names, text)
        elif text and not element.is_silent:
            meaning = (
                FORMS[element.form](text, separators) if element.form in FORMS else _coded(element, text, separators)
            )
            found.append(Value(at, name or element.name, text, meaning))
            name = ""
    return tuple(found)


def heading(tag: str, told: tuple[Value, ...]) -> str:
    """What of a segment goes into the heading of the loop it opens; "" where nothing does."""
    label = labels.segments().get(tag)
    known = label.elements if label else {}
    said = []
    for value in told:
        element = known.get(value.element)
        if element and element.is_heading:
            said.append(f"{value.name} {value.said}" if element.form == "money" else value.said)
    return ", ".join(said)


def name_of(tag: str) -> str:
    label = labels.segments().get(tag)
    return label.name if label else labels.UNTOLD if tag else labels.EMPTY


def code(list_: str, text: str) -> str:
    """The words of a code; "" where the list does not have it."""
    return labels.codes().get(list_, {}).get(text.strip(), "")


def dollars(amount: Decimal) -> str:
    """
    >>> dollars(Decimal("-1234.5"))
    '-$1,234.50'
    """
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def _qualified(list_: str, text: str) -> str:
    """The name that a qualifier gives to the element after it."""
    return code(list_, text) or (f"number of kind {text}" if text else "")


def _coded(element: labels.Element, text: str, separators: Separators) -> str:
    if not element.form:
        return ""
    parts = text.split(separators.repetition) if separators.repetition else [text]
    said = [code(element.form, part) or part for part in parts]
    return ", ".join(said) if said != parts else ""


def _money(text: str, _: Separators) -> str:
    amount = number(text, 0, [])
    return "" if amount is None else dollars(amount)


def _number(text: str, _: Separators) -> str:
    amount = number(text, 0, [])
    return "" if amount is None else f"{amount.normalize():,f}"


def _percent(text: str, _: Separators) -> str:
    share = number(text, 0, [])
    return "" if share is None or share > 1 else f"{(share * 100).normalize():f}%"


def _day(text: str, _: Separators) -> str:
    found = day(f"20{text}" if len(text) == 6 else text)
    return f"{MONTHS[found.month - 1]} {found.day}, {found.year}" if found else ""


def _period(text: str, separators: Separators) -> str:
    first, _, last = text.partition("-")
    begins, ends = _day(first, separators), _day(last, separators)
    return f"{begins} to {ends}" if begins and ends else begins if begins and not last else ""


def _time(text: str, _: Separators) -> str:
    return f"{text[:2]}:{text[2:4]}" if len(text) >= 4 and text.isdigit() else ""


def _procedure(text: str, separators: Separators) -> str:
    """HC:97530:GO: the code with our words for it, and those of its modifiers."""
    parts = text.split(separators.component)
    if len(parts) < 2:
        return ""
    said = f"{parts[1]} {code('procedure_code', parts[1])}".strip()
    modifiers = [_with_words("modifier", each) for each in parts[2:6] if each]
    return ", ".join((said, *modifiers, *(part for part in parts[6:7] if part)))


def _diagnosis(text: str, separators: Separators) -> str:
    kind, _, rest = text.partition(separators.component)
    found = rest.partition(separators.component)[0]
    return f"{code('code_kind', kind) or kind} {found}" if found else ""


def _place(text: str, separators: Separators) -> str:
    """CLM05 and UM04: place, and the frequency of a claim."""
    place, _, frequency = (*text.split(separators.component), "", "")[:3]
    said = (code("place_of_service", place) or place, code("claim_frequency", frequency) or frequency)
    return ", ".join(each for each in said if each)


def _cause(text: str, separators: Separators) -> str:
    return ", ".join(code("related_cause", part) or part for part in text.split(separators.component) if part)


def _status(text: str, separators: Separators) -> str:
    """C043: category, code, entity."""
    category, status, entity = (*text.split(separators.component), "", "")[:3]
    said = f"{code('status_category', category) or category}"
    if status:
        said += f"; {code('status_code', status) or f'status {status}'}"
    return f"{said} ({code('entity', entity) or entity})" if entity else said


def _plb(text: str, separators: Separators) -> str:
    reason, _, reference = text.partition(separators.component)
    return ", ".join(each for each in (code("plb", reason) or reason, reference) if each)


def _pointers(text: str, separators: Separators) -> str:
    return ", ".join(text.split(separators.component))


def _element_place(text: str, separators: Separators) -> str:
    element, *rest = text.split(separators.component)
    return f"element {element}, part {rest[0]}" if rest and rest[0] else f"element {element}"


def _content(text: str, _: Separators) -> str:
    return "not shown here"


def _with_words(list_: str, text: str) -> str:
    words = code(list_, text)
    return f"{text} ({words})" if words else text


FORMS: dict[str, Callable[[str, Separators], str]] = {
    "money": _money,
    "number": _number,
    "percent": _percent,
    "day": _day,
    "period": _period,
    "time": _time,
    "yes": lambda text, _: _YES.get(text, ""),
    "flag": lambda text, _: _FLAG.get(text, ""),
    "procedure": _procedure,
    "coded": _diagnosis,
    "place": _place,
    "cause": _cause,
    "status": _status,
    "plb": _plb,
    "pointers": _pointers,
    "element_place": _element_place,
    "content": _content,
}
