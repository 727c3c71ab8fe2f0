"""Compartments: the other half of may_read."""

from hypothesis import given
from hypothesis import strategies as st

from kernel.access import may_read
from kernel.markings import FLOORS, Marking, Tlp
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.compartments import Compartment, compartment_of, entitled

GROUPS = st.sampled_from([None, "ports", "stadiums"])


@st.composite
def markings(draw: st.DrawFn) -> Marking:
    tlp = draw(st.sampled_from(Tlp))
    return Marking(
        tlp=tlp,
        minimum_tier=draw(st.sampled_from([tier for tier in Tier if tier >= FLOORS[tlp]])),
        closed_group="ports" if tlp is Tlp.AMBER_STRICT else draw(GROUPS),
        named_subjects=frozenset({"reader"}) if tlp is Tlp.RED else frozenset(),
    )


@st.composite
def readers(draw: st.DrawFn) -> Principal:
    groups = draw(st.frozensets(st.sampled_from(["ports", "stadiums"])))
    return Principal(subject="reader", tier=draw(st.sampled_from(Tier)), closed_groups=groups)


@given(marking=markings(), reader=readers())
def test_a_reader_is_entitled_to_a_compartment_exactly_when_they_may_read_what_is_in_it(
    marking: Marking, reader: Principal
) -> None:
    home = compartment_of(marking)
    assert (home is None) == bool(marking.named_subjects)
    if home is not None:
        assert may_read(reader, marking) == (home in entitled(reader))


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_the_name_of_a_compartment_is_plain_and_its_own(one: str, other: str) -> None:
    names = {Compartment(Tier.VERIFIED, group).name for group in (one, other)}
    assert len(names) == len({one, other})
    assert all(name.replace("-", "").isalnum() and name == name.lower() for name in names)
