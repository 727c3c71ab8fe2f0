"""What every store of alerts must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.errors import StaleVersion
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import FLOORS, Marking, Tlp
from kernel.pages import Place
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.alerts.domain.alert import PUBLISHED, Alert, Status
from services.alerts.domain.alert_area import AlertArea
from services.alerts.domain.content import Severity, Urgency
from services.alerts.domain.errors import AlertNotFound
from services.alerts.domain.public_part import seen_by
from services.alerts.domain.welsh import StandIn
from services.alerts.domain.welsh_confirming import confirm_welsh
from services.alerts.domain.wording import CapStatus
from tests.fakes.alerts import (
    EVERYTHING,
    NOON,
    broken_glass,
    content,
    drafted,
    issued,
    submitted,
    updated,
)
from tests.fakes.templates import STAND_IN
from tests.unit.alerts.areas import BATH, SQUARE, UGC

Open = Callable[[], AbstractContextManager[Any]]
HOUR = timedelta(hours=1)
EVERY = frozenset(Status)


class AlertsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        proposed = issued().propose_all_clear(
            by="approver", text="Over.", authority_reference="R1", text_cy="Drosodd."
        )
        ended = issued().propose_all_clear(
            by="approver", text="Over.", authority_reference="R1", text_cy="Drosodd."
        )
        ended = ended.give_all_clear(by="second", read=ended.proposal_digest, at=NOON)
        strict = Marking(
            tlp=Tlp.AMBER_STRICT,
            minimum_tier=Tier.VERIFIED,
            closed_group="ports",
            named_subjects=frozenset({"reader"}),
        )
        back = submitted().return_(by="approver", why="Name the street.", at=NOON)
        worked = drafted().edit(content(headline="Other"), by="editor", at=NOON)
        kept = [proposed, drafted(), submitted(marking=strict), issued(), ended, back, worked]
        kept += updated(issued(), headline="Another")
        kept.append(drafted(**EVERYTHING).submit(by="author", reach=7))
        shapes = AlertArea(place="Two; a pier", shapes=(SQUARE, BATH), geocodes=(UGC,))
        kept.append(drafted(area=shapes))
        kept.append(drafted(area=AlertArea(place="Gwent", geocodes=(UGC,))))
        with unit_of_work() as tx:
            for alert in kept:
                tx.alerts.add(alert)
        with unit_of_work() as tx:
            assert kept == [tx.alerts.get(alert.alert_id) for alert in kept]
            assert kept[1].digest == tx.alerts.get(kept[1].alert_id).digest

    def test_an_unknown_alert_is_not_found(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx, pytest.raises(AlertNotFound):
            tx.alerts.get(uuid4())

    def test_a_version_is_saved_once(self, unit_of_work: Open) -> None:
        draft = drafted()
        with unit_of_work() as tx:
            tx.alerts.add(draft)
            tx.alerts.save(draft.submit(by="author", reach=1))
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.alerts.save(draft.submit(by="author", reach=1))

    def test_an_error_undoes_everything(self, unit_of_work: Open) -> None:
        draft = drafted()

        def half_done() -> None:
            with unit_of_work() as tx:
                tx.alerts.add(draft)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            half_done()
        with unit_of_work() as tx, pytest.raises(AlertNotFound):
            tx.alerts.get(draft.alert_id)

    def test_pages_are_newest_first_and_miss_nothing(self, unit_of_work: Open) -> None:
        alerts = [issued(at=NOON + timedelta(minutes=number // 2)) for number in range(7)]
        with unit_of_work() as tx:
            for alert in alerts:
                tx.alerts.add(alert)
        seen, after = [], None
        with unit_of_work() as tx:
            while page := tx.alerts.page(ANONYMOUS, PUBLISHED, after=after, size=2):
                seen += page
                after = Place(page[-1].issued_at, page[-1].alert_id)
        newest_first = sorted(alerts, key=lambda a: (a.issued_at, a.alert_id), reverse=True)
        assert newest_first == seen
        back = Place(newest_first[4].issued_at, newest_first[4].alert_id, backwards=True)
        with unit_of_work() as tx:
            for size in (2, 4, 10):
                page = tx.alerts.page(ANONYMOUS, PUBLISHED, after=back, size=size)
                assert newest_first[max(0, 4 - size) : 4] == list(page)

    def test_due_alerts_are_those_whose_time_has_come(self, unit_of_work: Open) -> None:
        soon, next_one = (issued(expires_at=NOON + timedelta(minutes=n)) for n in (1, 2))
        with unit_of_work() as tx:
            for alert in (
                next_one,
                soon,
                issued(),
                submitted(expires_at=NOON + timedelta(minutes=1)),
            ):
                tx.alerts.add(alert)
        then = NOON + timedelta(minutes=2)
        with unit_of_work() as tx:
            assert tx.alerts.next_due(NOON, but=()) is None
            assert soon.alert_id == tx.alerts.next_due(then, but=())
            assert next_one.alert_id == tx.alerts.next_due(then, but={soon.alert_id})
            assert tx.alerts.next_due(then, but={soon.alert_id, next_one.alert_id}) is None

    def test_what_stands_in_a_thread_is_found_however_much_waits_in_it(
        self, unit_of_work: Open
    ) -> None:
        before, after = updated(issued(), headline="Another")
        with unit_of_work() as tx:
            assert tx.alerts.standing_in(before.alert_id) is None
            for alert in (before, after, issued()):
                tx.alerts.add(alert)
            for number in range(100):
                later = after.update(uuid4(), content(headline=f"{number}"), by="author", at=NOON)
                tx.alerts.add(later.submit(by="author", reach=1) if number % 2 else later)
            tx.alerts.add(later_one := after.update(uuid4(), content(), by="author", at=NOON))
            tx.alerts.save(later_one.discard())
        with unit_of_work() as tx:
            assert after == tx.alerts.standing_in(before.alert_id)
            assert 100 == tx.alerts.open_drafts(before.alert_id)
            assert 0 == tx.alerts.open_drafts(uuid4())
            found = tx.alerts.of_thread(before.alert_id)
            assert [100, after, before] == [len(found), *found[-2:]]

    def test_what_an_update_took_the_place_of_is_on_no_list_and_never_due(
        self, unit_of_work: Open
    ) -> None:
        before, after = updated(issued(), headline="Another")
        pending = after.update(uuid4(), content(headline="Third"), by="author", at=NOON)
        with unit_of_work() as tx:
            for alert in (before, after, pending, issued()):
                tx.alerts.add(alert)
        with unit_of_work() as tx:
            page = tx.alerts.page(ANONYMOUS, PUBLISHED, after=None, size=10)
            assert after in page
            assert before not in page
            named = {each.alert_id for each in (after, *page)}
            assert tx.alerts.next_due(NOON + timedelta(days=1), but=named) is None
            found = tx.alerts.of_thread(before.alert_id)
            assert [pending, after, before] == list(found)
            assert [] == list(tx.alerts.of_thread(uuid4()))
            assert {before, after} == set(tx.alerts.many({before.alert_id, after.alert_id}))
            assert [] == list(tx.alerts.many(set()))

    def test_what_is_out_without_confirmed_welsh_owes_it(self, unit_of_work: Open) -> None:
        first, second = (_owing(NOON + timedelta(minutes=number)) for number in (1, 2))
        ended = _owing(NOON).withdraw(by="x", why="w", at=NOON)
        replaced = _owing(NOON).succeeded(by=uuid4(), at=NOON)
        draft = drafted(translations=EVERYTHING["translations"])
        confirmed = confirm_welsh(draft, by="confirmer", read=draft.digest, at=NOON)
        with unit_of_work() as tx:
            for alert in (second, first, ended, replaced, confirmed, issued()):
                tx.alerts.add(alert)
        with unit_of_work() as tx:
            assert [first, second] == list(tx.alerts.owing_welsh(most=10))
            assert [first] == list(tx.alerts.owing_welsh(most=1))
            assert confirmed == tx.alerts.get(confirmed.alert_id)
            assert 1 == tx.alerts.rename("confirmer", "p-w")
            assert "p-w" == tx.alerts.get(confirmed.alert_id).welsh.confirmation.by

    def test_what_one_person_did_alone_waits_for_a_review(self, unit_of_work: Open) -> None:
        alone, gone = broken_glass(), issued().withdraw(by="x", why="w", at=NOON - HOUR)
        done = broken_glass(by="z").reviewed(by="y", finding="Right.", at=NOON)
        with unit_of_work() as tx:
            for alert in (alone, gone, done, issued()):
                tx.alerts.add(alert)
        with unit_of_work() as tx:
            assert [gone, alone] == list(tx.alerts.awaiting_review(most=10))
            assert [gone] == list(tx.alerts.awaiting_review(most=1))
            assert done == tx.alerts.get(done.alert_id)
            assert 1 == tx.alerts.rename("y", "p-y")
            assert "p-y" == tx.alerts.get(done.alert_id).review.by

    def test_a_person_is_found_and_renamed_everywhere(self, unit_of_work: Open) -> None:
        mine = issued().propose_all_clear(by="author", text="Over.", authority_reference="R1")
        others = drafted(by="somebody")
        with unit_of_work() as tx:
            tx.alerts.add(mine)
            tx.alerts.add(others)
        with unit_of_work() as tx:
            assert [mine] == list(tx.alerts.handled_by("author"))
            assert 1 == tx.alerts.rename("author", "p1")
        with unit_of_work() as tx:
            assert [] == list(tx.alerts.handled_by("author"))
            renamed = tx.alerts.get(mine.alert_id)
            assert ({"p1"}, "p1") == (renamed.hands, renamed.proposal.by)
            assert [hand.part for hand in mine.worked] == [hand.part for hand in renamed.worked]
            assert 0 == tx.alerts.rename("author", "p1")
            assert others == tx.alerts.get(others.alert_id)

    def test_the_list_shows_what_the_domain_lets_be_known(self, unit_of_work: Open) -> None:
        """The query's idea of reading is the domain's, so counts and pages leak nothing."""

        @settings(max_examples=60, deadline=None)
        @given(
            marking=_MARKINGS,
            make=_MAKERS,
            reader=_READERS,
            cap_status=st.sampled_from(CapStatus),
            urgency=st.sampled_from([Urgency.IMMEDIATE, Urgency.EXPECTED]),
        )
        def agrees(
            marking: Marking,
            make: Callable[..., Alert],
            reader: Principal,
            cap_status: CapStatus,
            urgency: Urgency,
        ) -> None:
            made = make(marking=marking, cap_status=cap_status, urgency=urgency)
            with unit_of_work() as tx:
                tx.alerts.add(made)
            statuses = EVERY if reader.roles else PUBLISHED
            with unit_of_work() as tx:
                page = tx.alerts.page(reader, statuses, after=None, size=1000)
            known = seen_by(made, reader) is not None
            assert known == (made.alert_id in {a.alert_id for a in page})

        agrees()


def _owing(at: datetime) -> Alert:
    """An Extreme alert for Wales that is out with words that stand in, its own Welsh set aside."""
    said = {
        "audience": (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),),
        "severity": Severity.EXTREME,
        "translations": EVERYTHING["translations"],
    }
    held = StandIn(template_id=uuid4(), words=STAND_IN)
    waiting = drafted(**said).submit(by="author", reach=1, stand_in=held)
    return waiting.approve(by="approver", read=waiting.digest, at=at)


@st.composite
def _markings(draw: st.DrawFn) -> Marking:
    tlp = draw(st.sampled_from(Tlp))
    named = frozenset({"reader"})
    return Marking(
        tlp=tlp,
        minimum_tier=draw(st.sampled_from([tier for tier in Tier if tier >= FLOORS[tlp]])),
        closed_group="ports" if tlp is Tlp.AMBER_STRICT else draw(_GROUP),
        named_subjects=named if tlp is Tlp.RED else draw(st.sampled_from([frozenset(), named])),
    )


@st.composite
def _readers(draw: st.DrawFn) -> Principal:
    subject = draw(st.sampled_from(["reader", "another", "author", None]))
    return Principal(
        subject=subject,
        tier=draw(st.sampled_from(Tier)),
        roles=draw(_ROLES) if subject else frozenset(),
        closed_groups=draw(st.sampled_from([frozenset(), frozenset({"ports"})])),
    )


_ROLES = st.sampled_from([frozenset(), frozenset({"alert-author"})])
_GROUP = st.sampled_from([None, "ports"])
_MARKINGS = _markings()
_READERS = _readers()
_MAKERS = st.sampled_from([drafted, submitted, issued])

__all__ = ["AlertsStoreSuite", "content"]
