"""A grant stands for one tier, for one person, for a time, and for nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kernel.access import may_read
from kernel.grants import GRANTABLE, ReadGrant, within_reach
from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from tests.unit.kernel.test_access import markings, principals

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAYS = st.integers(-40, 40).map(lambda days: NOON + timedelta(days=days))


def grants() -> st.SearchStrategy[ReadGrant]:
    return st.builds(
        ReadGrant,
        subject=st.sampled_from(["reader", "another"]),
        tier=st.sampled_from(Tier),
        marking=markings(),
        given_at=DAYS,
        ends_at=DAYS,
    )


@st.composite
def let_in(draw: st.DrawFn) -> tuple[Principal, Marking, ReadGrant, datetime]:
    """Somebody whom a grant lets read what they may not read by themselves."""
    tier = draw(st.sampled_from([Tier.REGISTERED, Tier.VERIFIED]))
    tlp = draw(st.sampled_from(sorted(GRANTABLE, key=list(Tlp).index)))
    group = draw(st.sampled_from(["ports", None]))
    marking = Marking(tlp=tlp, minimum_tier=Tier(tier + 1), closed_group=group)
    who = Principal(subject="reader", tier=tier, closed_groups=frozenset({"ports"}))
    ends_at = NOON + timedelta(days=14)
    grant = ReadGrant(subject="reader", tier=tier, marking=marking, given_at=NOON, ends_at=ends_at)
    at = NOON + timedelta(hours=draw(st.integers(0, 14 * 24 - 1)))
    assert within_reach(who, marking)
    assert may_read(who, marking, grant=grant, at=at)
    assert not may_read(who, marking)
    return who, marking, grant, at


@given(principals(), markings(), grants(), DAYS)
def test_whatever_a_grant_adds_meets_all_but_the_tier(
    who: Principal, marking: Marking, grant: ReadGrant, at: datetime
) -> None:
    if not may_read(who, marking, grant=grant, at=at) or may_read(who, marking):
        return
    assert may_read(replace(who, tier=Tier(who.tier + 1)), marking)
    assert grant.subject == who.subject
    assert grant.given_at <= at < grant.ends_at
    assert Tier.REGISTERED <= grant.tier <= who.tier
    assert marking.tlp in GRANTABLE
    assert not marking.named_subjects
    assert marking.minimum_tier <= grant.marking.minimum_tier


@given(principals(), markings(), grants(), DAYS)
def test_a_grant_takes_nothing_away_and_is_nothing_without_a_moment(
    who: Principal, marking: Marking, grant: ReadGrant, at: datetime
) -> None:
    assert may_read(who, marking, grant=grant, at=at) or not may_read(who, marking)
    assert may_read(who, marking) == may_read(who, marking, grant=grant)


@given(markings(), grants(), DAYS)
def test_nobody_without_an_account_is_let_in(
    marking: Marking, grant: ReadGrant, at: datetime
) -> None:
    assert may_read(ANONYMOUS, marking) == may_read(ANONYMOUS, marking, grant=grant, at=at)


@given(let_in())
def test_it_ends_by_itself(given: tuple[Principal, Marking, ReadGrant, datetime]) -> None:
    who, marking, grant, _ = given
    last = grant.ends_at - timedelta(microseconds=1)
    assert may_read(who, marking, grant=grant, at=last)
    assert not may_read(who, marking, grant=grant, at=grant.ends_at)
    assert not may_read(who, marking, grant=grant, at=NOON - timedelta(microseconds=1))


@given(let_in())
def test_it_is_for_nobody_else(given: tuple[Principal, Marking, ReadGrant, datetime]) -> None:
    who, marking, grant, at = given
    assert not may_read(replace(who, subject="somebody"), marking, grant=grant, at=at)
    assert not may_read(replace(who, subject=None), marking, grant=grant, at=at)


@given(let_in())
def test_who_is_demoted_is_not_let_in(
    given: tuple[Principal, Marking, ReadGrant, datetime],
) -> None:
    who, marking, grant, at = given
    lower = replace(who, tier=Tier(who.tier - 1))
    assert not may_read(lower, marking, grant=grant, at=at)
    assert not may_read(lower, marking, grant=replace(grant, tier=Tier.REGISTERED), at=at)


@given(let_in(), markings())
def test_a_marking_that_asks_for_more_is_not_covered(
    given: tuple[Principal, Marking, ReadGrant, datetime], other: Marking
) -> None:
    who, marking, grant, at = given
    strict = list(Tlp).index
    more = (
        strict(other.tlp) > strict(marking.tlp)
        or other.minimum_tier > marking.minimum_tier
        or (other.closed_group is not None and other.closed_group != marking.closed_group)
        or bool(other.named_subjects)
    )
    if not more or may_read(who, other):
        return
    assert not may_read(who, other, grant=grant, at=at)


def test_groups_and_two_steps_are_out_of_reach() -> None:
    reader = Principal(subject="reader", tier=Tier.REGISTERED, closed_groups=frozenset({"ports"}))
    amber = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    assert within_reach(reader, amber)
    assert within_reach(reader, replace(amber, closed_group="ports"))
    assert not within_reach(reader, replace(amber, closed_group="stadia"))
    assert not within_reach(reader, replace(amber, minimum_tier=Tier.TRUSTED))
    assert not within_reach(reader, replace(amber, tlp=Tlp.AMBER_STRICT, closed_group="ports"))
    assert not within_reach(reader, replace(amber, named_subjects=frozenset({"reader"})))
    assert not within_reach(ANONYMOUS, Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED))
