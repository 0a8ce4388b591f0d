"""What a language model is told, and what of its answer is kept."""

import pytest

from otium.rules.packet import wording
from otium.terms.packet import Section
from tests.rules.packet import cast

PACKET = cast.compiled(
    cast.chart(
        findings=(*cast.findings(), cast.finding(cast.K.DEFICIT, "Theodora cannot tie; theodora's mother does."))
    )
)


def asked() -> wording.Prompt:
    prompt = wording.prompt(PACKET, Section.SKILLED_NEED, names=("Theodora", "Marshfield"))
    assert prompt is not None
    return prompt


def test_it_is_told_the_clinical_facts_and_the_section() -> None:
    user = asked().user

    assert "Section to word: Why skilled occupational therapy is needed" in user
    assert "Needs help with every fastener when dressing" in user


@pytest.mark.parametrize(
    "secret",
    ["Theodora", "theodora", "Marshfield", "04/02/2019", "TEST000123", "Evergreen", "Alder Street", "1234567893",
     "Noor Haddad", "Ana Ruiz", "M-60342"],
)  # fmt: skip
def test_it_is_not_told_who_anybody_is(secret: str) -> None:
    assert secret not in asked().user + asked().system


def test_without_facts_nothing_is_asked() -> None:
    bare = cast.chart(findings=(), goals=(), measures=(), visits=(), plans=(), asked=cast.asked(per_week=None))

    assert wording.prompt(cast.compiled(bare), Section.DISCHARGE) is None


def test_what_is_proposed_already_is_not_told_as_a_fact() -> None:
    proposed = cast.with_asked(cast.chart(), reasoning=(("discharge", "Cured by magic.", True),))

    prompt = wording.prompt(cast.compiled(proposed), Section.DISCHARGE)

    assert prompt
    assert "magic" not in prompt.user


def test_lines_become_sentences() -> None:
    assert wording.checked("- fasteners need grading\n\n* 2 of 5 buttons are done", asked()) == (
        "Fasteners need grading.\n2 of 5 buttons are done."
    )


@pytest.mark.parametrize(
    "answer",
    ["", "  \n", "NOTHING", "nothing.", "Improved by 40%.", "Seen 17 times.", "Due 05/05/2027.", "Good. " * 400],
    ids=["empty", "blank", "nothing", "nothing_said", "percent", "count", "day", "long"],
)
def test_what_no_fact_says_is_refused(answer: str) -> None:
    with pytest.raises(wording.UnfoundedError):
        wording.checked(answer, asked())


def test_the_number_of_a_line_in_the_list_is_no_fact() -> None:
    last = max(int(line.partition(".")[0]) for line in asked().user.splitlines() if line[:1].isdigit())

    with pytest.raises(wording.UnfoundedError):
        wording.checked(f"Seen {last} months.", asked())
