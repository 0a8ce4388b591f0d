"""Each reason of the payer is answered, in its order; what nobody knows goes to a person."""

from pathlib import Path
from uuid import UUID

import pytest

from otium.rules import appeals
from otium.rules.appeals import answers
from otium.terms.packet import Origin, Packet, PacketSection, Section, Statement
from otium.terms.provenance import Source, SourceKind

ROWS = answers.read((Path(appeals.__file__).parent / "answers.toml").read_text())
NORMALISED = ("35", "37", "41", "53", "69", "70", "82", "83", "84", "87", "88", "89", "90", "91", "92", "98", "E8")


@pytest.mark.parametrize(
    ("reason", "codes"),
    [
        ("", []),
        ("82", ["not_necessary"]),
        ("e8", ["not_necessary"]),
        ("82, 87", ["not_necessary", "over_maximum"]),
        ("82 E8", ["not_necessary"]),
        ("90: records not received", ["information_missing"]),
        ("Patient has reached a plateau", ["no_progress"]),
        ("Not medically necessary; services are educational", ["not_necessary", "not_covered"]),
        ("Does not require the skills of a therapist", ["not_skilled"]),
        ("77", ["other"]),
        ("77 78", ["other", "other"]),
        ("The reviewer did not say", ["other"]),
    ],
)
def test_reasons_are_answered_in_the_payers_order_each_once(reason: str, codes: list[str]) -> None:
    assert [answer.code for _said, answer in answers.points(ROWS, reason)] == codes


def test_the_payers_own_words_stand_beside_the_answer() -> None:
    assert [said for said, _answer in answers.points(ROWS, "82, 87; plateau since May")] == [
        "82",
        "87",
        "plateau since May",
    ]


@pytest.mark.parametrize("code", NORMALISED)
def test_every_normalised_reason_has_an_answer_that_names_what_proves_it(code: str) -> None:
    ((_said, answer),) = answers.points(ROWS, code)

    assert answer.code != "other"
    assert answer.reply
    assert answer.sections
    assert answer.title


def test_proofs_are_the_sentences_of_the_sections_in_the_answers_order_each_once() -> None:
    source = (Source(SourceKind.MEASURE, UUID(int=1)),)
    scores, goals = Statement("Grip 8 kg", source), Statement("Ties shoes", source)
    sections = (PacketSection(Section.GOALS, (goals, scores)), PacketSection(Section.SCORES, (scores,)))
    packet = Packet(UUID(int=2), sections, (), (), "")

    assert answers.proofs(packet, (Section.SCORES, Section.GOALS, Section.PLAN)) == [scores, goals]


@pytest.mark.parametrize(
    "row",
    [
        'code = "x"\nnames = []\npattern = ""\ntitle = "x"\nreply = ""\nsections = ["plan"]',
        'code = "x"\nnames = []\npattern = "("\ntitle = "x"\nreply = "x"\nsections = ["plan"]',
        'code = "x"\nnames = []\npattern = ""\ntitle = "x"\nreply = "x"\nsections = ["weather"]',
    ],
)
def test_an_answer_that_cannot_be_used_is_refused(row: str) -> None:
    with pytest.raises(answers.AnswersError):
        answers.read(f"[[answer]]\n{row}\n")


def test_wording_that_nobody_accepted_proves_nothing() -> None:
    source = Source(SourceKind.REASONING, UUID(int=1), "progress")
    mine, proposed = (Statement(f"By {o}.", (source,), o) for o in (Origin.CLINICIAN, Origin.PROPOSED))
    packet = Packet(UUID(int=2), (PacketSection(Section.PROGRESS, (mine, proposed)),), (), (), "")

    assert answers.proofs(packet, [Section.PROGRESS]) == [mine]
