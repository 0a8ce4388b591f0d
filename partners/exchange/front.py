"""The clearinghouse reads a parcel: envelope, 999, then each accepted transaction goes to whom it is for."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from sqlite3 import Row

from partners import x999
from partners.exchange import attachments, claims_in, inquiries, post, reviews
from partners.exchange.place import ACKNOWLEDGEMENT, ELIGIBILITY, LETTER, REVIEW, STATUS, TA1, Exchange, Kind, Return
from partners.reading.interchange import Group, Interchange, Segment, Set, Unreadable, read
from partners.reading.judges import Verdict, judge_837p, x12sdk_reads
from partners.x999 import SetVerdict

GUIDES = {
    "270": "005010X279A1",
    "276": "005010X212",
    "278": "005010X217",
    "275": "005010X210",
    "837": "005010X222A1",
    "999": "005010X231A1",
}
"""ST01 -> the guide that is taken."""
ANSWERS: Mapping[str, Kind] = {"270": ELIGIBILITY, "276": STATUS, "278": REVIEW}
Answerer = Callable[[Exchange, Set, Return], list[tuple[str, list[str]]]]
ANSWERERS: Mapping[str, Answerer] = {"270": inquiries.eligibility, "276": inquiries.status, "278": reviews.decide}
"""ST01 -> bodies of the answer, each with the id of the payer that gives it."""
UNLIKE = "x12sdk reads the claims otherwise"
DUPLICATE = "025"
"""TA105: an interchange with this control number was taken before."""


Judged = list[tuple[Interchange, list[tuple[Group, list[SetVerdict]]]]]


def process(exchange: Exchange, parcel: Row) -> None:
    """Everything that follows from one parcel, in one transaction: a kill leaves it as new.

    It is judged before, so that the slow judges of claims hold up nobody.
    """
    try:
        judged = [(one, [(group, judge(one, group)) for group in one.groups]) for one in read(parcel["content"])]
    except Unreadable as error:
        _refuse_file(exchange, parcel, str(error))
        return
    note = "" if all(map(_is_seen_alike, (one for one, _ in judged))) else UNLIKE
    with exchange.store.transaction():
        for one, groups in judged:
            to = Return(parcel["practice"], parcel["via"], one.sender, parcel["id"])
            _interchange(exchange, one, groups, to=to, digest=parcel["sha256"])
        exchange.store.run("update parcel set state = 'done', note = ? where id = ?", note, parcel["id"])


def _is_seen_alike(one: Interchange) -> bool:
    """Whether x12sdk makes a model of each 837P. It decides nothing; `status` tells it."""
    return all(x12sdk_reads(one, each) for group in one.groups for each in group.sets if each.code == "837")


def _refuse_file(exchange: Exchange, parcel: Row, why: str) -> None:
    """No envelope, so no TA1: a text tells which file and why, without its content."""
    to = Return(parcel["practice"], parcel["via"], "", parcel["id"])
    text = f"{parcel['name']} could not be read as X12: {why}. Nothing of it was taken.\n"
    with exchange.store.transaction():
        post.lay_down(exchange, post.Draft(LETTER, f"refused_{parcel['id']}.txt", text.encode()), to=to)
        exchange.store.run("update parcel set state = 'refused', note = ? where id = ?", why, parcel["id"])


def _interchange(
    exchange: Exchange, one: Interchange, groups: list[tuple[Group, list[SetVerdict]]], *, to: Return, digest: str
) -> None:
    wait = _ack_delay(exchange, to)
    note = one.note if one.note != "000" or _is_first(exchange, one, to, digest) else DUPLICATE
    if one.wants_ack or note != "000":
        control, content = exchange.wrap_ta1(x999.ta1(one, note=note), to=to.receiver)
        post.lay_down(exchange, post.Draft(TA1, f"ta1.{control}.x12", content), to=to, after=wait)
    if note != "000":
        return
    for group, verdicts in groups:
        if group.function != ACKNOWLEDGEMENT.function:
            _group(exchange, group, verdicts, to)


def _ack_delay(exchange: Exchange, to: Return) -> timedelta:
    """Acknowledgements come last where that trouble is on."""
    if exchange.faults.is_on("out-of-order", at=exchange.seconds):
        return exchange.scenario.to_decision("commercial", to.parcel) * 3
    return exchange.scenario.in_minutes("acknowledgement", to.parcel)


def _is_first(exchange: Exchange, one: Interchange, to: Return, digest: str) -> bool:
    """Numbers are reused after a reset; the same bytes under the same number are a repetition."""
    added = exchange.store.run(
        "insert or ignore into envelope values (?, ?, ?, ?)", one.sender, one.control, digest, to.parcel
    )
    return added == 1


def _group(exchange: Exchange, group: Group, verdicts: list[SetVerdict], to: Return) -> None:
    control, content = exchange.wrap(ACKNOWLEDGEMENT, [x999.body(group, verdicts)], to=to.receiver)
    wait = _ack_delay(exchange, to)
    post.lay_down(exchange, post.Draft(ACKNOWLEDGEMENT, f"999.{control}.x12", content), to=to, after=wait)
    accepted = [s for s, verdict in zip(group.sets, verdicts, strict=True) if verdict.is_accepted]
    claims_in.take(exchange, [one for one in accepted if one.code == "837"], to)
    for code, answerer in ANSWERERS.items():
        answers = [pair for one in accepted if one.code == code for pair in answerer(exchange, one, to)]
        _send_answers(exchange, ANSWERS[code], answers, to)
    attachments.take(exchange, [one for one in accepted if one.code == "275"], to)


def _send_answers(exchange: Exchange, kind: Kind, answers: list[tuple[str, list[str]]], to: Return) -> None:
    """One file for each payer asked."""
    for payer_id in dict.fromkeys(payer for payer, _ in answers):
        bodies = [body for payer, body in answers if payer == payer_id]
        control, content = exchange.wrap(kind, bodies, to=to.receiver, sender=payer_id)
        wait = exchange.scenario.in_minutes("batch_answer", to.parcel, payer_id)
        post.lay_down(exchange, post.Draft(kind, f"{kind.name}.{payer_id}.{control}.x12", content), to=to, after=wait)


def judge(interchange: Interchange, group: Group) -> list[SetVerdict]:
    """The envelope's own faults first; then pyx12 of an 837P, x12sdk of a 270 or 276, the guide's name of the rest."""
    claims = judge_837p(interchange) if group.function == "HC" else Verdict(True, {})
    verdicts = []
    for one in group.sets:
        judged = claims.sets.get((group.control, one.control), [])
        is_read = claims.is_known and (one.code not in ("270", "276") or x12sdk_reads(interchange, one))
        verdicts.append(_verdict(one, judged, is_read=is_read))
    return verdicts


def _verdict(one: Set, judged: list[Segment], *, is_read: bool) -> SetVerdict:
    guide = one.guide or GUIDES.get(one.code, "")
    errors = tuple(segment for segment in judged if segment[0] != "IK5")
    last = judged[-1] if judged and judged[-1][0] == "IK5" else ("IK5", "A")
    reasons = [*one.faults, *filter(None, last[2:])]
    if one.code not in GUIDES:
        reasons.append("1")
    if not is_read:
        reasons.append("5")
    is_rejected = one.faults or last[1] not in ("A", "E") or one.code not in GUIDES or not is_read
    verdict = "R" if is_rejected else last[1]
    return SetVerdict(one.code, one.control, guide, verdict, tuple(dict.fromkeys(reasons))[:5], errors)
