"""Whoever turns alerts into rows must reach whom the domain says, in memory and in PostgreSQL."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Protocol
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.principals import PrincipalRow
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.standing import Standing
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cascade import DIRECT, Branch, Step, StepState, branches_of, come_by
from services.alerts.domain.content import AlertContent
from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.dispatch import NOBODY, Dispatch
from services.alerts.domain.recipient import Channel, Recipient
from services.alerts.usecases.ports import Stores, UnitOfWork
from tests.fakes.accounts import account_of
from tests.fakes.alerts import NOON, content, issued
from tests.fakes.deliveries import recipient
from tests.fakes.fan_out import meant
from tests.fakes.plumbing import a_row
from tests.fakes.whereabouts import MemoryWhereabouts
from tests.ports.cascade_stores import a_step
from tests.ports.reach import (
    CONTENTS,
    ORGANISATIONS,
    some_people,
    some_recipients,
    some_whereabouts,
)

Rows = set[tuple[UUID, Channel]]


class Knowing(Protocol):
    """Opens stores that know these accounts and recipients and no others."""

    def __call__(
        self,
        people: list[PrincipalRow],
        recipients: list[Recipient],
        whereabouts: MemoryWhereabouts,
    ) -> UnitOfWork:
        """Return them, with copies of these organisations and premises."""
        ...


_STEPS = st.none() | st.dictionaries(
    st.sampled_from([("LON", ""), ("LON", "retail"), ("WAL", ""), ("WAL", "faith")]),
    st.sampled_from([StepState.WAITING, StepState.PASSED_ON, StepState.SENT_DIRECT]),
)
_ON_ITS_WAY = {("LON", ""): StepState.WAITING}
_SHOP = a_row("p0", tier=Tier.VERIFIED, regions=frozenset({"LON"}), sectors=frozenset({"retail"}))
_ASKED = recipient(subject="p0", regions=frozenset({"WAL"}), outward_codes=frozenset({"CF10"}))
"""Of an account that sells in London, at an address where somebody asked about Wales."""

_HAD = st.dictionaries(st.integers(0, 5), st.frozensets(st.sampled_from(Channel), min_size=1))


class FanOutSuite:
    """Run with a fixture `knowing`."""

    @pytest.mark.long
    def test_rows_are_for_whom_the_domain_says_by_the_ways_that_it_says(
        self, knowing: Knowing
    ) -> None:
        """Marking, audience, places, endpoints, seats, what was had before: by one rule."""

        @settings(max_examples=100, deadline=None)
        @given(
            people=some_people(),
            recipients=some_recipients(),
            whereabouts=some_whereabouts(),
            said=CONTENTS,
            states=_STEPS,
            had=_HAD,
            most=st.integers(1, 4),
        )
        def agrees(
            people: list[PrincipalRow],
            recipients: list[Recipient],
            whereabouts: MemoryWhereabouts,
            said: AlertContent,
            states: Mapping[Branch, StepState] | None,
            had: Mapping[int, frozenset[Channel]],
            most: int,
        ) -> None:
            holdings = whereabouts.holdings([*ORGANISATIONS, ""])
            accounts = {
                row.subject: replace(account_of(row), holdings=holdings[row.organisation_id or ""])
                for row in people
            }
            first, out, steps = issued(), replace(issued(), content=said), _steps(states)
            before = {
                each.recipient_id: had[number]
                for number, each in enumerate(recipients)
                if number in had
            }
            if before:
                out = replace(out, thread=replace(out.thread, earlier=(first.alert_id,)))
            wanted: Rows = set()
            came: set[tuple[UUID, Branch]] = set()
            for each in recipients:
                there = replace(each, account=accounts.get(each.subject or ""))
                earlier = before.get(each.recipient_id, frozenset())
                by = come_by(meant(there, said), steps)
                branches = (DIRECT,) if earlier else by
                ways = there.reached_by(said, had=earlier) if branches is not None else ()
                wanted |= {(each.recipient_id, channel) for channel in ways}
                came |= {(each.recipient_id, branch) for branch in branches or () if ways}
            with knowing(people, recipients, whereabouts)() as tx:
                handed(tx, first, before)
                assert len(wanted) == fanned(tx, out, steps, most)
                assert wanted == rows_of(tx, out)
                assert (came if steps is not None else set()) == {
                    (each.recipient_id, branch)
                    for each in recipients
                    for branch in tx.cascades.branches_to(out.alert_id, each.recipient_id)
                }
                assert 0 == fanned(tx, out, steps, most)

        agrees()

    @pytest.mark.long
    def test_the_work_of_a_branch_misses_nobody_to_whom_it_comes_by_it(
        self, knowing: Knowing
    ) -> None:
        """It may find others to whom it has come as well, and nobody else."""

        @settings(max_examples=100, deadline=None)
        @given(
            people=some_people(),
            recipients=some_recipients(),
            whereabouts=some_whereabouts(),
            said=CONTENTS,
            states=_STEPS.filter(bool),
            branch=st.sampled_from([("LON", ""), ("LON", "retail"), ("WAL", "faith")]),
            most=st.integers(1, 4),
        )
        def agrees(
            people: list[PrincipalRow],
            recipients: list[Recipient],
            whereabouts: MemoryWhereabouts,
            said: AlertContent,
            states: Mapping[Branch, StepState],
            branch: Branch,
            most: int,
        ) -> None:
            holdings = whereabouts.holdings([*ORGANISATIONS, ""])
            accounts = {
                row.subject: replace(account_of(row), holdings=holdings[row.organisation_id or ""])
                for row in people
            }
            out, steps = replace(issued(), content=said), _steps(states)
            assert steps is not None
            by_it: Rows = set()
            by_any: Rows = set()
            for each in recipients:
                there = replace(each, account=accounts.get(each.subject or ""))
                theirs = meant(there, said)
                ways = there.reached_by(said) if come_by(theirs, steps) is not None else ()
                its = {at for self in theirs for at in branches_of(*self)}
                rows = {(each.recipient_id, channel) for channel in ways}
                by_any |= rows
                if branch in its or (not branch[1] and branch[0] in {region for region, _ in its}):
                    by_it |= rows
            dispatch = replace(Dispatch.of(out, at=NOON), region=branch[0], sector=branch[1])
            with knowing(people, recipients, whereabouts)() as tx:
                fanned(tx, out, steps, most, dispatch)
                assert by_it <= rows_of(tx, out) <= by_any

        agrees()

    def test_what_it_is_not_for_holds_nothing_up(self, knowing: Knowing) -> None:
        """A shop in London asked by a postcode in Wales: only that is why it is for them."""
        wales, schools = _included(Kind.REGION, "WAL"), _included(Kind.SECTOR, "education")
        out = replace(issued(), content=content(audience=(wales, schools)))
        with knowing([_SHOP], [_ASKED], MemoryWhereabouts())() as tx:
            assert 1 == fanned(tx, out, _steps(_ON_ITS_WAY), 4)
            assert [DIRECT] == list(tx.cascades.branches_to(out.alert_id, _ASKED.recipient_id))

    def test_who_asked_by_postcode_as_well_waits_in_their_branch_for_what_is_for_it(
        self, knowing: Knowing
    ) -> None:
        """Until it is settled: that work finds them."""
        out = replace(issued(), content=content(audience=(_included(Kind.REGION, "LON"),)))
        settled = {("LON", ""): StepState.PASSED_ON, ("LON", "retail"): StepState.PASSED_ON}
        with knowing([_SHOP], [_ASKED], MemoryWhereabouts())() as tx:
            assert 0 == fanned(tx, out, _steps(_ON_ITS_WAY), 4)
            work = replace(Dispatch.of(out, at=NOON), region="LON", sector="retail")
            assert 1 == fanned(tx, out, _steps(settled), 4, work)
            came = tx.cascades.branches_to(out.alert_id, _ASKED.recipient_id)
            assert [("LON", "retail")] == list(came)

    def test_what_is_for_a_postcode_too_comes_at_once(self, knowing: Knowing) -> None:
        """As to a neighbour without an account; the work of the branch adds no second message."""
        everyone = _included(Kind.EVERYONE, "")
        out = replace(issued(), content=content(audience=(everyone,)))
        settled = {("LON", ""): StepState.PASSED_ON, ("LON", "retail"): StepState.PASSED_ON}
        with knowing([_SHOP], [_ASKED], MemoryWhereabouts())() as tx:
            assert 1 == fanned(tx, out, _steps(_ON_ITS_WAY), 4)
            work = replace(Dispatch.of(out, at=NOON), region="LON", sector="retail")
            assert 0 == fanned(tx, out, _steps(settled), 4, work)

    def test_a_suspended_member_has_a_row_of_what_is_clear_for_their_organisation(
        self, knowing: Knowing
    ) -> None:
        """And of nothing else that is for it."""
        ours = (_included(Kind.ORGANISATION, ORGANISATIONS[0]),)
        member = replace(_SHOP, standing=Standing.SUSPENDED, organisation_id=ORGANISATIONS[0])
        clear = replace(issued(), content=content(audience=ours))
        green = Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED)
        registered = replace(issued(), content=content(audience=ours, marking=green))
        with knowing([member], [_ASKED], MemoryWhereabouts())() as tx:
            assert 1 == fanned(tx, clear, None, 4)
            assert 0 == fanned(tx, registered, None, 4)


def _included(kind: Kind, value: str) -> AudienceRow:
    return AudienceRow(mode=Mode.INCLUDE, kind=kind, value=value)


def _steps(states: Mapping[Branch, StepState] | None) -> Mapping[Branch, Step] | None:
    if states is None:
        return None
    return {
        (region, sector): a_step(region, sector, state=state)
        for (region, sector), state in states.items()
    }


def handed(tx: Stores, alert: Alert, before: Mapping[UUID, frozenset[Channel]]) -> None:
    """Keep that some were handed an alert."""
    tx.dispatches.add(Dispatch.of(alert, at=NOON).finished(NOON))
    tx.deliveries.add(
        [
            Dispatch.of(alert, at=NOON)
            .delivery(uuid4(), alert, recipient_id, channel, at=NOON)
            .settled(HandOver(outcome=Outcome.TAKEN), NOON)
            for recipient_id, channels in before.items()
            for channel in channels
        ]
    )


def fanned(
    tx: Stores,
    out: Alert,
    steps: Mapping[Branch, Step] | None,
    most: int,
    dispatch: Dispatch | None = None,
) -> int:
    """Do all chunks from the first on; return how many rows they added."""
    dispatch, added = dispatch or Dispatch.of(out, at=NOON), 0
    assert dispatch.after == NOBODY
    while True:
        done = tx.fan_out.chunk(dispatch, out, steps=steps, at=NOON, most=most)
        added += done.added
        if done.last is None:
            return added
        dispatch = dispatch.advanced(done.added, after=done.last)


def rows_of(tx: Stores, out: Alert) -> Rows:
    """Return whom there are rows for, all of them queued, of this version and due."""
    asked = {"at": NOON, "until": NOON + timedelta(minutes=1), "most": 99, "up_to": None}
    found = [
        claimed.delivery
        for channel in Channel
        for claimed in tx.deliveries.claim(channel, **asked)  # type: ignore[arg-type]
    ]
    for each in found:
        tx.deliveries.save(each.released())
        wanted = Dispatch.of(out, at=NOON).delivery(
            each.delivery_id, out, each.recipient_id, each.channel, at=NOON
        )
        assert wanted == each.released()
        assert Status.ISSUED is each.notice
    assert len(found) == len({(each.recipient_id, each.channel) for each in found})
    return {(each.recipient_id, each.channel) for each in found}
