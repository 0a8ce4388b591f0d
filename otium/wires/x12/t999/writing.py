"""What became of one functional group, to the body of a 999."""

from otium.terms.acknowledgement import AckStatus, Context, ElementError, GroupAck, SegmentError, SetAck
from otium.terms.trading import TradingProfile
from otium.wires.x12.writing import Body, Writer, composite

CODE, GUIDE = "999", "005010X231A1"
_MOST_NOTES = 5
_LOOP_LENGTH = 4  # X12 element 447: loop 2310A is 2310
_NOT_OF_A_SET = frozenset({AckStatus.PARTLY_ACCEPTED})


def write(group: GroupAck, *, profile: TradingProfile) -> Body:
    """Raises Incomplete, which names the record by the group's control number."""
    writer = Writer(record=f"the answer to group {group.control}", profile=profile)
    kind, control = writer.need(group.kind, "AK101", most=2), writer.need(group.control, "AK102", most=9)
    writer.add("AK1", kind, control, writer.need(group.guide, "AK103", most=12))
    for each in group.sets:
        _set(writer, each)
    writer.enter("header")
    counts = (("AK902", group.included), ("AK903", group.received), ("AK904", group.accepted))
    status = _status(writer, "AK901", group.status)
    writer.add("AK9", status, *(_count(writer, *each) for each in counts), *_notes(writer, "AK905", group.notes))
    return writer.body(CODE, GUIDE)


def _set(writer: Writer, answered: SetAck) -> None:
    writer.enter("2000")
    kind, control = writer.need(answered.kind, "AK201", most=3), writer.need(answered.control, "AK202", most=9)
    writer.add("AK2", kind, control, writer.may(answered.guide, "AK203", most=35))
    for error in answered.errors:
        _segment(writer, error)
    writer.enter("2000")
    if answered.status in _NOT_OF_A_SET:
        raise writer.refusal("IK501", "a transaction is accepted or rejected whole")
    writer.add("IK5", _status(writer, "IK501", answered.status), *_notes(writer, "IK502", answered.notes))


def _segment(writer: Writer, error: SegmentError) -> None:
    writer.enter("2100")
    place = _count(writer, "IK302", error.position)
    loop, code = writer.may(error.loop, "IK303", most=_LOOP_LENGTH), writer.may(error.code, "IK304", most=3)
    writer.add("IK3", writer.need(error.tag, "IK301", most=3), place, loop, code)
    for context in error.contexts:
        _context(writer, context)
    for element in error.elements:
        _element(writer, element)


def _element(writer: Writer, error: ElementError) -> None:
    writer.enter("2110")
    place = composite(_count(writer, "IK401", error.element), _text(error.component), _text(error.repetition))
    reference, code = writer.may(error.reference, "IK402", most=4), writer.need(error.code, "IK403", most=3)
    writer.add("IK4", place, reference, code, writer.may(error.value, "IK404", most=99))
    for context in error.contexts:
        _context(writer, context)


def _context(writer: Writer, context: Context) -> None:
    name = composite(writer.need(context.name, "CTX01", most=35), writer.may(context.value, "CTX01", most=35))
    tag, loop = writer.may(context.tag, "CTX02", most=3), writer.may(context.loop, "CTX04", most=_LOOP_LENGTH)
    place = composite(_text(context.element), _text(context.component))
    writer.add("CTX", name, tag, _text(context.position), loop, place, writer.may(context.reference, "CTX06", most=4))


def _status(writer: Writer, element: str, status: AckStatus | None) -> str:
    if status is None:
        raise writer.refusal(element, "it is missing")
    return status.value


def _count(writer: Writer, element: str, value: int | None) -> str:
    if value is None or value < 0:
        raise writer.refusal(element, "it is missing" if value is None else "it is below 0")
    return str(value)


def _notes(writer: Writer, element: str, notes: tuple[str, ...]) -> list[str]:
    if len(notes) > _MOST_NOTES:
        raise writer.refusal(element, f"there are more than {_MOST_NOTES}")
    return [writer.need(note, element, most=3) for note in notes]


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
