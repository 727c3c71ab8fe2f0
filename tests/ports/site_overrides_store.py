"""What every store of premises' own levels must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.site_response import Site, SiteStanding
from services.alerts.domain.threat_levels import ThreatSeries
from tests.fakes.alerts import NOON
from tests.fakes.sites import own_level, site, wanted
from tests.fakes.threat_levels import approved, in_force

Open = Callable[[], AbstractContextManager[Any]]
HOUR = timedelta(hours=1)


def after(own: Any, at: Any, by: str = "lead") -> tuple[Any, Any]:
    """An own level that another took the place of, and that other."""
    over = own.replaced(by=by, at=at)
    there: Site = replace(site(premises_id=own.premises_id), newest=over)
    return over, there.with_override(uuid4(), wanted(at), by=by, at=at).newest


class SiteOverridesStoreSuite:
    """Run with `unit_of_work` that opens transactions on an empty store.

    `leads` makes people with the role of a security lead: (subject, organisation).
    """

    def test_each_stage_comes_back_the_same(self, unit_of_work: Open) -> None:
        own = own_level(NOON, since=NOON + HOUR)
        with unit_of_work() as tx:
            tx.site_overrides.add(own)
            assert {own.premises_id: own} == tx.site_overrides.newest([own.premises_id], lock=True)
        begun = own.followed(None, NOON + HOUR)
        lifted = begun.lift(by="other", why="The parade is over.", at=NOON + 2 * HOUR)
        for stage in (begun, lifted):
            with unit_of_work() as tx:
                tx.site_overrides.save(stage)
            with unit_of_work() as tx:
                assert stage == tx.site_overrides.find(own.override_id)
        ran_out = own_level(NOON)
        with unit_of_work() as tx:
            tx.site_overrides.add(ran_out)
            tx.site_overrides.save(ran_out.followed(None, ran_out.until))
        with unit_of_work() as tx:
            assert ran_out.until == tx.site_overrides.find(ran_out.override_id).ended_at
            assert tx.site_overrides.find(uuid4()) is None

    def test_a_premises_has_one_at_a_time_and_a_history(self, unit_of_work: Open) -> None:
        own = own_level(NOON)
        over, second = after(own, NOON + HOUR)
        with unit_of_work() as tx:
            tx.site_overrides.add(own)
        for other in (second, replace(own, override_id=uuid4())):
            with pytest.raises(StaleVersion), unit_of_work() as tx:
                tx.site_overrides.add(other)
        with unit_of_work() as tx:
            tx.site_overrides.save(over)
            tx.site_overrides.add(second)
        with pytest.raises(StaleVersion), unit_of_work() as tx:
            tx.site_overrides.save(over)
        with unit_of_work() as tx:
            assert {own.premises_id: second} == tx.site_overrides.newest([own.premises_id])
            assert [second] == list(tx.site_overrides.live())
            history = tx.site_overrides.history
            assert [second, over] == list(history(own.premises_id, before=None, size=9))
            assert [over] == list(history(own.premises_id, before=2, size=9))
            assert [second] == list(history(own.premises_id, before=None, size=1))

    def test_due_is_what_its_people_have_not_heard(self, unit_of_work: Open) -> None:
        level = in_force(approved(NOON))
        numbers = {ThreatSeries.NATIONAL: 1}
        quiet = own_level(NOON, national=level)
        planned = own_level(NOON, national=level, since=NOON + HOUR)
        over = own_level(NOON, national=level, until=NOON + HOUR)
        unset = own_level(NOON)
        elsewhere = replace(own_level(NOON), series=ThreatSeries.NORTHERN_IRELAND)
        with unit_of_work() as tx:
            for each in (quiet, planned, over, unset, elsewhere):
                tx.site_overrides.add(each)

        def due(at: Any, known: Any) -> set[Any]:
            with unit_of_work() as tx:
                return {each.override_id for each in tx.site_overrides.due(at, known, most=9)}

        assert {unset.override_id} == due(NOON, numbers)
        later = {unset.override_id, planned.override_id, over.override_id}
        assert later == due(NOON + HOUR, numbers)
        everywhere = later | {quiet.override_id}
        assert everywhere == due(NOON + HOUR, {ThreatSeries.NATIONAL: 2})
        with unit_of_work() as tx:
            assert 1 == len(tx.site_overrides.due(NOON + HOUR, {}, most=1))

    def test_premises_that_move_follow_another_series_and_hear_of_it(
        self, unit_of_work: Open
    ) -> None:
        own = own_level(NOON)
        with unit_of_work() as tx:
            tx.site_overrides.add(own)
            assert not tx.site_overrides.moved(own.premises_id, ThreatSeries.NATIONAL)
            assert tx.site_overrides.moved(own.premises_id, ThreatSeries.NORTHERN_IRELAND)
        with unit_of_work() as tx:
            (moved,) = tx.site_overrides.due(NOON, {}, most=9)
        assert ThreatSeries.NORTHERN_IRELAND is moved.series
        assert SiteStanding.OWN is moved.followed(None, NOON).told

    def test_the_leads_of_an_organisation_are_told_once_each(
        self, unit_of_work: Open, leads: Callable[..., None]
    ) -> None:
        own = own_level(NOON)
        leads(("lead", own.organisation_id), ("second", own.organisation_id), ("else", "other"))
        with unit_of_work() as tx:
            tx.site_overrides.add(own)
            assert 1 == tx.site_overrides.notify([own], but="lead", at=NOON)
            assert 1 == tx.site_overrides.notify([own], but=None, at=NOON)
            assert 0 == tx.site_overrides.notify([own], but=None, at=NOON)
        told = []
        with unit_of_work() as tx:
            assert tx.site_overrides.due_notice(NOON - HOUR) is None
            while (notice := tx.site_overrides.due_notice(NOON)) is not None:
                told.append(notice.subject)
                gone = {"sent_at": NOON} if len(told) == 1 else {"given_up": "none"}
                tx.site_overrides.settle(replace(notice, attempts=1, **gone))
        assert {"lead", "second"} == set(told)
        with unit_of_work() as tx:
            forget = tx.site_overrides.forget_notices
            assert [0, 1, 1, 0] == [
                forget(NOON, most=9),
                *(forget(NOON + HOUR, most=1) for _ in range(3)),
            ]

    def test_a_notice_that_waits_is_never_forgotten(
        self, unit_of_work: Open, leads: Callable[..., None]
    ) -> None:
        own = own_level(NOON)
        leads(("lead", own.organisation_id))
        with unit_of_work() as tx:
            tx.site_overrides.add(own)
            tx.site_overrides.notify([own], but=None, at=NOON)
            assert 0 == tx.site_overrides.forget_notices(NOON + 1000 * HOUR, most=9)
            assert tx.site_overrides.due_notice(NOON) is not None

    def test_a_person_is_found_and_renamed_everywhere(
        self, unit_of_work: Open, leads: Callable[..., None]
    ) -> None:
        own = own_level(NOON)
        leads(("lead", own.organisation_id))
        over, second = after(own, NOON + HOUR, by="other")
        with unit_of_work() as tx:
            tx.site_overrides.add(own)
            tx.site_overrides.save(over)
            tx.site_overrides.add(second)
            tx.site_overrides.notify([second], but=None, at=NOON)
        with unit_of_work() as tx:
            assert [over, second] == list(tx.site_overrides.handled_by("other"))
            assert [over] == list(tx.site_overrides.handled_by("lead"))
            names = ("lead", "other", "other")
            assert [2, 2, 0] == [tx.site_overrides.rename(who, f"p-{who}") for who in names]
        with unit_of_work() as tx:
            assert {"p-lead", "p-other"} == tx.site_overrides.find(own.override_id).people
            assert tx.site_overrides.due_notice(NOON) is None

    def test_what_is_forgotten_leaves_nothing(
        self, unit_of_work: Open, leads: Callable[..., None]
    ) -> None:
        own, other = own_level(NOON), own_level(NOON)
        leads(("lead", own.organisation_id))
        with unit_of_work() as tx:
            tx.site_overrides.add(own)
            tx.site_overrides.add(other)
            tx.site_overrides.notify([own], but=None, at=NOON)
            assert 1 == tx.site_overrides.forget(own.premises_id)
        with unit_of_work() as tx:
            assert [other] == list(tx.site_overrides.live())
            assert tx.site_overrides.due_notice(NOON) is None
