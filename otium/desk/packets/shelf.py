"""The shipped data of packets, read once, and the guide of one request."""

import importlib.resources
from functools import lru_cache

from otium.desk import payer_book, payer_roads
from otium.records.models import Practice
from otium.rules import packet
from otium.rules.packet import words
from otium.rules.prior_auth import roads
from otium.terms.chart import Chart
from otium.terms.packet_guide import PacketGuide
from otium.terms.roads import Matter, RequestTerms, Service


@lru_cache(maxsize=1)
def shipped() -> packet.Shelf:
    folder = importlib.resources.files("otium.rules.packet")
    criteria = sorted((f for f in (folder / "criteria").iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return packet.shelf(
        (folder / "contents.toml").read_text("utf-8"),
        [f.read_text("utf-8") for f in criteria],
        (folder / "diagnoses.toml").read_text("utf-8"),
    )


def guide_for(practice: Practice, chart: Chart) -> PacketGuide:
    """What the request of this chart is compiled by."""
    age, terms = words.age(chart.who.birth_on, chart.on), terms_for(practice, chart)
    return packet.guide(
        shipped(), chart.asked.kind, chart.insured.payer_type, age=age, sections=terms.required, papers=terms.papers
    )


def terms_for(practice: Practice, chart: Chart) -> RequestTerms:
    """What the payer asks for in such a request, from what ships and the practice's overrides. No query."""
    asked, insured = chart.asked, chart.insured
    service = Service(asked.service) if asked.service in set(Service) else Service.TREATMENT
    rules = payer_book.book(practice, chart.on).rules_for(insured.payer_type, insured.payer_rules)
    matter = Matter(chart.on, asked.kind, service, practice.state, insured.plan_name)
    return roads.terms_of(payer_roads.shipped(), rules, matter)
