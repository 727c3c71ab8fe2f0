"""What the levels are: exact words by date, and the response usual at each."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.threat_levels import (
    ResponseLevel,
    ThreatLevel,
    meaning_of,
    usual_response,
    wording_of,
)

BEFORE = datetime(2019, 7, 23, 22, 59, tzinfo=UTC)
AFTER = datetime(2019, 7, 23, 23, 0, tzinfo=UTC)
"""Midnight of London, where the new wording began."""


@pytest.mark.parametrize(
    ("level", "old", "new"),
    [
        ("LOW", "An attack is unlikely", "An attack is highly unlikely"),
        *[("MODERATE", *["An attack is possible, but not likely"] * 2)],
        ("SUBSTANTIAL", "An attack is a strong possibility", "An attack is likely"),
        *[("SEVERE", *["An attack is highly likely"] * 2)],
        (
            "CRITICAL",
            "An attack is expected imminently",
            "An attack is highly likely in the near future",
        ),
    ],
)
def test_the_wording_is_that_of_the_day_in_london(level: str, old: str, new: str) -> None:
    said = [wording_of(ThreatLevel[level], at).en for at in (BEFORE, AFTER)]
    assert [old, new] == said


@given(
    level=st.sampled_from(ThreatLevel),
    at=st.datetimes(datetime(2006, 8, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
)
def test_every_level_has_words_in_both_languages_at_every_moment(
    level: ThreatLevel, at: datetime
) -> None:
    words = wording_of(level, at)
    assert words.en.startswith("An attack is ")
    assert words.cy
    assert words.cy != words.en


def test_the_usual_response_grows_with_the_level() -> None:
    usual = [usual_response(level) for level in ThreatLevel]
    normal, heightened, exceptional = ResponseLevel
    assert [normal, normal, heightened, heightened, exceptional] == usual


def test_every_response_says_what_it_means_in_both_languages() -> None:
    meanings = [meaning_of(each) for each in ResponseLevel]
    assert 6 == len({text for words in meanings for text in (words.en, words.cy) if text})
