"""Consent is given for one thing and one channel, under exactly the words that are shown now."""

import copy
import hashlib
import json
from importlib.resources import files

import pytest

from services.identity.domain.agreement import (
    StaleWording,
    WordingChanged,
    newest,
    standing,
    wordings_of,
)
from services.identity.domain.events import ConsentChanged
from tests.unit.identity.asking import peopled
from tests.unit.identity.consenting import LETTER, PAGE, SURVEY, given

DATA = files("services.identity.domain").joinpath("data")
SHOWN = {
    ("agreement_wordings.json", "2026-12", "en"): (
        "4df7aafbfa1865c30a8271d1d83fcf1072e03e1ce6722a1bb119545f0951eca0"
    ),
    ("agreement_wordings.json", "2026-12", "cy"): (
        "e114b19329e5f4764ded6017e60a55fc7824972e81986b98d4444725502a8f78"
    ),
    ("consent_wordings.json", "2026-11", "en"): (
        "58254e46e5cb616dfaa095ea5023dd6cfabb11f9922128974852f53dff5ff8ba"
    ),
    ("consent_wordings.json", "2026-11", "cy"): (
        "860cc231b1a246e5edffc314245c54b6991b3a7352d5666e6c2638159bfc0e02"
    ),
}
"""SHA-256 over the words of each version that was shown, in the order of the file. One that fails
here was changed after people had read it: write a new version instead, and add it."""


@pytest.fixture(autouse=True)
def people(stores) -> None:
    peopled(stores)


def test_who_when_how_and_the_exact_words_are_kept(unit_of_work, clock, ids, stores) -> None:
    entry = given(unit_of_work, clock, ids)[LETTER]
    words = newest(LETTER, "cy")
    assert ("owner", 1, True, PAGE) == (entry.subject, entry.number, entry.given, entry.way)
    assert clock.now() == entry.at
    assert (words.version, "cy", words.digest) == (
        *(entry.wording_version, entry.language),
        entry.wording_digest,
    )
    assert hashlib.sha256(words.text.encode()).digest() == entry.wording_digest
    assert entry.stop_token
    ((actor, action, resource, digest, detail),) = stores.audit.rows
    assert ("owner", "identity:give-consent", words.digest) == (actor, action, digest)
    assert "owner" not in f"{resource}{detail}"


def test_one_thing_is_not_another_nor_one_channel(unit_of_work, clock, ids, stores) -> None:
    given(unit_of_work, clock, ids)
    stands = given(unit_of_work, clock, ids, SURVEY)
    assert {LETTER, SURVEY} == set(stands)
    told = [each for each in stores.outbox.events if isinstance(each, ConsentChanged)]
    assert [1, 2] == [each.version for each in told]
    assert {LETTER, SURVEY} == set(standing(told[-1].ledger))


def test_words_that_are_not_shown_any_more_are_refused(unit_of_work, clock, ids, stores) -> None:
    with pytest.raises(StaleWording):
        given(unit_of_work, clock, ids, version="2020-01")
    assert ([], []) == (stores.agreements.kept, stores.audit.rows)


def test_giving_again_changes_nothing(unit_of_work, clock, ids, stores) -> None:
    first = given(unit_of_work, clock, ids)
    clock.pass_(days=1)
    assert first == given(unit_of_work, clock, ids)
    assert 1 == len(stores.agreements.kept)


def digest_of(name: str, version: str, language: str) -> str:
    data = json.loads(DATA.joinpath(name).read_text("utf-8"))
    said = [each[language] for each in data["wordings"] if each["version"] == version]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


@pytest.mark.parametrize(("name", "version", "language"), SHOWN)
def test_words_that_were_shown_never_change(name: str, version: str, language: str) -> None:
    assert SHOWN[name, version, language] == digest_of(name, version, language)


def test_every_version_that_is_shown_is_held_to_that() -> None:
    for name in ("agreement_wordings.json", "consent_wordings.json"):
        data = json.loads(DATA.joinpath(name).read_text("utf-8"))
        for each in data["wordings"]:
            assert {(name, each["version"], "en"), (name, each["version"], "cy")} <= SHOWN.keys()


def test_words_that_are_not_those_of_their_digest_are_not_served() -> None:
    data = json.loads(DATA.joinpath("agreement_wordings.json").read_text("utf-8"))
    assert wordings_of(data)
    changed = copy.deepcopy(data)
    changed["wordings"][0]["cy"] += " "
    with pytest.raises(WordingChanged):
        wordings_of(changed)
    data["wordings"].append(data["wordings"][0])
    with pytest.raises(WordingChanged):
        wordings_of(data)
