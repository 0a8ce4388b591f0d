"""Sections that say who asks, for whom, for what and on whose order."""

from datetime import date

from otium.rules.packet import words
from otium.rules.packet.draft import Draft
from otium.terms.chart import Chart, Order
from otium.terms.packet import Section
from otium.terms.prior_auth import Authorization, Basis, RequestKind
from otium.terms.provenance import Source, SourceKind

SEXES = {"F": "Female", "M": "Male", "X": "X"}
OPENINGS = {
    RequestKind.ASSESSMENT: "Request for authorization of an occupational therapy evaluation",
    RequestKind.INITIAL: "First request for authorization of occupational therapy",
    RequestKind.RENEWAL: "Request to continue occupational therapy",
    RequestKind.AMENDMENT: "Request to change an authorization of occupational therapy",
}
SERVICES = {
    "evaluation": "evaluation", "treatment": "treatment", "re_evaluation": "re-evaluation", "fce":
    "functional capacity evaluation", "telehealth": "treatment by telehealth", "co_treatment": "co-treatment",
    "other": "other services",
}  # fmt: skip
PLACES = {"10": "telehealth in the patient's home", "02": "telehealth", "11": "office", "12": "the patient's home",
          "03": "school", "49": "independent clinic", "62": "comprehensive outpatient rehabilitation facility",
          "32": "nursing facility", "13": "assisted living facility"}  # fmt: skip
INJURY = {"claim_number": "claim number", "injured_on": "day of injury", "state": "state", "employer": "employer",
          "adjuster_name": "adjuster", "adjuster_phone": "adjuster's phone",
          "adjuster_fax": "adjuster's fax"}  # fmt: skip


def say(draft: Draft) -> None:
    _request(draft)
    _patient(draft)
    _provider(draft)
    _diagnosis(draft)
    _orders(draft)


def _request(draft: Draft) -> None:
    asked = draft.chart.asked
    source = Source(SourceKind.AUTHORIZATION_REQUEST, asked.request_id)
    draft.say(Section.REQUEST, OPENINGS[asked.kind], source)
    draft.state(Section.REQUEST, "Service", SERVICES.get(asked.service, asked.service.replace("_", " ")), source)
    wanted = "" if asked.requested is None else words.count(asked.requested, *_unit(draft.chart))
    period = _period(asked.starts_on, asked.ends_on)
    if wanted or period:
        draft.state(Section.REQUEST, "Asked for", " ".join(filter(None, (wanted, period))), source)
    for codes, basis, quantity in asked.lines:
        noun = "visit" if basis == Basis.VISITS else "unit"
        amount = "" if quantity is None else f": {words.count(quantity, noun)}"
        if codes:
            noun = "Code" if len(codes) == 1 else "Codes"
            draft.say(Section.REQUEST, f"{noun} {words.listed(codes)}{amount}", source)
    if asked.place_code:
        place = PLACES.get(asked.place_code)
        draft.say(Section.REQUEST, f"Place of service {asked.place_code}{f' ({place})' if place else ''}", source)
    if asked.is_urgent:
        draft.say(Section.REQUEST, "An expedited decision is asked for", source)
    if asked.renews is not None:
        known = Source(SourceKind.AUTHORIZATION, asked.renews.id, asked.renews.number)
        draft.say(Section.REQUEST, _follows(asked.renews), known)


def _unit(chart: Chart) -> tuple[str, ...]:
    """What the requested number counts: units where every line counts units."""
    bases = {basis for _, basis, _ in chart.asked.lines}
    return ("unit",) if bases == {Basis.UNITS.value} else ("visit",)


def _period(starts_on: date | None, ends_on: date | None) -> str:
    if starts_on and ends_on:
        return f"from {words.day(starts_on)} to {words.day(ends_on)}"
    return f"from {words.day(starts_on)}" if starts_on else ""


def _follows(renewed: Authorization) -> str:
    number = f" {renewed.number}" if renewed.number else ""
    parts = [_period(renewed.starts_on, renewed.ends_on)]
    if len(renewed.services) == 1 and renewed.services[0].approved is not None:
        service = renewed.services[0]
        parts.append(f"{words.count(service.approved or 0, service.basis.value.removesuffix('s'))} approved")
    about = ", ".join(part for part in parts if part)
    return f"It follows authorization{number}{f' ({about})' if about else ''}"


def _patient(draft: Draft) -> None:
    who, insured = draft.chart.who, draft.chart.insured
    person = Source(SourceKind.PATIENT, who.id)
    cover = Source(SourceKind.COVERAGE, insured.coverage_id)
    draft.state(Section.PATIENT, "Name", f"{who.first_name} {who.last_name}", person)
    if who.birth_on:
        draft.state(Section.PATIENT, "Date of birth", words.day(who.birth_on), person)
    if who.sex in SEXES:
        draft.state(Section.PATIENT, "Sex", SEXES[who.sex], person)
    plan = f", {insured.plan_name}" if insured.plan_name else ""
    draft.state(Section.PATIENT, "Payer", f"{insured.payer_name}{plan}", cover)
    if who.member_id:
        draft.state(Section.PATIENT, "Member ID", who.member_id, cover)
    if who.group_number:
        draft.state(Section.PATIENT, "Group number", who.group_number, cover)
    if who.subscriber_name and who.relationship != "self":
        relation = f" (the patient is their {who.relationship})" if who.relationship in ("child", "spouse") else ""
        draft.state(Section.PATIENT, "Subscriber", f"{who.subscriber_name}{relation}", cover)
    for name, value in insured.injury:
        shown = words.day(date.fromisoformat(value)) if name == "injured_on" else value
        label = INJURY.get(name, name.replace("_", " "))
        draft.state(Section.PATIENT, f"Injury, {label}", shown, Source(SourceKind.INJURY_CLAIM, insured.coverage_id))


def _provider(draft: Draft) -> None:
    provider = draft.chart.provider
    house = Source(SourceKind.PRACTICE)
    said = (
        ("Requesting provider", provider.practice_name), ("NPI", provider.practice_npi),
        ("Tax ID", provider.tax_id), ("Taxonomy", provider.taxonomy), ("Address", provider.address),
        ("Phone", provider.phone), ("Fax", provider.fax),
    )  # fmt: skip
    for label, value in said:
        if value:
            draft.state(Section.PROVIDER, label, value, house)
    if provider.therapist_id and provider.therapist_name:
        name = ", ".join(part for part in (provider.therapist_name, provider.credential) if part)
        npi = f", NPI {provider.therapist_npi}" if provider.therapist_npi else ""
        draft.state(
            Section.PROVIDER, "Treating therapist", f"{name}{npi}", Source(SourceKind.THERAPIST, provider.therapist_id)
        )


def _diagnosis(draft: Draft) -> None:
    chart = draft.chart
    if chart.episode_id is None:
        return
    source = Source(SourceKind.EPISODE, chart.episode_id)
    for place, code in enumerate(chart.diagnoses):
        title = draft.guide.diagnoses.get(code.replace(".", "").upper(), "")
        rank = "Primary diagnosis" if place == 0 else "Other diagnosis"
        draft.state(Section.DIAGNOSIS, f"{rank} (ICD-10-CM)", f"{code}{f', {title}' if title else ''}", source)
    for label, on in (("Onset", chart.onset_on), ("Injury or surgery", chart.injury_on),
                      ("Start of care", chart.care_started_on)):  # fmt: skip
        if on:
            draft.state(Section.DIAGNOSIS, label, words.day(on), source)


def _orders(draft: Draft) -> None:
    order = newest_order(draft.chart)
    if order is not None:
        draft.say(Section.ORDER, _ordered(order), Source(SourceKind.REFERRAL, order.id))


def newest_order(chart: Chart) -> Order | None:
    """The one written last; signed before unsigned on the same day."""
    return max(chart.orders, key=lambda o: (o.written_on or date.min, bool(o.is_signed), str(o.id)), default=None)


def _ordered(order: Order) -> str:
    by = f" by {order.referrer_name}" if order.referrer_name else ""
    npi = f" (NPI {order.referrer_npi})" if order.referrer_npi else ""
    on = f" on {words.day(order.written_on)}" if order.written_on else ""
    more = {True: ", signed", False: ", not signed yet", None: ""}[order.is_signed]
    if order.visits is not None:
        more += f", for {words.count(order.visits, 'visit')}"
    if order.expires_on:
        more += f", valid to {words.day(order.expires_on)}"
    return f"Occupational therapy was ordered{by}{npi}{on}{more}"
