"""What a change of marking does, and what one person may say alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.access import may_read
from kernel.markings import FLOORS, Marking, Tlp
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.draft_errors import SecondPersonNeeded
from services.content.domain.marking_change import above_public, must_be_for_one, widens
from tests.fakes.content import AMBER, content

GREEN = Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED)
PORTS = Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="ports")
STADIUMS = replace(PORTS, closed_group="stadiums")
RED = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"a", "b"}))
GROUPS = st.sampled_from([None, "ports", "stadiums"])
PEOPLE = st.frozensets(st.sampled_from("abc"))


@st.composite
def markings(draw: st.DrawFn) -> Marking:
    tlp = draw(st.sampled_from(Tlp))
    tier = draw(st.sampled_from([each for each in Tier if each >= FLOORS[tlp]]))
    group = draw(GROUPS.filter(bool) if tlp is Tlp.AMBER_STRICT else GROUPS)
    named = draw(PEOPLE.filter(bool) if tlp is Tlp.RED else PEOPLE)
    return Marking(tlp=tlp, minimum_tier=tier, closed_group=group, named_subjects=named)


@given(
    before=markings(),
    after=markings(),
    tier=st.sampled_from(Tier),
    groups=st.frozensets(st.sampled_from(["ports", "stadiums"])),
    subject=st.sampled_from(["a", "b", "c", "d"]),
)
def test_what_is_not_wider_shows_it_to_nobody_new(before, after, tier, groups, subject) -> None:
    reader = Principal(subject=subject, tier=tier, closed_groups=groups)
    if not widens(before, after) and may_read(reader, after):
        assert may_read(reader, before)


@given(marking=markings())
def test_the_same_marking_is_not_wider(marking: Marking) -> None:
    assert not widens(marking, marking)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (AMBER, GREEN),
        (GREEN, Marking.clear()),
        (PORTS, AMBER),
        (PORTS, STADIUMS),
        (RED, AMBER),
        (RED, replace(RED, named_subjects=frozenset({"a", "c"}))),
        (AMBER, Marking(tlp=Tlp.GREEN, minimum_tier=Tier.TRUSTED)),
    ],
)
def test_a_wider_one_is_known(before: Marking, after: Marking) -> None:
    assert widens(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Marking.clear(), GREEN),
        (GREEN, AMBER),
        (AMBER, PORTS),
        (AMBER, RED),
        (RED, replace(RED, named_subjects=frozenset({"a"}))),
    ],
)
def test_a_narrower_one_takes_effect_on_one_word_and_nothing_else_with_it(
    before: Marking, after: Marking
) -> None:
    stands = content(marking=before)
    must_be_for_one(stands, replace(stands, marking=after))
    with pytest.raises(SecondPersonNeeded, match="narrower marking alone"):
        must_be_for_one(stands, replace(stands, marking=after, title="Other"))
    with pytest.raises(SecondPersonNeeded, match="wider marking"):
        must_be_for_one(content(marking=after), stands)


def test_what_everyone_may_read_is_for_one_and_nothing_else_is() -> None:
    must_be_for_one(None, content())
    must_be_for_one(content(), content(title="Other"))
    assert not above_public(Marking.clear())
    group = Marking(tlp=Tlp.CLEAR, minimum_tier=Tier.PUBLIC, closed_group="ports")
    for marking in (GREEN, AMBER, PORTS, RED, group):
        with pytest.raises(SecondPersonNeeded, match="write a draft"):
            must_be_for_one(None, content(marking=marking))
