"""What looking at an address now and then tells of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.content.domain.link_health import (
    BROKEN_AFTER,
    LOOK_AGAIN,
    LOOK_EVERY,
    UNSEEN,
    LinkState,
    Look,
    judged,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SILENT = Look(why="no answer")
URL = "https://trade.example/guides"


def hour(number: float) -> datetime:
    return NOON + timedelta(hours=number)


def test_three_failures_in_different_hours_are_broken_and_two_are_not() -> None:
    health = UNSEEN.after(SILENT, at=hour(0)).after(SILENT, at=hour(1))
    assert (LinkState.SILENT, None, False) == (health.state, health.broken_since, health.troubled)
    health = health.after(SILENT, at=hour(2))
    assert (LinkState.BROKEN, hour(2), True) == (health.state, health.broken_since, health.troubled)
    assert hour(2) == health.after(SILENT, at=hour(9)).broken_since


def test_failures_within_one_hour_count_once() -> None:
    health = UNSEEN
    for minute in range(0, 60, 10):
        health = health.after(SILENT, at=NOON + timedelta(minutes=minute))
    assert (1, LinkState.SILENT) == (health.failures, health.state)
    assert NOON + timedelta(minutes=50) == health.looked_at


def test_one_answer_forgets_every_failure() -> None:
    health = UNSEEN
    for number in range(3):
        health = health.after(SILENT, at=hour(number))
    health = health.after(Look(), at=hour(3))
    assert (LinkState.ANSWERS, 0, None, "") == (
        health.state,
        health.failures,
        health.broken_since,
        health.why,
    )


@given(st.lists(st.tuples(st.booleans(), st.floats(0.1, 5)), max_size=30))
def test_broken_is_never_less_than_three_hours_with_a_failure(looks) -> None:
    health, at, hours = UNSEEN, NOON, set()
    for answers, later in looks:
        at += timedelta(hours=later)
        hours = set() if answers else hours | {at.replace(minute=0, second=0, microsecond=0)}
        health = health.after(Look() if answers else SILENT, at=at)
        assert (health.state is LinkState.BROKEN) == (len(hours) >= BROKEN_AFTER)


def test_who_does_not_answer_is_looked_at_again_sooner() -> None:
    assert UNSEEN.due_at is None
    assert NOON + LOOK_AGAIN == UNSEEN.after(SILENT, at=NOON).due_at
    assert NOON + LOOK_EVERY == UNSEEN.after(Look(), at=NOON).due_at


@pytest.mark.parametrize(
    ("status", "location", "expected"),
    [
        (200, "", Look()),
        (204, "", Look()),
        (401, "", Look()),
        (403, "", Look()),
        (429, "", Look()),
        (301, "/there", Look()),
        (302, "https://trade.example/sign-in?from=guides", Look()),
        (301, "https://TRADE.example/", Look()),
        (301, "https://other.example/guides?token=1", Look(moved_to="https://other.example/")),
        (308, "//other.example/x", Look(moved_to="https://other.example/")),
        (302, "http://169.254.169.254/", Look(moved_to="http://169.254.169.254/")),
        (302, "", Look(why="it leads to no address")),
        (302, "javascript:alert(1)", Look(why="it leads to no address")),
        (302, "https://[", Look(why="it leads to no address")),
        (404, "", Look(why="it answers 404")),
        (410, "", Look(why="it answers 410")),
        (500, "", Look(why="it answers 500")),
    ],
)
def test_what_an_answer_means(status, location, expected) -> None:
    assert expected == judged(URL, status, location)
