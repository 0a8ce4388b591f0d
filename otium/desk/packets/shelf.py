"""The shipped data of packets, read once, and the guide of one request."""

import importlib.resources
from functools import lru_cache

from otium.rules import packet
from otium.rules.packet import words
from otium.terms.chart import Chart
from otium.terms.packet_guide import PacketGuide


@lru_cache(maxsize=1)
def shipped() -> packet.Shelf:
    folder = importlib.resources.files("otium.rules.packet")
    criteria = sorted((f for f in (folder / "criteria").iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return packet.shelf(
        (folder / "contents.toml").read_text("utf-8"),
        [f.read_text("utf-8") for f in criteria],
        (folder / "diagnoses.toml").read_text("utf-8"),
    )


def guide_for(chart: Chart) -> PacketGuide:
    """What the request of this chart is compiled by."""
    age = words.age(chart.who.birth_on, chart.on)
    return packet.guide(shipped(), chart.asked.kind, chart.insured.payer_type, age=age)
