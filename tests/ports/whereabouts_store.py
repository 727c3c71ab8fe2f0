"""What the store of organisations and premises must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from services.alerts.domain.whereabouts import NO_HOLDINGS, Holdings, Premises, holdings_of
from tests.fakes.whereabouts import SHOP, organisation, place, premises

Open = Callable[[], AbstractContextManager[Any]]
OTHER = "0f5f7f0e-6c7e-4ad0-8a35-1d7a0c6d9c22"


class WhereaboutsSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        there, nowhere = premises(), premises(None)
        with unit_of_work() as tx:
            assert tx.whereabouts.keep_premises(there)
            assert tx.whereabouts.keep_premises(nowhere)
            assert tx.whereabouts.keep_organisation(organisation())
        with unit_of_work() as tx:
            found = tx.whereabouts.premises_of([SHOP])
            assert {there.premises_id: there, nowhere.premises_id: nowhere} == {
                each.premises_id: each for each in found
            }
            assert [organisation()] == list(tx.whereabouts.organisations([SHOP]))
            assert [] == list(tx.whereabouts.premises_of([OTHER]))
            assert [] == list(tx.whereabouts.organisations([OTHER]))

    def test_an_older_version_and_the_same_again_change_nothing(self, unit_of_work: Open) -> None:
        second = premises(version=2)
        first = replace(second, version=1, place=place(0.0))
        retailer = organisation(version=2)
        with unit_of_work() as tx:
            keep, be = tx.whereabouts.keep_premises, tx.whereabouts.keep_organisation
            assert [True, False, False] == [
                keep(each) for each in (second, first, replace(second, place=place(1.0)))
            ]
            assert [True, False, False] == [
                be(each)
                for each in (
                    retailer,
                    replace(retailer, version=1),
                    replace(retailer, active=False),
                )
            ]
        with unit_of_work() as tx:
            assert [second] == list(tx.whereabouts.premises_of([SHOP]))
            assert [retailer] == list(tx.whereabouts.organisations([SHOP]))

    def test_premises_in_a_frame_are_those_with_a_point_there(self, unit_of_work: Open) -> None:
        inside, edge = premises(51.5, -0.1), premises(51.6, -0.2)
        north, east = premises(51.7, -0.1), premises(51.5, 0.1)
        nowhere, there = premises(None), premises(51.5, -0.1)
        with unit_of_work() as tx:
            for each in (inside, edge, north, east, nowhere, there):
                tx.whereabouts.keep_premises(each)
            tx.whereabouts.keep_premises(Premises.removed(there.premises_id, SHOP, 2))
        frame = (51_400_000, -200_000, 51_600_000, 0)
        expected = sorted([inside, edge], key=lambda each: each.premises_id)
        with unit_of_work() as tx:
            assert expected == list(tx.whereabouts.premises_within(frame, most=9))
            assert expected[:1] == list(tx.whereabouts.premises_within(frame, most=1))

    def test_of_what_was_removed_nothing_is_left_but_whose_it_was(self, unit_of_work: Open) -> None:
        there = premises()
        gone = Premises.removed(there.premises_id, SHOP, 2)
        with unit_of_work() as tx:
            tx.whereabouts.keep_premises(there)
            assert tx.whereabouts.keep_premises(gone)
            assert not tx.whereabouts.keep_premises(there)
        with unit_of_work() as tx:
            assert [gone] == list(tx.whereabouts.premises_of([SHOP]))
            assert NO_HOLDINGS == tx.whereabouts.holdings([SHOP])[SHOP]

    def test_holdings_are_what_each_organisation_adds_and_no_others(
        self, unit_of_work: Open
    ) -> None:
        mine = [premises(51.5 + number) for number in range(3)]
        other = premises(organisation_id=OTHER, place=place(55.0))
        with unit_of_work() as tx:
            for each in (*mine, other, Premises.removed(uuid4(), SHOP, 1)):
                tx.whereabouts.keep_premises(each)
            tx.whereabouts.keep_organisation(organisation())
        with unit_of_work() as tx:
            assert {
                SHOP: holdings_of(organisation(), mine),
                OTHER: Holdings(places=(other.place,)),
                "nobody": NO_HOLDINGS,
            } == dict(tx.whereabouts.holdings([SHOP, OTHER, "nobody"]))
            assert {} == dict(tx.whereabouts.holdings([]))

    def test_an_organisation_that_is_no_more_adds_no_sector(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.whereabouts.keep_organisation(organisation(active=False))
        with unit_of_work() as tx:
            assert NO_HOLDINGS == tx.whereabouts.holdings([SHOP])[SHOP]

    def test_what_changed_lately_is_told(self, unit_of_work: Open) -> None:
        there = premises()
        with unit_of_work() as tx:
            tx.whereabouts.keep_premises(there)
            tx.whereabouts.keep_organisation(organisation())
        with unit_of_work() as tx:
            organisations, found = tx.whereabouts.changed(timedelta(minutes=5))
            assert ([organisation()], [there]) == (list(organisations), list(found))
