"""How we speak with one partner over the wire: what its messages look like, and what stands on their envelope."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TradingProfile:
    """One payer's differences within the guides. Shipped in rules/trading/*.toml with source and certainty."""

    key: str
    marks_assistants: bool = False  # 837P: CO or CQ on what an assistant did
    names_rendering_always: bool = False  # 837P: 2310B also where who bills has treated; else only another
    references_not_taken: tuple[str, ...] = ()  # 837P: REF01 left out of claims and lines (EA, D9 ...)
    character_set: str = "basic"  # basic: capitals, digits, a little punctuation; extended: small letters and more
    service_types_together: bool = True  # 270: one EQ repeats all service types; False: an EQ for each
    most_service_types: int = 99  # 270: how many EQ01 a payer takes at once; the first of the list are asked
    most_patients_asked: int = 99  # 270: patients in one transaction; 1 for partners that answer in real time only


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands on ISA and GS. Numbers come from the database, unique for each pair of sender and receiver."""

    sender: str
    receiver: str
    at: datetime  # in the sender's zone: ISA09/10 and GS04/05 carry no zone
    interchange_control: int  # ISA13, 1 to 999999999
    group_control: int  # GS06 of the first group, those that follow count on
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    group_sender: str = ""  # GS02; empty: the sender
    group_receiver: str = ""  # GS03; empty: the receiver
    is_test: bool = False  # ISA15
    wants_ta1: bool = False  # ISA14
    newline: str = ""  # some partners want a line a segment
