"""Fixed words, and what sounds like present danger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.engagement.domain.emergency import (
    EMERGENCY_NUMBER,
    HOTLINE_NUMBER,
    LANGUAGES,
    TRIGGERS,
    advice,
    plain,
    sounds_urgent,
)

PHRASES = sorted(phrase for phrases in TRIGGERS.values() for phrase in phrases)
BETWEEN = st.sampled_from([" ", "  ", "\n", ", ", " - ", "\u00a0", "... "])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("urgent", [True, False])
def test_every_wording_names_both_numbers(language: str, urgent: bool) -> None:
    said = advice(language, urgent=urgent)
    assert ("999", "0800 789 321") == (EMERGENCY_NUMBER, HOTLINE_NUMBER)
    assert EMERGENCY_NUMBER in said.text
    assert HOTLINE_NUMBER in said.text
    assert urgent == said.call_now


def test_danger_is_answered_with_999_first() -> None:
    assert advice("en-GB", urgent=True).text.startswith("Call 999 now")
    assert "999" in advice("cy", urgent=True).text.partition(".")[0]


def test_a_translation_that_nobody_reviewed_says_so() -> None:
    assert (True, False) == (
        advice("en-GB", urgent=False).reviewed,
        advice("cy", urgent=False).reviewed,
    )


@given(
    phrase=st.sampled_from(PHRASES),
    between=BETWEEN,
    before=st.sampled_from(["", "Help! ", "(", "we wrote: "]),
    after=st.sampled_from(["", ".", "!!!", " and ran", ")"]),
    shout=st.booleans(),
)
def test_a_trigger_is_heard_whatever_its_case_spaces_and_punctuation(
    phrase: str, between: str, before: str, after: str, shout: bool
) -> None:
    said = between.join(phrase.split(" "))
    text = f"{before}{said.upper() if shout else said}{after}"
    assert sounds_urgent("a title", text)
    assert sounds_urgent(text, "a text")


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=300))
def test_only_whole_words_are_heard(text: str) -> None:
    heard = any(f" {plain(phrase)} " in f" {plain(text)} " for phrase in PHRASES)
    assert heard == sounds_urgent(text)


@pytest.mark.parametrize(
    "text",
    [
        "Where should bollards stand?",
        "Should our policy on bombs and knives be written down?",
        "What does a lockdown plan need?",
        "Do staff outside nowadays need training?",
        "",
    ],
)
def test_an_ordinary_question_is_not_urgent(text: str) -> None:
    assert not sounds_urgent(text)


def test_a_phrase_is_not_put_together_of_title_and_text() -> None:
    assert not sounds_urgent("what has a", "gun shop to do?")


def test_every_phrase_is_written_once_and_is_more_than_nothing() -> None:
    assert len(PHRASES) == len({plain(phrase) for phrase in PHRASES})
    assert all(map(plain, PHRASES))
