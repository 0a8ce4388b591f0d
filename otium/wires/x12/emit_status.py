"""STC, as 277 and 277CA write it."""

from otium.terms.claim_status import ClaimStatus, StatusCode
from otium.wires.x12.writing import Writer, composite, day

_MOST_CODES = 3


def claim_status(writer: Writer, status: ClaimStatus) -> None:
    """Refuses a status without code, or with more than X12 has room for."""
    if not 1 <= len(status.codes) <= _MOST_CODES:
        raise writer.refusal("STC01", f"there are not one to {_MOST_CODES} codes")
    first, second, third = (*(_code(writer, code) for code in status.codes), "", "")[:_MOST_CODES]
    charge = "" if status.charge is None else writer.dollars(status.charge, "STC04")
    paid = "" if status.paid is None else writer.dollars(status.paid, "STC05")
    dates = [day(each) if each else "" for each in (status.effective_on, status.finalized_on, status.paid_on)]
    action = writer.may(status.action, "STC03", most=2)
    method, number = writer.may(status.payment_method, "STC07", most=3), writer.may(status.payment_number, "STC09")
    words = writer.free(status.message)
    writer.add("STC", first, dates[0], action, charge, paid, dates[1], method, dates[2], number, second, third, words)


def _code(writer: Writer, code: StatusCode) -> str:
    return composite(
        writer.need(code.category, "STC01-1", most=30),
        writer.need(code.code, "STC01-2", most=30),
        writer.may(code.entity, "STC01-3", most=3),
        writer.may(code.code_list, "STC01-4", most=3),
    )
