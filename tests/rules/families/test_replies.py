"""What a text says that came back to one open question. Uncertain is unreadable: a person reads it."""

import pytest

from otium.rules.families import replies
from otium.rules.notices import Reply, reply
from otium.terms.family import Meant

YES, NO, OTHER_TIME, UNREADABLE = Meant.YES, Meant.NO, Meant.OTHER_TIME, Meant.UNREADABLE


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        *((w, YES) for w in ("yes", "Yes pls", "YES!", "y", "C", "c.", "si", "Sí, gracias", "ok", "Okay thanks")),
        *((w, YES) for w in ("Confirm", "confirmado", "yes we will be there", "Yep see you there")),
        *((w, NO) for w in ("no", "No.", "nope", "n", "no thanks", "No gracias")),
        *((w, NO) for w in ("can't make it", "Cannot come", "sorry we can’t come", "we won't be able to come")),
        *((w, NO) for w in ("cancel my visit", "Please cancel our appointment", "cancelar la cita por favor")),
        *((w, NO) for w in ("no puedo ir", "lo siento no podemos ir", "not coming")),
        *((w, OTHER_TIME) for w in ("reschedule", "can we reschedule", "another time", "otra hora por favor")),
        *((w, UNREADABLE) for w in ("", "👍", "?", "yes but can we come at 4", "no problem", "ok who is this")),
        *((w, UNREADABLE) for w in ("yes no", "maybe", "no we will be there", "can't wait", "we are not sick")),
        *((w, UNREADABLE) for w in ("cancel my visit on Tuesday", "I will be late", "wrong number", "x" * 2000)),
    ],
)
def test_only_what_is_certain_is_read(words: str, meant: Meant) -> None:
    assert replies.read(words).meant is meant


@pytest.mark.parametrize(
    ("words", "number"), [("1", 1), (" 2. ", 2), ("9", 9), ("0", None), ("10", None), ("1 2", None), ("at 4", None)]
)
def test_a_single_digit_names_a_choice(words: str, number: int | None) -> None:
    assert replies.read(words).number == number


@pytest.mark.parametrize("words", ["cancel", "Cancel.", "stop", "stop texting me and cancel", "CANCELAR"])
def test_an_opt_out_is_found_before_an_answer_is_read(words: str) -> None:
    assert reply(words) is Reply.STOP
    assert replies.read(words).meant is UNREADABLE
