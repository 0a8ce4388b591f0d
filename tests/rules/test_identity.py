"""A payer's answer about another person is never taken for our patient."""

from datetime import date

import pytest

from otium.rules.identity import Identity, Likeness, likeness

KNOWN = Identity("O'Neil-Brandt", "Zoë", date(2019, 5, 4))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (Identity("ONEILBRANDT", "ZOE", date(2019, 5, 4)), Likeness.SAME),
        (Identity("ONEIL", "Z", date(2019, 5, 4)), Likeness.SAME),  # cut to the payer's field length
        (Identity("ONEILBRANDT", "ZOE"), Likeness.SAME),
        (Identity("ONEILBRANDT", "", date(2019, 5, 4)), Likeness.SAME),
        (Identity("", "ZOE", date(2019, 5, 4)), Likeness.SAME),
        (Identity("SMITH", "ZOE", date(2019, 5, 4)), Likeness.SAME),  # took another family name
        (Identity(), Likeness.SAME),  # a reject often names nobody; the member id alone led here
        (
            Identity("ONEILBRANDT", "ZOE", date(2019, 5, 5)),
            Likeness.OTHER,
        ),  # a twin, or a wrong date: not for us to say
        (Identity("SMITH", "ANNA", date(2019, 5, 4)), Likeness.OTHER),
        (Identity("SMITH", "ANNA"), Likeness.OTHER),
        (Identity("ONEILBRANDT", "ANNA"), Likeness.UNSURE),  # a brother or sister under one member id
        (Identity("ONEILBRANDT", "ANNA", date(2019, 5, 4)), Likeness.UNSURE),  # a twin
        (Identity("", "ANNA", date(2019, 5, 4)), Likeness.UNSURE),
        (Identity("SMITH", "", date(2019, 5, 4)), Likeness.UNSURE),
        (Identity("SMITH", "ZOE"), Likeness.UNSURE),
        (Identity("ONEILBRANDT"), Likeness.UNSURE),
        (Identity("", "", date(2019, 5, 4)), Likeness.UNSURE),
    ],
)
def test_a_stated_person_is_compared_with_the_known_one(stated, expected):
    assert likeness(stated, KNOWN) is expected


def test_one_twin_is_never_taken_for_the_other():
    mary = Identity("DOE", "MARY", date(2019, 5, 4))

    assert likeness(Identity("DOE", "MARK", date(2019, 5, 4)), mary) is Likeness.UNSURE


def test_nothing_known_of_the_patient_is_never_the_same_person():
    stated = Identity("ONEIL", "ZOE", date(2019, 5, 4))

    assert likeness(stated, Identity()) is Likeness.UNSURE
