"""Nothing is said in English only, and the catalogue holds what the pages say and no more."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from services.gateway import words
from services.gateway.pages.language import CATALOGUE

FILLED = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return words.up_to_date()


def test_the_catalogue_is_what_make_words_writes(catalogue: Catalog) -> None:
    assert words.text_of(catalogue) == CATALOGUE.read_bytes()


def test_every_message_has_its_welsh(catalogue: Catalog) -> None:
    assert [] == words.without_welsh(catalogue)


def test_a_message_without_welsh_is_found() -> None:
    """The control of the test above."""
    bare = Catalog(locale="cy")
    bare.add("Read", "")
    bare.add(("%(num)d document", "%(num)d documents"), ("%(num)d dogfen", "", "", "", ""))
    assert ["Read", "%(num)d document"] == words.without_welsh(bare)


def test_the_welsh_fills_in_what_the_english_does(catalogue: Catalog) -> None:
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(FILLED.findall(ids[-1]))
        assert all(wanted == set(FILLED.findall(each)) for each in said if message.id), message.id


def test_what_templates_and_code_and_tables_say_is_all_there() -> None:
    said = {each for _, each in words.spoken()}
    assert {"What to do now", "Alert desk", "Sign in first.", "Night-time economy"} <= said
    assert ("%(num)d document", "%(num)d documents") in said


def test_the_catalogue_is_one_that_other_tools_read() -> None:
    with Path(CATALOGUE).open("rb") as written:
        assert 5 == read_po(written).num_plurals
