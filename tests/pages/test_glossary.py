"""The one vocabulary names every table, and every noun that the rules speak."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text("utf-8")
NAMED = set(re.findall(r"`(\w+)`", GLOSSARY))
NOUNS = ("care", "coverage", "duty", "facts", "payers", "planning", "prior_auth", "provenance", "schedule")


def test_every_table_is_in_the_glossary() -> None:
    assert {model.__name__ for model in apps.get_app_config("records").get_models()} - NAMED == set()


@pytest.mark.parametrize("name", NOUNS)
def test_every_noun_of_the_rules_is_in_the_glossary(name: str) -> None:
    module = import_module(f"otium.terms.{name}")
    own = {n for n, c in inspect.getmembers(module, inspect.isclass) if c.__module__ == module.__name__}

    assert own - NAMED == set()


def test_no_word_is_explained_twice() -> None:
    first_cells = re.findall(r"^\| ([^|]+) \|", GLOSSARY, re.MULTILINE)
    words = [word for word in first_cells if word not in ("word", "---")]

    assert len(words) == len(set(words))
