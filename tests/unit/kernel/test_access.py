"""Reading is decided by one function, and every part of a marking must be met."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.access import may_read
from kernel.markings import FLOORS, Marking, MarkingBelowFloor, Tlp
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier

GROUPS = ["ports", "stadia", None]
SUBJECTS = ["reader", "another", None]


def principals() -> st.SearchStrategy[Principal]:
    return st.builds(
        Principal,
        subject=st.sampled_from(SUBJECTS),
        tier=st.sampled_from(Tier),
        closed_groups=st.frozensets(st.sampled_from(["ports", "stadia"])),
    )


@st.composite
def markings(draw: st.DrawFn) -> Marking:
    tlp = draw(st.sampled_from(Tlp))
    tiers = [tier for tier in Tier if tier >= FLOORS[tlp]]
    group = draw(st.sampled_from(["ports", "stadia"] if tlp is Tlp.AMBER_STRICT else GROUPS))
    named = st.frozensets(st.sampled_from(["reader", "another"]), min_size=int(tlp is Tlp.RED))
    return Marking(
        tlp=tlp,
        minimum_tier=draw(st.sampled_from(tiers)),
        closed_group=group,
        named_subjects=draw(named),
    )


@given(principals(), markings())
def test_every_part_of_a_marking_must_be_met(principal: Principal, marking: Marking) -> None:
    parts = [
        principal.tier >= marking.minimum_tier,
        marking.closed_group is None or marking.closed_group in principal.closed_groups,
        not marking.named_subjects or principal.subject in marking.named_subjects,
    ]
    assert all(parts) == may_read(principal, marking)


@given(principals(), markings(), st.sampled_from(Tier))
def test_asking_for_a_higher_tier_never_widens(
    principal: Principal, marking: Marking, tier: Tier
) -> None:
    narrower = replace(marking, minimum_tier=max(tier, marking.minimum_tier))
    assert may_read(principal, marking) or not may_read(principal, narrower)


@given(principals(), markings(), st.sampled_from(["ports", "stadia"]))
def test_adding_a_group_never_widens(principal: Principal, marking: Marking, group: str) -> None:
    if marking.closed_group is None:
        assert may_read(principal, marking) or not may_read(
            principal, replace(marking, closed_group=group)
        )


@given(principals(), markings())
def test_naming_fewer_people_never_widens(principal: Principal, marking: Marking) -> None:
    fewer = marking.named_subjects - {"reader"}
    if fewer:
        narrower = replace(marking, named_subjects=fewer)
        assert may_read(principal, marking) or not may_read(principal, narrower)


@given(markings())
def test_someone_without_an_account_reads_what_is_clear_and_unlimited_only(
    marking: Marking,
) -> None:
    unlimited = marking.closed_group is None and not marking.named_subjects
    open_to_all = marking.minimum_tier is Tier.PUBLIC and unlimited
    assert open_to_all == may_read(ANONYMOUS, marking)


@pytest.mark.parametrize("tlp", list(Tlp))
def test_a_marking_below_its_floor_cannot_be_built(tlp: Tlp) -> None:
    group = "ports" if tlp is Tlp.AMBER_STRICT else None
    named = frozenset({"reader"} if tlp is Tlp.RED else ())
    for tier in Tier:
        if tier < FLOORS[tlp]:
            with pytest.raises(MarkingBelowFloor, match=tlp.value.replace("+", r"\+")):
                Marking(tlp=tlp, minimum_tier=tier, closed_group=group, named_subjects=named)
        else:
            built = Marking(tlp=tlp, minimum_tier=tier, closed_group=group, named_subjects=named)
            assert tier is built.minimum_tier


def test_strict_needs_a_group_and_red_needs_people() -> None:
    with pytest.raises(MarkingBelowFloor, match="closed group"):
        Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.TRUSTED)
    with pytest.raises(MarkingBelowFloor, match="named people"):
        Marking(tlp=Tlp.RED, minimum_tier=Tier.TRUSTED)
