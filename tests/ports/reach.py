"""What every counter of an alert's reach must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from typing import Protocol

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.principals import PrincipalRow, principal_of_row
from kernel.access import may_read
from kernel.audiences import AudienceRow, Kind, Mode, addressed_to
from kernel.markings import FLOORS, Marking, Tlp
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.usecases.ports import Reach
from tests.fakes.plumbing import a_row

Count = Callable[[list[PrincipalRow], Marking, list[AudienceRow]], int | None]


class Counting(Protocol):
    """Opens a counter over these people and no others."""

    def __call__(self, people: list[PrincipalRow]) -> Reach:
        """Return it."""
        ...


_SOME = {
    Kind.EVERYONE: ("",),
    Kind.REGION: ("LON", "WAL"),
    Kind.SECTOR: ("retail", "faith"),
    Kind.TIER: ("REGISTERED", "TRUSTED"),
    Kind.ROLE: ("sector-lead", "expert"),
    Kind.ORGANISATION: ("shop",),
}
_ROWS = st.sampled_from(
    [AudienceRow(mode, kind, value) for mode in Mode for kind in Kind for value in _SOME[kind]]
)


@st.composite
def _markings(draw: st.DrawFn) -> Marking:
    tlp = draw(st.sampled_from(Tlp))
    return Marking(
        tlp=tlp,
        minimum_tier=draw(st.sampled_from([tier for tier in Tier if tier >= FLOORS[tlp]])),
        closed_group="ports" if tlp is Tlp.AMBER_STRICT else draw(st.sampled_from([None, "ports"])),
        named_subjects=frozenset({"p0", "p1"}) if tlp is Tlp.RED else frozenset(),
    )


@st.composite
def _people(draw: st.DrawFn) -> list[PrincipalRow]:
    def some(*values: str) -> frozenset[str]:
        return draw(st.frozensets(st.sampled_from(values)))

    return [
        a_row(
            f"p{number}",
            tier=draw(st.sampled_from(Tier)),
            standing=draw(st.sampled_from(Standing)),
            regions=some("LON", "WAL"),
            sectors=some("retail", "faith"),
            roles=some("sector-lead", "expert"),
            closed_groups=some("ports"),
            organisation_id=draw(st.sampled_from([None, "shop"])),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


class ReachSuite:
    """Run with a fixture `counting`."""

    def test_the_count_is_of_those_who_may_read_it_and_are_addressed(
        self, counting: Counting
    ) -> None:
        @settings(max_examples=150, deadline=None)
        @given(people=_people(), marking=_markings(), rows=st.lists(_ROWS, max_size=5))
        def agrees(people: list[PrincipalRow], marking: Marking, rows: list[AudienceRow]) -> None:
            readers = [
                reader
                for row in people
                if row.standing is Standing.ACTIVE and (reader := principal_of_row(row))
            ]
            told = [r for r in readers if may_read(r, marking) and addressed_to(rows, r)]
            assert len(told) == counting(people).count(marking, rows)

        agrees()
