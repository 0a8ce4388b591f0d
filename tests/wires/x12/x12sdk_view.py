"""What x12sdk says of a 270, 271, 276 or 277, as rows of plain values; and the same rows from our terms.

The rows hold what a person would compare: ids, names, birth dates, traces, questions, benefits, statuses, amounts.
"""

from datetime import date

from x12sdk.io import X12ModelReader

from otium.terms.claim_status import ClaimStatusAnswer, ClaimStatusInquiry, StatusLine
from otium.terms.eligibility_answer import EligibilityAnswer, StatedBenefit
from otium.terms.eligibility_inquiry import EligibilityInquiry
from otium.terms.x12 import DateSpan, Party, Person, Procedure


def models(data: bytes) -> list[dict]:
    """Raises pydantic's ValidationError for what x12sdk does not take."""
    with X12ModelReader(data.decode().replace("\n", "")) as judge:
        return [model.model_dump(exclude_none=True) for model in judge.models()]


def theirs(model: dict) -> list[tuple]:
    kind = model["header"]["st_segment"]["transaction_set_identifier_code"]
    rows = _THEIRS[kind]
    return [row for source in model["loop_2000a"] for row in rows(source)]


def ours(term: object) -> list[tuple]:
    return _OURS[type(term)](term)


def _each(node: dict, loop: str) -> list[dict]:
    return node.get(loop) or []


def _id(nm1: dict) -> str | None:
    return nm1.get("identification_code")


def _who(nm1: dict) -> tuple:
    return nm1.get("name_last_or_organization_name"), nm1.get("name_first"), nm1.get("name_middle")


def _birth(node: dict) -> tuple:
    dmg = node.get("dmg_segment", {})
    return dmg.get("date_time_period"), dmg.get("gender_code")


def _days(dtp: dict | None) -> str | None:
    period = dtp and dtp["date_time_period"]
    return f"{period:%Y%m%d}" if isinstance(period, date) else period


def _people(source: dict):
    """(payer, provider, subscriber, person, level) for everybody in a 270 or 271."""
    payer = _id(source["loop_2100a"]["nm1_segment"])
    for receiver in _each(source, "loop_2000b"):
        provider = _id(receiver["loop_2100b"]["nm1_segment"])
        for subscriber in _each(receiver, "loop_2000c"):
            member = _id(subscriber["loop_2100c"]["nm1_segment"])
            for person, level in [(subscriber, "c"), *((each, "d") for each in _each(subscriber, "loop_2000d"))]:
                name = person[f"loop_2100{level}"]
                yield (payer, provider, member, *_who(name["nm1_segment"]), *_birth(name)), person, name, level


def _rows_270(source: dict):
    for head, person, name, level in _people(source):
        asked = [each["eq_segment"]["service_type_code"] for each in _each(name, f"loop_2110{level}")]
        if asked:
            traces = tuple(trn["reference_identification_1"] for trn in person["trn_segment"])
            types = tuple(code for codes in asked for code in codes)
            yield *head, traces, types, _days(name.get("dtp_segment"))


def _rows_271(source: dict):
    for head, person, name, level in _people(source):
        for line in _each(name, f"loop_2110{level}"):
            eb = line["eb_segment"]
            traces = tuple(trn["reference_identification_1"] for trn in person["trn_segment"])
            messages = tuple(msg["free_form_text"] for msg in _each(line, "msg_segment"))
            yield (
                *head,
                traces,
                messages,
                *(eb.get(field) if field != "service_type_code" else tuple(eb.get(field) or ()) for field in _EB),
            )


_EB = (
    "eligibility_benefit_information", "coverage_level_code", "service_type_code", "insurance_type_code",
    "plan_coverage_description", "time_period_qualifier", "benefit_amount", "benefit_percent", "quantity",
    "authorization_certification_indicator", "inplan_network_indicator",
)  # fmt: skip


def _rows_status(source: dict):
    payer = _id(source["loop_2100a"]["nm1_segment"])
    for receiver in _each(source, "loop_2000b"):
        yield from _claims(receiver, "b", (payer, None, None, None, None, None))
        for provider in _each(receiver, "loop_2000c"):
            npi = _id(provider["loop_2100c"]["nm1_segment"])
            yield from _claims(provider, "c", (payer, npi, None, None, None, None))
            for subscriber in _each(provider, "loop_2000d"):
                member = _id(subscriber["loop_2100d"]["nm1_segment"])
                for person, level in [(subscriber, "d"), *((each, "e") for each in _each(subscriber, "loop_2000e"))]:
                    who = _who(person[f"loop_2100{level}"]["nm1_segment"])
                    yield from _claims(person, level, (payer, npi, member, *who))


def _claims(node: dict, level: str, head: tuple):
    found = node.get(f"loop_2200{level}") or []
    for claim in found if isinstance(found, list) else [found]:
        references = tuple(
            (each["reference_identification_qualifier"], each["reference_identification"])
            for each in _each(claim, "ref_segment")
        )
        lines = _each(claim, f"loop_2210{level}") or _each(claim, f"loop_2220{level}")
        yield (
            *head,
            claim["trn_segment"]["reference_identification_1"],
            _statuses(claim),
            references,
            claim.get("amt_segment", {}).get("monetary_amount"),
            _days(claim.get("dtp_segment")),
            tuple(_line(each) for each in lines),
        )


def _statuses(node: dict) -> tuple:
    return tuple(
        (
            *(stc.get(f"health_care_claim_status_{number}") for number in (1, 2, 3)),
            stc["status_effective_date"], stc.get("total_claim_charge_amount"), stc.get("claim_payment_amount"),
            stc.get("adjudication_finalized_date"), stc.get("payment_method_code"), stc.get("remittance_date"),
            stc.get("remittance_trace_number"), stc.get("free_form_message_text"),
        )
        for stc in _each(node, "stc_segment")
    )  # fmt: skip


def _line(node: dict) -> tuple:
    svc = node["svc_segment"]
    return (
        svc["composite_medical_procedure_identifier_1"], svc["line_item_charge_amount"],
        svc.get("line_item_provider_payment_amount"), svc.get("original_units_of_service_count"),
        node.get("ref_segment", {}).get("reference_identification"), _days(node["dtp_segment"]), _statuses(node),
    )  # fmt: skip


def _name(party: Party | None) -> tuple:
    return (party.name, party.given, party.middle) if party else (None, None, None)


def _head(term: EligibilityInquiry | EligibilityAnswer, patient: Person) -> tuple:
    member = term.subscriber and term.subscriber.party.id
    born = patient.birth_on, patient.sex
    return term.payer.id, term.provider.id, member, *_name(patient.party), *born, tuple(t.number for t in term.traces)


def _span(spans: tuple[DateSpan, ...]) -> str | None:
    if not spans:
        return None
    span = spans[0]
    return f"{span.start_on:%Y%m%d}" + (f"-{span.end_on:%Y%m%d}" if span.end_on else "")


def _inquiry(term: EligibilityInquiry) -> list[tuple]:
    return [(*_head(term, term.patient), term.service_types, _span(term.dates))]


def _answer(term: EligibilityAnswer) -> list[tuple]:
    return [(*_head(term, term.patient), line.detail.messages, *_stated(line.stated)) for line in term.benefits]


def _stated(stated: StatedBenefit) -> tuple:
    auth = {True: "Y", False: "N", None: None}[stated.auth_required]
    network = stated.network.value if stated.network else None
    return (*stated[:8], stated.quantity, auth, network)


def _status(term: ClaimStatusInquiry | ClaimStatusAnswer) -> list[tuple]:
    is_answer = isinstance(term, ClaimStatusAnswer)
    return [(
        term.payer.id, term.provider and term.provider.id, term.subscriber and term.subscriber.party.id,
        *_name(term.patient and term.patient.party),
        term.trace.number, _said(term.statuses) if is_answer else (), tuple(map(tuple, term.references)),
        None if is_answer else term.charge, _span(term.dates), tuple(_own_line(line) for line in term.lines),
    )]  # fmt: skip


def _said(statuses) -> tuple:
    return tuple(
        (
            *([":".join(part or "" for part in code).rstrip(":") for code in each.codes] + [None] * 3)[:3],
            each.effective_on, each.charge, each.paid, each.finalized_on, each.payment_method, each.paid_on,
            each.payment_number, each.message,
        )
        for each in statuses
    )  # fmt: skip


def _own_line(line: StatusLine) -> tuple:
    return (
        _composite(line.procedure), line.charge, line.paid, line.quantity, line.line_number, _span(line.dates),
        _said(line.statuses),
    )  # fmt: skip


def _composite(procedure: Procedure) -> str:
    end = [""] * (5 - len(procedure.modifiers)) + [procedure.code_end] if procedure.code_end else []
    return ":".join((procedure.qualifier, procedure.code, *procedure.modifiers, *end))


_THEIRS = {"270": _rows_270, "271": _rows_271, "276": _rows_status, "277": _rows_status}
_OURS = {
    EligibilityInquiry: _inquiry,
    EligibilityAnswer: _answer,
    ClaimStatusInquiry: _status,
    ClaimStatusAnswer: _status,
}
