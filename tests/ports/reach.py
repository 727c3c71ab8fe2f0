"""What every counter of an alert's reach must do, in memory and in PostgreSQL."""

from dataclasses import replace
from typing import Protocol
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.principals import PrincipalRow, principal_of_row
from kernel.access import may_read
from kernel.markings import FLOORS, Marking, Tlp
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain import wording
from services.alerts.domain.audience import compiled
from services.alerts.domain.content import AlertContent, Urgency
from services.alerts.domain.reach import Counted
from services.alerts.domain.recipient import Address, Channel, Endpoint, Recipient
from services.alerts.domain.whereabouts import NOWHERE, Organisation, Premises
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.reach_ports import Reach
from tests.fakes.accounts import account_of
from tests.fakes.alerts import content
from tests.fakes.plumbing import a_row
from tests.fakes.whereabouts import MemoryWhereabouts
from tests.unit.alerts.test_audience import PLACES, rows


class Counting(Protocol):
    """Opens a counter over these accounts and recipients and no others."""

    def __call__(
        self,
        people: list[PrincipalRow],
        recipients: list[Recipient],
        whereabouts: MemoryWhereabouts,
    ) -> Reach:
        """Return it, with copies of these organisations and premises."""
        ...


ORGANISATIONS = ("org-1", "org-2")


@st.composite
def some_whereabouts(draw: st.DrawFn) -> MemoryWhereabouts:
    """Organisations, of which one may not be known here, and their premises, some removed."""
    known = MemoryWhereabouts()
    for each in draw(st.sets(st.sampled_from(ORGANISATIONS))):
        sectors = draw(st.frozensets(st.sampled_from(("retail", "faith"))))
        active = draw(st.booleans())
        known.keep_organisation(
            Organisation(organisation_id=each, version=1, active=active, sectors=sectors)
        )
    for number in range(draw(st.integers(0, 4))):
        known.keep_premises(
            Premises(
                premises_id=UUID(int=number + 1),
                organisation_id=draw(st.sampled_from(ORGANISATIONS)),
                version=1,
                active=draw(st.integers(0, 4)) > 0,
                place=draw(PLACES),
            )
        )
    return known


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
def some_people(draw: st.DrawFn) -> list[PrincipalRow]:
    def some(*values: str) -> frozenset[str]:
        return draw(st.frozensets(st.sampled_from(values)))

    return [
        a_row(
            f"p{number}",
            tier=draw(st.sampled_from(Tier)),
            standing=draw(st.sampled_from(Standing)),
            regions=some("LON", "WAL"),
            sectors=some("retail", "faith"),
            roles=some("sector-lead", "editor", "integrator"),
            closed_groups=some("ports"),
            organisation_id=draw(st.sampled_from([None, *ORGANISATIONS])),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


_ADDRESSES = {
    Channel.EMAIL: ("shop@corner.example", "shop@corner.co.uk"),
    Channel.SMS: ("+447700900123", "+447911123456"),
    Channel.WEBHOOK: ("https://hooks.partner.example", "https://hooks.partner.co.uk/alerts"),
    Channel.WEB_PUSH: ("https://push.example", "https://push.co.uk/abc"),
    Channel.MOBILE_PUSH: ("ANDROID:simulated-phone", "IOS:cXyz0123:APA91b"),
}


_ENDPOINTS = st.builds(
    Endpoint, organisation_id=st.sampled_from((ORGANISATIONS[0], "hall")), test=st.booleans()
)


@st.composite
def some_recipients(draw: st.DrawFn) -> list[Recipient]:
    """Some with an account, of whom one may be unknown here; some endpoints of organisations."""

    def address(channel: Channel) -> Address:
        return Address(
            channel=channel,
            address=draw(st.sampled_from(_ADDRESSES[channel])),
            suspended=draw(st.booleans()),
        )

    return [
        Recipient(
            recipient_id=UUID(int=number + 1),
            version=1,
            active=draw(st.booleans()),
            subject=draw(st.sampled_from([None, "p0", "p1", "p2", "p9"])),
            regions=draw(st.frozensets(st.sampled_from(("LON", "WAL")))),
            points=draw(st.sampled_from([(), ((51_500_000, -100_000),), ((0, 0),)])),
            outward_codes=frozenset(draw(st.sets(st.sampled_from(("SW1A", "N1"))))),
            addresses=tuple(map(address, draw(st.frozensets(st.sampled_from(Channel))))),
            endpoint=draw(st.none() | _ENDPOINTS),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


CONTENTS = st.builds(
    content,
    marking=_markings(),
    audience=st.lists(rows(), max_size=5).map(tuple),
    channels=st.frozensets(st.sampled_from(wording.Channel), min_size=1),
    cap_status=st.sampled_from(CapStatus),
    urgency=st.sampled_from([Urgency.IMMEDIATE, Urgency.EXPECTED]),
)


class ReachSuite:
    """Run with a fixture `counting`."""

    @pytest.mark.long
    def test_the_count_is_of_those_who_get_it_and_of_what_is_queued_for_them(
        self, counting: Counting
    ) -> None:
        """The domain's own rules, of the stream and of sending, are what is counted."""

        @settings(max_examples=200, deadline=None)
        @given(
            people=some_people(),
            recipients=some_recipients(),
            whereabouts=some_whereabouts(),
            said=CONTENTS,
        )
        def agrees(
            people: list[PrincipalRow],
            recipients: list[Recipient],
            whereabouts: MemoryWhereabouts,
            said: AlertContent,
        ) -> None:
            holdings = whereabouts.holdings([*ORGANISATIONS, ""])
            accounts = {
                row.subject: replace(account_of(row), holdings=holdings[row.organisation_id or ""])
                for row in people
            }
            predicate = compiled(said.audience)
            readers = {
                reader.subject
                for row in people
                if row.standing is Standing.ACTIVE and (reader := principal_of_row(row))
                if said.cap_status is not CapStatus.TEST
                if may_read(reader, said.heard_under)
                if predicate.addresses(reader, holdings[reader.organisation_id or ""])
            }
            ways = [
                (each, replace(each, account=accounts.get(each.subject or "")).reached_by(said))
                for each in recipients
            ]
            others = {
                each.subject or each.recipient_id
                for each, by in ways
                if by and each.endpoint is None and each.subject not in readers
            }
            counted = Counted(
                people=len(readers) + len(others), messages=sum(len(by) for _, by in ways)
            )
            assert counted == counting(people, recipients, whereabouts).count(said)

        agrees()

    @pytest.mark.long
    def test_the_regions_are_those_of_places_at_which_people_are_addressed(
        self, counting: Counting
    ) -> None:
        """Nobody is left out who is in a branch, and nobody's seat for premises elsewhere."""

        @settings(max_examples=200, deadline=None)
        @given(
            people=some_people(),
            whereabouts=some_whereabouts(),
            said=CONTENTS,
            among=st.frozensets(st.sampled_from(("LON", "WAL", "SCO"))),
        )
        def agrees(
            people: list[PrincipalRow],
            whereabouts: MemoryWhereabouts,
            said: AlertContent,
            among: frozenset[str],
        ) -> None:
            holdings = whereabouts.holdings([*ORGANISATIONS, ""])
            found = counting(people, [], whereabouts).regions(said, among)
            expected = set[str]()
            for row in people:
                who = principal_of_row(replace(row, standing=Standing.ACTIVE))
                assert who is not None
                if not may_read(who, said.heard_under):
                    continue
                theirs = holdings[who.organisation_id or ""]
                for place in theirs.places or NOWHERE:
                    there = replace(theirs, places=(place,))
                    if compiled(said.audience).addresses(who, there):
                        expected |= place.regions & among or who.regions & among
            assert expected == found

        agrees()
