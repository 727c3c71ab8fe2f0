"""What every store of members and invitations must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from kernel.pages import Place
from services.identity.domain.invitation import Ending
from tests.fakes.identity import SUSPENDED, profile, subscriber
from tests.fakes.membership import NOON, an_invitation
from tests.fakes.premises import an_organisation

Open = Callable[[], AbstractContextManager[Any]]
HALL = UUID(int=7)


def _person(number: int, **given: Any) -> Any:
    email = profile(email=f"{number}@hall.example")
    made = subscriber(str(UUID(int=number)), profile=email, organisation_id=HALL)
    return replace(made, **given)


class MembershipStoresSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_organisations_that_nobody_runs_come_by_pages(self, unit_of_work: Open) -> None:
        kinds: dict[str, list[dict[str, Any]]] = {
            "unled": [{}, {"organisation_admin": True, "standing": SUSPENDED}],
            "unled too": [{}, {}],
            "led": [{}, {"organisation_admin": True}],
            "alone": [{}],
            "all suspended": [{"standing": SUSPENDED}, {"standing": SUSPENDED}],
        }
        with unit_of_work() as tx:
            for number, (name, people) in enumerate(kinds.items()):
                made = replace(
                    an_organisation(), name=name, created_at=NOON + timedelta(minutes=number)
                )
                tx.organisations.add(made)
                for place, given in enumerate(people):
                    own = {"organisation_id": made.organisation_id}
                    tx.subscribers.add(_person(10 * number + place, **own, **given))
        with unit_of_work() as tx:
            ((first, two),) = tx.members.unled(after=None, size=1)
            place = Place(at=first.created_at, item_id=first.organisation_id)
            rest = tx.members.unled(after=place, size=9)
            assert ("unled", 2) == (first.name, two)
            assert [("unled too", 2)] == [(each.name, people) for each, people in rest]

    def test_admins_are_those_in_use_or_the_suspended_too(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.subscribers.add(_person(1, organisation_admin=True))
            tx.subscribers.add(_person(2, organisation_admin=True, standing=SUSPENDED))
            tx.subscribers.add(_person(3))
        with unit_of_work() as tx:
            assert [str(UUID(int=1))] == list(tx.members.admins(HALL))
            both = [str(UUID(int=1)), str(UUID(int=2))]
            assert both == list(tx.members.admins(HALL, suspended_too=True))

    def test_members_come_by_pages_and_none_is_missed(self, unit_of_work: Open) -> None:
        people = [
            _person(number, created_at=NOON + timedelta(minutes=number // 2)) for number in range(5)
        ]
        with unit_of_work() as tx:
            for each in [*reversed(people), _person(9, organisation_id=uuid4())]:
                tx.subscribers.add(each)
        seen: list[Any] = []
        place = None
        with unit_of_work() as tx:
            while page := tx.members.page(HALL, after=place, size=2):
                seen += page
                place = Place(page[-1].created_at, UUID(page[-1].subject))
        assert people == seen

    def test_admins_and_the_eldest_are_those_whose_account_is_in_use(
        self, unit_of_work: Open
    ) -> None:
        day = timedelta(days=1)
        with unit_of_work() as tx:
            tx.subscribers.add(_person(1, organisation_admin=True, standing=SUSPENDED))
            tx.subscribers.add(_person(2, organisation_admin=True, created_at=NOON + day))
            tx.subscribers.add(third := _person(3, created_at=NOON + 2 * day))
        with unit_of_work() as tx:
            assert [str(UUID(int=2))] == list(tx.members.admins(HALL))
            assert third == tx.members.eldest(HALL, without=str(UUID(int=2)))
            assert tx.members.eldest(uuid4(), without="") is None

    def test_a_new_name_is_said_of_each_member(self, unit_of_work: Open) -> None:
        other = _person(9, organisation_id=uuid4())
        with unit_of_work() as tx:
            for each in (_person(1), other):
                tx.subscribers.add(each)
            tx.members.renamed(HALL, "New Hall")
        with unit_of_work() as tx:
            assert "New Hall" == tx.subscribers.get(str(UUID(int=1))).profile.organisation_name
            assert other == tx.subscribers.get(other.subject)

    def test_who_joined_moved_and_is_admin_comes_back_the_same(self, unit_of_work: Open) -> None:
        person = replace(_person(1), organisation_id=None)
        joined = person.joined(an_organisation(), admin=True, invited_by="somebody")
        with unit_of_work() as tx:
            tx.subscribers.add(person)
            tx.subscribers.save(joined)
        with unit_of_work() as tx:
            assert joined == tx.subscribers.get(person.subject)
            tx.subscribers.save(left := joined.left())
        with unit_of_work() as tx:
            assert left == tx.subscribers.get(person.subject)
            assert "somebody" == left.invited_by

    def test_an_invitation_comes_back_by_id_and_by_token(self, unit_of_work: Open) -> None:
        made = an_invitation("link")
        with unit_of_work() as tx:
            tx.invitations.add(made)
        with unit_of_work() as tx:
            assert made == tx.invitations.get(made.invitation_id)
            assert made == tx.invitations.with_token(made.token_digest)
            assert tx.invitations.get(uuid4()) is None
            assert tx.invitations.with_token(b"another") is None
            tx.invitations.save(ended := made.ended(Ending.DECLINED, NOON))
        with unit_of_work() as tx:
            assert ended == tx.invitations.get(made.invitation_id)

    def test_open_ones_come_oldest_first_until_their_time_is_over(self, unit_of_work: Open) -> None:
        later = NOON + timedelta(hours=1)
        first, second = (
            an_invitation(organisation_id=HALL, created_at=at, mailed_at=at) for at in (NOON, later)
        )
        accepted = an_invitation(organisation_id=HALL, ending=Ending.ACCEPTED)
        with unit_of_work() as tx:
            for each in (second, first, accepted, an_invitation(email="b@hall.example")):
                tx.invitations.add(each)
        with unit_of_work() as tx:
            assert [first, second] == list(tx.invitations.open_of(HALL, later))
            assert [second] == list(tx.invitations.open_of(HALL, NOON + timedelta(days=7)))
            to = tx.invitations.open_to("Colleague@Cafe.example", later, most=9)
            assert [first, second] == list(to)
            assert 1 == len(tx.invitations.open_to(first.email, later, most=1))
            assert 3 == tx.invitations.count_since(HALL, NOON)
            assert 1 == tx.invitations.count_since(HALL, later)

    def test_open_ones_are_withdrawn_by_whom_or_of_what(self, unit_of_work: Open) -> None:
        one = an_invitation(organisation_id=HALL, invited_by="one")
        two = an_invitation(organisation_id=HALL, invited_by="two")
        done = an_invitation(organisation_id=HALL, invited_by="one", ending=Ending.ACCEPTED)
        with unit_of_work() as tx:
            for each in (one, two, done):
                tx.invitations.add(each)
            assert 1 == tx.invitations.withdraw_by("one")
        with unit_of_work() as tx:
            ended = tx.invitations.get(one.invitation_id)
            assert (Ending.WITHDRAWN, "") == (ended.ending, ended.email)
            assert done == tx.invitations.get(done.invitation_id)
            assert 1 == tx.invitations.withdraw_of(HALL)
            assert 0 == tx.invitations.withdraw_of(HALL)

    def test_old_ones_are_forgotten(self, unit_of_work: Open) -> None:
        kept, old = an_invitation(), an_invitation(mailed_at=NOON - timedelta(seconds=1))
        with unit_of_work() as tx:
            for each in (kept, old):
                tx.invitations.add(each)
            assert 1 == tx.invitations.forget(NOON)
        with unit_of_work() as tx:
            assert tx.invitations.get(old.invitation_id) is None
            assert kept == tx.invitations.get(kept.invitation_id)
