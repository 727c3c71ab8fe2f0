"""What editors may keep as synonyms."""

from datetime import timedelta

import pytest

from chassis.errors import StaleVersion
from services.content.domain.document import LANGUAGES
from services.content.domain.synonyms import (
    COMMON,
    FIRST,
    MOST_GROUPS,
    Synonyms,
    first_synonyms,
    readings,
    violations,
    without_common_words,
)
from tests.fakes.content import NOON


def test_what_a_new_platform_has_is_good_and_in_every_language() -> None:
    assert set(LANGUAGES) == FIRST.keys() == COMMON.keys()
    for each in first_synonyms():
        assert [] == violations(each.language, each.groups)
        assert (1, None, "") == (each.version, each.changed_at, each.changed_by)


@pytest.mark.parametrize(
    ("group", "said"),
    [
        (("VAW",), "must have 2 to 20 terms"),
        (tuple(f"a{number} x" for number in range(21)), "must have 2 to 20 terms"),
        (("VAW", "a, b"), "no other signs"),
        (("VAW", "a => b"), "no other signs"),
        (("VAW", "a\\b"), "no other signs"),
        (("VAW", "a\nb"), "no other signs"),
        (("VAW", "#a"), "no other signs"),
        (("VAW", " vehicle"), "no other signs"),
        (("VAW", ""), "no other signs"),
        (("VAW", "x" * 61), "at most 60 characters a term"),
        (("VAW", "what is the"), "says nothing"),
        (("VAW", "vaw"), "has a term twice"),
        (("vehicle as a weapon", "vehicle weapon"), "has a term twice"),
    ],
)
def test_what_is_wrong_is_named(group: tuple[str, ...], said: str) -> None:
    (wrong,) = violations("en-GB", [("drone", "UAV"), group])
    assert "groups[1]" == wrong.field
    assert said in wrong.description


def test_a_term_is_in_one_group_and_there_are_not_too_many() -> None:
    (wrong,) = violations("en-GB", [("drone", "UAV"), ("uav", "kite")])
    assert ("groups[1]", True) == (wrong.field, "stands in a group above" in wrong.description)
    many = [(f"a{number}", f"b{number}") for number in range(MOST_GROUPS + 1)]
    assert ["groups"] == [each.field for each in violations("en-GB", many)]
    assert [] == violations("en-GB", many[:-1])
    assert ["language"] == [each.field for each in violations("fr", [])]


def test_signs_of_words_are_good() -> None:
    good = [("Martyn's Law", "Martyn\u2019s-duty"), ("drôn", "night-time economy"), ("2FA", "MFA")]
    assert [] == violations("en-GB", good)


def test_a_change_is_of_the_version_that_was_read() -> None:
    first = Synonyms.first("en-GB")
    at = NOON + timedelta(days=1)
    changed = first.changed([("drone", "UAV")], read=1, by="editor", at=at)
    assert (2, (("drone", "UAV"),), "editor", at) == (
        changed.version,
        changed.groups,
        changed.changed_by,
        changed.changed_at,
    )
    with pytest.raises(StaleVersion):
        changed.changed([], read=1, by="editor", at=at)


def test_words_that_say_nothing_are_left_out() -> None:
    assert "vehicle weapon" == without_common_words("Vehicle as a Weapon", "en-GB")
    assert "martyn law" == without_common_words("Martyn\u2019s Law", "en-GB")
    assert "night time economy" == without_common_words("night-time economy", "en-GB")


def test_a_text_is_read_with_each_other_term_of_a_group() -> None:
    groups = [("VAW", "vehicle as a weapon", "hostile vehicle"), ("drone", "UAV")]
    kept = [Synonyms.first("en-GB").changed(groups, read=1, by="editor", at=NOON)]
    assert ["VAW!", "vehicle weapon", "hostile vehicle"] == readings("VAW!", kept)
    assert [
        "a drone near a hostile vehicle",
        "drone near vaw",
        "drone near vehicle weapon",
        "uav near hostile vehicle",
    ] == readings("a drone near a hostile vehicle", kept)
    assert ["vawed"] == readings("vawed", kept), "whole words alone"
    assert ["", "!"] == [*readings("", kept), *readings("!", kept)]
    assert 3 == len(readings("a drone near a hostile vehicle", kept, most=3))
