"""What every store of organisations and premises must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.errors import OrganisationNotFound, PremisesNotFound
from services.identity.domain.postcode import Postcode
from services.identity.domain.postcode_directory import Entry
from services.identity.domain.premises import Whereabouts
from services.identity.usecases.subscription_ports import Replaced
from tests.fakes.identity import SUSPENDED, profile, subscriber
from tests.fakes.premises import HERE, NOON, SHOP, THERE, an_organisation, some_premises

Open = Callable[[], AbstractContextManager[Any]]


class PremisesStoresSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_an_organisation_comes_back_the_same_until_it_is_closed(
        self, unit_of_work: Open
    ) -> None:
        made = an_organisation(sectors=frozenset({"retail", "events"}))
        with unit_of_work() as tx:
            tx.organisations.add(made)
        with unit_of_work() as tx:
            assert made == tx.organisations.get(made.organisation_id, lock=True)
            tx.organisations.save(made.closed(NOON))
        with unit_of_work() as tx:
            with pytest.raises(OrganisationNotFound):
                tx.organisations.get(made.organisation_id)
            assert made.closed(NOON) == tx.organisations.find(made.organisation_id)
            assert tx.organisations.find(uuid4()) is None
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.organisations.save(made.closed(NOON))

    def test_members_are_counted(self, unit_of_work: Open) -> None:
        made, other = an_organisation(), an_organisation()
        with unit_of_work() as tx:
            for each in (made, other):
                tx.organisations.add(each)
            for own in (made, made, other):
                tx.subscribers.add(subscriber(organisation_id=own.organisation_id))
            tx.subscribers.add(subscriber())
        with unit_of_work() as tx:
            assert 2 == tx.organisations.members(made.organisation_id)
            assert 0 == tx.organisations.members(uuid4())

    def test_a_person_comes_back_with_their_organisation(self, unit_of_work: Open) -> None:
        person = subscriber()
        joined = person.joined(an_organisation())
        with unit_of_work() as tx:
            tx.subscribers.add(person)
            tx.subscribers.save(joined)
        with unit_of_work() as tx:
            assert joined == tx.subscribers.get(person.subject)

    def test_who_named_an_organisation_and_has_none_is_found(self, unit_of_work: Open) -> None:
        nameless = replace(subscriber(), profile=profile(organisation_name="", email="a@b.example"))
        people = [
            subscriber("b"),
            subscriber("a"),
            nameless,
            subscriber(organisation_id=uuid4()),
            subscriber(standing=SUSPENDED),
        ]
        with unit_of_work() as tx:
            for each in people:
                tx.subscribers.add(each)
        with unit_of_work() as tx:
            assert [people[1], people[0]] == list(tx.subscribers.without_organisation(size=9))
            assert [people[1]] == list(tx.subscribers.without_organisation(size=1))

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"details": replace(SHOP, capacity=None, location=HERE)},
            {"details": replace(SHOP, address=("1", "2", "3", "4"))},
            {"whereabouts": Whereabouts(regions=("NW", "WAL"), location=THERE)},
        ],
        ids=["plain", "given", "long", "found"],
    )
    def test_premises_come_back_the_same(self, unit_of_work: Open, given: Any) -> None:
        made = some_premises(**given)
        with unit_of_work() as tx:
            tx.premises.add(made)
        with unit_of_work() as tx:
            assert made == tx.premises.get(made.premises_id, lock=True)

    def test_premises_are_saved_once_a_version(self, unit_of_work: Open) -> None:
        made = some_premises()
        updated = made.updated(replace(SHOP, name="Other"), made.whereabouts)
        with unit_of_work() as tx:
            tx.premises.add(made)
            tx.premises.save(updated)
        with unit_of_work() as tx:
            assert updated == tx.premises.get(made.premises_id)
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.premises.save(updated)

    def test_removed_premises_are_found_by_nobody_but_who_tells_of_them(
        self, unit_of_work: Open
    ) -> None:
        made = some_premises(details=replace(SHOP, location=HERE))
        removed = made.removed(NOON)
        with unit_of_work() as tx:
            tx.premises.add(made)
            tx.premises.save(removed)
        with unit_of_work() as tx:
            for premises_id in (made.premises_id, uuid4()):
                with pytest.raises(PremisesNotFound):
                    tx.premises.get(premises_id)
            assert 0 == tx.premises.count(made.organisation_id)
            assert [] == list(tx.premises.all_of(made.organisation_id))
            assert [] == list(tx.premises.page_of(made.organisation_id, after=None, size=9))
            assert [removed] == list(tx.premises.page(after=UUID(int=0), size=9))

    def test_an_organisations_premises_come_oldest_first_and_none_is_missed(
        self, unit_of_work: Open
    ) -> None:
        own = uuid4()
        made = [
            some_premises(own, added_at=NOON + timedelta(minutes=number // 2))
            for number in range(5)
        ]
        with unit_of_work() as tx:
            for each in [*made, some_premises()]:
                tx.premises.add(each)
        wanted = sorted(made, key=lambda each: (each.added_at, each.premises_id))
        seen: list[Any] = []
        place = None
        with unit_of_work() as tx:
            while page := tx.premises.page_of(own, after=place, size=2):
                seen += page
                place = Place(page[-1].added_at, page[-1].premises_id)
            assert 5 == tx.premises.count(own)
            assert wanted == list(tx.premises.all_of(own))
        assert wanted == seen

    def test_everything_comes_by_pages_to_be_told_again(self, unit_of_work: Open) -> None:
        organisations = [an_organisation() for _ in range(3)]
        premises = [some_premises() for _ in range(3)]
        with unit_of_work() as tx:
            for each in organisations:
                tx.organisations.add(each)
            for one in premises:
                tx.premises.add(one)
        with unit_of_work() as tx:
            by_id = sorted(organisations, key=lambda each: each.organisation_id)
            first = tx.organisations.page(after=UUID(int=0), size=2)
            rest = tx.organisations.page(after=first[-1].organisation_id, size=2)
            assert by_id == [*first, *rest]
            places = sorted(premises, key=lambda each: each.premises_id)
            some = tx.premises.page(after=UUID(int=0), size=2)
            others = tx.premises.page(after=some[-1].premises_id, size=2)
            assert places == [*some, *others]

    def test_a_directory_says_where_a_postcode_is(self, unit_of_work: Open) -> None:
        with_point = [Entry("SW1A 1AA", "LON", HERE)]
        for edition, changed, found in (
            ([Entry("SW1A 1AA", "LON")], 1, None),
            (with_point, 1, HERE),
            (with_point, 0, HERE),
        ):
            with unit_of_work() as tx:
                wanted = Replaced(total=1, changed=changed, removed=0)
                assert wanted == tx.postcodes.replace(edition)
            with unit_of_work() as tx:
                assert found == tx.postcodes.locate(SHOP.postcode)
                assert "LON" == tx.postcodes.find(SHOP.postcode)
                assert tx.postcodes.locate(Postcode("M1 1AE")) is None
