"""What is unusual about a draft, by what was issued before."""

from typing import Any
from uuid import uuid4

import pytest

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.sharing import (
    Basis,
    Openness,
    Past,
    SharingWarning,
    Unusual,
    digest_of_warnings,
    names_in,
    warnings_about,
)
from services.alerts.domain.wording import EVERY_CHANNEL, Channel
from tests.fakes.alerts import content

LONDON = (Kind.REGION, "LON")
KNOWN = Past(any=True, named=frozenset({LONDON}), channels=EVERY_CHANNEL)
STRICT = Openness(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="ports")


def row(kind: Kind, value: str = "", mode: Mode = Mode.INCLUDE) -> AudienceRow:
    return AudienceRow(mode, kind, value)


def kinds(past: Past = KNOWN, reach: int | None = None, basis: Basis = Basis(), **said: Any) -> Any:  # noqa: B008 - frozen
    return {each.kind: each.values for each in warnings_about(content(**said), reach, past, basis)}


def test_nothing_is_unusual_about_what_was_done_before() -> None:
    assert {} == kinds()


def test_whom_nothing_was_sent_to_by_name_before_is_named() -> None:
    organisation = str(uuid4())
    found = kinds(
        audience=(
            row(*LONDON),
            row(Kind.REGION, "WAL"),
            row(Kind.REGION, "SCO"),
            row(Kind.SECTOR, "retail", Mode.MUST_BE),
            row(Kind.ORGANISATION, organisation),
            row(Kind.REGION, "NI", Mode.EXCLUDE),
        )
    )
    assert {
        Unusual.NEW_ORGANISATIONS: (organisation,),
        Unusual.NEW_REGIONS: ("SCO", "WAL"),
        Unusual.NEW_SECTORS: ("retail",),
    } == found


def test_before_anything_was_issued_nobody_is_new_and_nothing_usual() -> None:
    assert {} == kinds(past=Past(), audience=(row(Kind.REGION, "WAL"),), reach=100_000)


@pytest.mark.parametrize(
    ("before", "now", "wider"),
    [
        (STRICT, Marking.clear(), True),
        (STRICT, Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED), True),
        (
            STRICT,
            Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="rail"),
            True,
        ),
        (
            STRICT,
            Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.TRUSTED, closed_group="ports"),
            False,
        ),
        (
            STRICT,
            Marking(
                tlp=Tlp.RED,
                minimum_tier=Tier.VERIFIED,
                closed_group="ports",
                named_subjects=frozenset({"x"}),
            ),
            False,
        ),
        (
            Openness(tlp=Tlp.AMBER, minimum_tier=Tier.TRUSTED),
            Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED),
            True,
        ),
        (
            Openness(tlp=Tlp.CLEAR, minimum_tier=Tier.PUBLIC),
            Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED),
            False,
        ),
    ],
)
def test_a_marking_that_lets_more_people_read_is_wider(
    before: Openness, now: Marking, wider: bool
) -> None:
    found = kinds(basis=Basis(openness=(before,)), marking=now)
    expected = {Unusual.WIDER_SHARING: (before.tlp.value, now.tlp.value)} if wider else {}
    assert expected == found


def test_of_several_the_narrowest_is_named() -> None:
    amber = Openness(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    found = kinds(basis=Basis(openness=(amber, STRICT)))
    assert ("AMBER+STRICT", "CLEAR") == found[Unusual.WIDER_SHARING]


@pytest.mark.parametrize(
    ("reaches", "reach", "larger"),
    [
        ((10, 10, 10), 51, True),
        ((10, 10, 10), 50, False),
        ((1, 1), 1000, False),
        ((1, 1, 1), 9, False),
        ((0, 0, 0), 10, True),
        ((10, 100_000, 10), 60, True),
    ],
)
def test_more_than_five_times_what_is_usual_is_much(
    reaches: tuple[int, ...], reach: int, larger: bool
) -> None:
    past = Past(any=True, named=frozenset({LONDON}), channels=EVERY_CHANNEL, reaches=reaches)
    assert larger is (Unusual.LARGER_REACH in kinds(past=past, reach=reach))


def test_ways_that_were_not_used_lately_are_named_and_of_an_update_those_it_adds() -> None:
    past = Past(any=True, named=frozenset({LONDON}), channels=frozenset({Channel.EMAIL}))
    found = kinds(past=past, channels=frozenset({Channel.EMAIL, Channel.SMS}))
    assert {Unusual.MORE_CHANNELS: ("SMS",)} == found
    basis = Basis(channels=frozenset({Channel.SMS}))
    found = kinds(basis=basis, channels=frozenset({Channel.EMAIL, Channel.SMS}))
    assert {Unusual.MORE_CHANNELS: ("EMAIL",)} == found


def test_each_has_a_plain_sentence_in_both_languages() -> None:
    for kind in Unusual:
        english, welsh = (SharingWarning(kind).sentence(each) for each in ("en", "cy"))
        assert english.endswith(".")
        assert welsh.endswith(".")
        assert english != welsh


def test_the_digest_is_of_what_is_said_and_not_of_a_count_that_moves() -> None:
    past = Past(any=True, named=frozenset({LONDON}), channels=EVERY_CHANNEL, reaches=(1, 1, 1))
    one, other = (warnings_about(content(), reach, past, Basis()) for reach in (20, 21))
    assert digest_of_warnings(one) == digest_of_warnings(other)
    more = warnings_about(content(), 2000, past, Basis())
    assert digest_of_warnings(one) != digest_of_warnings(more)


def test_rows_that_leave_out_name_nobody_to_send_to() -> None:
    assert not names_in([row(Kind.REGION, "WAL", Mode.EXCLUDE), row(Kind.EVERYONE)])
