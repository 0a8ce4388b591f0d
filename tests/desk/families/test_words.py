"""Words to families: both languages say the same, in short sentences and everyday words."""

import re
import tomllib
from datetime import time
from pathlib import Path

import pytest

from otium.desk.families import saying

FOLDER = Path(saying.__file__).parent / "words"
WORDS = {language: tomllib.loads((FOLDER / f"{language}.toml").read_text()) for language in saying.LANGUAGES}
PLAIN = (
    "limit",
    "threshold",
    "cost",
    "decision",
    "chain",
    "attendance",
    "choice",
    "thanks",
    "link",
    "letter",
    "visit",
    "reply",
)  # our own words; the form's are CMS's
SENTENCES = [
    (language, f"{section}.{name}", text)
    for language, sections in WORDS.items()
    for section in PLAIN
    for name, text in sections[section].items()
]
LONGEST = 20  # words in a sentence
SIXTH_GRADE = 6.9


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    english, spanish = WORDS["en"], WORDS["es"]

    assert {s: set(w) for s, w in english.items()} == {s: set(w) for s, w in spanish.items()}
    for section in english:
        for name, text in english[section].items():
            if isinstance(text, str) and section != "date":
                assert blanks(text) == blanks(spanish[section][name]), f"{section}.{name}"


def blanks(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize(("language", "code", "text"), SENTENCES)
def test_sentences_are_short(language: str, code: str, text: str) -> None:
    assert max(len(part.split()) for part in re.split(r"[.?!:]\s", text)) <= LONGEST


def test_english_reads_as_in_sixth_grade() -> None:
    """Flesch-Kincaid grade over all that families read, blanks filled with a short word."""
    text = " ".join(re.sub(r"{\w+}", "ten", each) for language, _, each in SENTENCES if language == "en")
    sentences = len(re.findall(r"[.?!]", text))
    words = re.findall(r"[A-Za-z’']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower())))) for word in words)

    assert 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59 <= SIXTH_GRADE


def test_spanish_reads_easily() -> None:
    """Fernández Huerta over 70 is fairly easy: sixth grade."""
    text = " ".join(re.sub(r"{\w+}", "diez", each) for language, _, each in SENTENCES if language == "es")
    sentences = len(re.findall(r"[.?!]", text))
    words = re.findall(r"[a-záéíóúüñ]+", text.lower())
    syllables = sum(max(1, len(re.findall(r"[aeiouáéíóúü]+", word))) for word in words)

    assert 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / sentences >= 70


@pytest.mark.parametrize(
    ("text", "language"), [("es", "es"), ("Spanish", "es"), ("Español", "es"), ("en", "en"), ("", "en"), ("vi", "en")]
)
def test_a_language_we_do_not_have_is_english(text: str, language: str) -> None:
    assert saying.language_of(text) == language


def test_texts_keep_to_letters_that_fit_one_text() -> None:
    """á, í, ó and ú are not of the alphabet of texts (GSM 03.38): one of them halves what a text holds and more."""
    for words in WORDS.values():
        assert not set(words["text"]["message"]) & set("áíóúÁÍÓÚ")


def test_a_sentence_that_ends_with_an_hour_has_one_full_stop() -> None:
    """Spanish hours end in one of their own."""
    hour = saying.hour("es", time(15, 15))

    assert saying.say("es", "offer.until", hour=hour).startswith("Puede tomarla hasta las 3:15 p. m. Si ")
