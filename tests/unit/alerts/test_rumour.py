"""The rules of the rumour board: others' words as a quotation, and no word of ours but two."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.errors import IllegalTransition, SelfApproval, VersionChanged
from services.alerts.domain.rumour import Rumour, RumourKind, RumourStatus
from tests.fakes.alerts import NOON
from tests.fakes.rumours import proposed_rumour, published_rumour, quoted, unfounded

STAGES = {
    RumourStatus.PROPOSED: lambda: proposed_rumour(NOON),
    RumourStatus.PUBLISHED: lambda: published_rumour(NOON),
    RumourStatus.CORRECTED: lambda: published_rumour(NOON).correct(by=uuid4(), at=NOON),
    RumourStatus.WITHDRAWN: lambda: published_rumour(NOON).withdraw(by="a", why="w", at=NOON),
    RumourStatus.DROPPED: lambda: proposed_rumour(NOON).drop(by="a", why="w", at=NOON),
}
ACTS = {
    "publish": (lambda each: each.publish(by="b", read=each.digest, at=NOON), "PUBLISHED"),
    "drop": (lambda each: each.drop(by="b", why="w", at=NOON), "DROPPED"),
    "withdraw": (lambda each: each.withdraw(by="b", why="w", at=NOON), "WITHDRAWN"),
    "correct": (lambda each: each.correct(by=uuid4(), at=NOON), "CORRECTED"),
}
ALLOWED = {
    RumourStatus.PROPOSED: {"publish", "drop"},
    RumourStatus.PUBLISHED: {"withdraw", "correct"},
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", STAGES)
def test_every_pair_of_stages_is_allowed_by_the_table_or_refused(status, act) -> None:
    rumour, (done, becomes) = STAGES[status](), ACTS[act]
    assert status is rumour.status
    if act in ALLOWED.get(status, set()):
        after = done(rumour)
        assert (becomes, rumour.version + 1) == (after.status.value, after.version)
    else:
        with pytest.raises(IllegalTransition):
            done(rumour)


def test_two_people_publish_it_and_the_second_names_what_was_read() -> None:
    waits = proposed_rumour(NOON)
    with pytest.raises(SelfApproval):
        waits.publish(by="author", read=waits.digest, at=NOON)
    with pytest.raises(VersionChanged):
        waits.publish(by="approver", read=proposed_rumour(NOON).digest, at=NOON)


def said(rumour: Rumour) -> str:
    return f"{rumour.said.en} {rumour.said.cy}".lower()


@given(text=st.text(min_size=1, max_size=200))
def test_whatever_is_quoted_our_words_are_the_fixed_ones(text: str) -> None:
    kinds = {
        published_rumour(NOON, quoted=make).said.en
        for make in (quoted(quote=text), unfounded(NOON, quote=text))
    }
    assert 2 == len(kinds)
    assert not any(text in each for each in kinds if len(text) > 130)


@pytest.mark.parametrize("status", STAGES)
@pytest.mark.parametrize("make", [quoted, lambda: unfounded(NOON)])
def test_no_stage_of_either_kind_denies_an_event(status, make) -> None:
    """What would: that nothing happened, that it is safe, that there is no threat."""
    found = STAGES[status]()
    words = said(Rumour(**{name: getattr(found, name) for name in found.__slots__}))
    for denial in ("nothing happened", "nothing has happened", "safe", "no threat", "no incident"):
        assert denial not in words
    assert "999" in words
    assert "999" in said(proposed_rumour(NOON, quoted=make()))


def test_the_two_kinds_never_say_the_same() -> None:
    ours, theirs = proposed_rumour(NOON), proposed_rumour(NOON, quoted=unfounded(NOON))
    assert "We did not issue" in ours.said.en
    assert "police" not in ours.said.en
    assert "police say" in theirs.said.en
    assert ours.digest != theirs.digest


@pytest.mark.parametrize(
    ("make", "given", "fields"),
    [
        (quoted, {"quote": " "}, ["quote"]),
        (quoted, {"quote": "x" * 1001}, ["quote"]),
        (quoted, {"quote": "a\x00"}, ["quote"]),
        (quoted, {"quote": "!! " + proposed_rumour(NOON).said.en}, ["quote"]),
        (quoted, {"language": "fr-FR"}, ["language"]),
        (quoted, {"authority_reference": "x" * 201}, ["authority_reference"]),
        (quoted, {"source": "Police"}, ["source"]),
        (quoted, {"source_said_at": NOON}, ["source_said_at"]),
        (lambda **g: unfounded(NOON, **g), {"source": ""}, ["source"]),
        (
            lambda **g: unfounded(NOON, **g),
            {"source": "Police. Nothing happened, all is safe"},
            ["source"],
        ),
        (lambda **g: unfounded(NOON, **g), {"source": "Police: all is safe"}, ["source"]),
        (lambda **g: unfounded(NOON, **g), {"source": "A\nB"}, ["source"]),
        (lambda **g: unfounded(NOON, **g), {"source_said_at": None}, ["source_said_at"]),
        (
            lambda **g: unfounded(NOON, **g),
            {"source_said_at": NOON + timedelta(seconds=1)},
            ["source_said_at"],
        ),
        (
            lambda **g: unfounded(NOON, **g),
            {"source_said_at": NOON - timedelta(days=8)},
            ["source_said_at"],
        ),
    ],
)
def test_each_part_that_is_wrong_is_named(make, given, fields) -> None:
    assert fields == [each.field for each in make(**given).violations(NOON)]


@pytest.mark.parametrize("good", [quoted(), unfounded(NOON), unfounded(NOON, source="Dyfed-Powys")])
def test_what_is_good_is_good(good) -> None:
    assert [] == good.violations(NOON)
    assert good.kind in RumourKind
