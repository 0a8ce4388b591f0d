"""Which mails, texts and faxes may leave, and how their addressees are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otium.rules.notices import LONGEST_TEXT, NoticeRefusedError, Refusal, checked, partly
from otium.terms.notice import Notice, NoticeKind

MAIL, TEXT, FAX = NoticeKind
PDF = b"%PDF-1.7\n"
LETTER = {"to": "office@clinic.example", "subject": "A report", "text": "It is ready."}
WORDS = {"to": "+13125550142", "text": "It is ready."}
PAPER = {"to": "+13125550142", "attachment": PDF, "attachment_name": "report.pdf"}


def refusal(kind: NoticeKind, **fields) -> Refusal | None:
    try:
        checked(kind, Notice(**fields))
    except NoticeRefusedError as error:
        return error.refusal
    return None


@pytest.mark.parametrize(
    ("given", "dialled"),
    [
        ("(312) 555-0142", "+13125550142"),
        ("312.555.0142", "+13125550142"),
        (" +1 312 555 0142 ", "+13125550142"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
@pytest.mark.parametrize(("kind", "fields"), [(TEXT, WORDS), (FAX, PAPER)])
def test_a_number_is_kept_as_it_is_dialled(kind, fields, given, dialled):
    assert checked(kind, Notice(**{**fields, "to": given})).to == dialled


@pytest.mark.parametrize(
    "to",
    ["312555014", "31255501420000000", "(112) 555-0142", "312-555-0142 x3", "call me", "office@clinic.example", "911"],
)
@pytest.mark.parametrize(("kind", "fields"), [(TEXT, WORDS), (FAX, PAPER)])
def test_what_cannot_be_dialled_is_refused(kind, fields, to):
    assert refusal(kind, **{**fields, "to": to}) is Refusal.NO_NUMBER


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("office@clinic.example", None),
        (" pat+ot@mail.clinic.example ", None),
        ("office@clinic", Refusal.NO_ADDRESS),
        ("office", Refusal.NO_ADDRESS),
        ("a@clinic.example, b@clinic.example", Refusal.NO_ADDRESS),
        ("Pat <a@clinic.example>", Refusal.NO_ADDRESS),
        ("a@clinic.example\r\nBcc: b@clinic.example", Refusal.NO_ADDRESS),
        (" ", Refusal.RECIPIENT_MISSING),
    ],
)
def test_a_mail_goes_to_one_plain_address(to, expected):
    assert refusal(MAIL, **{**LETTER, "to": to}) is expected


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        (MAIL, LETTER, None),
        (MAIL, {**LETTER, "attachment": PDF, "attachment_name": "report.pdf"}, None),
        (MAIL, {**LETTER, "subject": " "}, Refusal.NO_SUBJECT),
        (MAIL, {**LETTER, "subject": "A report\r\nBcc: x"}, Refusal.NO_SUBJECT),
        (MAIL, {**LETTER, "text": "\n"}, Refusal.NO_WORDS),
        (MAIL, {**LETTER, "attachment": PDF}, Refusal.ATTACHMENT_UNFIT),
        (MAIL, {**LETTER, "attachment": PDF, "attachment_name": "../report.pdf"}, Refusal.ATTACHMENT_UNFIT),
        (TEXT, WORDS, None),
        (TEXT, {**WORDS, "text": ""}, Refusal.NO_WORDS),
        (TEXT, {**WORDS, "text": "a" * LONGEST_TEXT}, None),
        (TEXT, {**WORDS, "text": "a" * (LONGEST_TEXT + 1)}, Refusal.TOO_LONG),
        (TEXT, {**WORDS, "attachment": PDF, "attachment_name": "report.pdf"}, Refusal.ATTACHMENT_UNFIT),
        (FAX, PAPER, None),
        (FAX, {**PAPER, "attachment": b""}, Refusal.NO_DOCUMENT),
        (FAX, {**PAPER, "attachment": b"PK\x03\x04"}, Refusal.NO_DOCUMENT),
        (FAX, {**PAPER, "attachment_name": ""}, Refusal.ATTACHMENT_UNFIT),
    ],
)
def test_each_kind_has_what_it_needs_and_nothing_it_cannot_carry(kind, fields, expected):
    assert refusal(kind, **fields) is expected


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_refusal_tells_nothing_of_the_addressee(kind):
    with pytest.raises(NoticeRefusedError) as raised:
        checked(kind, Notice("Alma Marshfield 0142", "Alma", "Alma"))

    assert "0142" not in repr(raised.value)
    assert raised.value.__cause__ is None
    assert "Alma" not in repr(Notice("Alma", "Alma", "Alma"))


@pytest.mark.parametrize(
    ("kind", "to", "shown"),
    [(MAIL, "pat@clinic.example", "…@clinic.example"), (TEXT, "+13125550142", "…0142"), (FAX, "+13125550142", "…0142")],
)
def test_lists_name_an_addressee_only_in_part(kind, to, shown):
    assert partly(kind, to) == shown


@given(st.builds(Notice, to=st.text(), subject=st.text(), text=st.text(), attachment=st.binary()))
def test_what_is_kept_comes_back_the_same(notice):
    assert Notice.from_bytes(notice.as_bytes()) == notice


@pytest.mark.parametrize("data", [b"", b"\n", b"{}", b"[]\n", b'{"to": "a"}\n', b"270~005010X279A1~", b"\xff\n"])
def test_bytes_that_are_no_kept_notice_are_refused(data):
    with pytest.raises(ValueError):
        Notice.from_bytes(data)
