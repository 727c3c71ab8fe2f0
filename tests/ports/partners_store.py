"""What every store of partner sites must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.partner_errors import PartnerNotFound
from services.identity.domain.partner_usage import Count, PartnerSignIn
from tests.fakes.partners import NOON, a_site, an_active_site

Open = Callable[[], AbstractContextManager[Any]]


class PartnersStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_a_site_comes_back_the_same(self, unit_of_work: Open) -> None:
        site = a_site()
        with unit_of_work() as tx:
            tx.partner_sites.add(site)
        active = site.confirmed(by="second", at=NOON)
        with unit_of_work() as tx:
            assert site == tx.partner_sites.get(site.site_id, lock=True)
            tx.partner_sites.save(active)
        secret = active.with_secret("a secret", at=NOON)
        with unit_of_work() as tx:
            tx.partner_sites.save(secret)
            assert secret == tx.partner_sites.get(site.site_id)
        ended = secret.disabled(by="admin", at=NOON, reason="was sold")
        with unit_of_work() as tx:
            tx.partner_sites.save(ended)
            assert ended == tx.partner_sites.get(site.site_id)
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.partner_sites.save(ended)
        with unit_of_work() as tx, pytest.raises(PartnerNotFound):
            tx.partner_sites.get(uuid4())

    def test_what_was_carried_is_forgotten_if_it_is_this_version(self, unit_of_work: Open) -> None:
        first = an_active_site().with_secret("first", at=NOON)
        with unit_of_work() as tx:
            tx.partner_sites.add(first)
            tx.partner_sites.save(second := first.with_secret("second", at=NOON))
            tx.partner_sites.carried(first)
            assert second == tx.partner_sites.get(first.site_id)
            tx.partner_sites.carried(second)
            assert second.carried() == tx.partner_sites.get(first.site_id)

    def test_those_that_were_confirmed_are_told_but_what_ended_long_ago(
        self, unit_of_work: Open
    ) -> None:
        active, later = an_active_site(), an_active_site(proposed_at=NOON + timedelta(hours=1))
        ended = later.disabled(by="admin", at=NOON, reason="left")
        with unit_of_work() as tx:
            for each in (ended, active, a_site(), a_site().disabled(by="a", at=NOON, reason="no")):
                tx.partner_sites.add(each)
            assert [active, ended] == list(tx.partner_sites.confirmed())
            assert [active, ended] == list(tx.partner_sites.confirmed(since=NOON))
            assert [active] == list(tx.partner_sites.confirmed(since=NOON + timedelta(seconds=1)))

    def test_pages_are_oldest_first_and_counts_are_of_what_is_not_ended(
        self, unit_of_work: Open
    ) -> None:
        old = a_site()
        new = a_site(proposed_at=NOON + timedelta(hours=1), steward="another")
        ended = replace(a_site(), proposed_at=NOON + timedelta(hours=2)).disabled(
            by="admin", at=NOON, reason="a mistake"
        )
        with unit_of_work() as tx:
            for each in (ended, new, old):
                tx.partner_sites.add(each)
        with unit_of_work() as tx:
            assert [old, new] == list(tx.partner_sites.page(after=None, size=2))
            onward = Place(at=new.proposed_at, item_id=new.site_id)
            assert [ended] == list(tx.partner_sites.page(after=onward, size=2))
            assert [old, ended] == list(tx.partner_sites.of("steward"))
            assert 2 == tx.partner_sites.count()

    def test_sign_ins_are_counted_once_by_day(self, unit_of_work: Open) -> None:
        site, other = uuid4(), uuid4()
        seen = [
            PartnerSignIn(event_id=str(n), site_id=site, at=NOON + timedelta(minutes=n), name=name)
            for n, name in enumerate(("a", "a", "b"))
        ]
        late = PartnerSignIn(
            event_id="late", site_id=site, at=NOON.replace(hour=23, minute=59), name="c"
        )
        elsewhere = PartnerSignIn(event_id="x", site_id=other, at=NOON, name="a")
        with unit_of_work() as tx:
            assert tx.partner_sign_ins.newest(site) is None
            assert all(tx.partner_sign_ins.add(each) for each in (*seen, late, elsewhere))
            assert not tx.partner_sign_ins.add(seen[0])
        with unit_of_work() as tx:
            assert late.at == tx.partner_sign_ins.newest(site)
            assert {NOON.date(): Count(4, 3)} == tx.partner_sign_ins.by_day(site, NOON.date())
            tomorrow = NOON.date() + timedelta(days=1)
            assert {} == tx.partner_sign_ins.by_day(site, tomorrow)
            assert 0 == tx.partner_sign_ins.forget(NOON.date())
            assert 5 == tx.partner_sign_ins.forget(tomorrow)
