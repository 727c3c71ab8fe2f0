"""What every store of closed groups must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.identity.domain.group import Member
from services.identity.domain.group_errors import GroupNotFound, GroupThere
from tests.fakes.groups import DAY, NOON, a_group, an_invitation

Open = Callable[[], AbstractContextManager[Any]]


class GroupsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_a_group_comes_back_the_same_until_it_is_over(self, unit_of_work: Open) -> None:
        made = a_group()
        with unit_of_work() as tx:
            tx.groups.add(made)
        with unit_of_work() as tx:
            assert made == tx.groups.get(made.group_id, lock=True)
            tx.groups.save(told := made.with_warning(30))
        with unit_of_work() as tx:
            assert told == tx.groups.get(made.group_id)
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.groups.save(told)
        with unit_of_work() as tx:
            tx.groups.save(told.ended(NOON))
            for group_id in (made.group_id, uuid4()):
                with pytest.raises(GroupNotFound):
                    tx.groups.get(group_id)
        with unit_of_work() as tx, pytest.raises(GroupThere):
            tx.groups.add(a_group())

    def test_pages_go_from_the_newest_on(self, unit_of_work: Open) -> None:
        old, over = a_group("a"), a_group("b", ended_at=NOON)
        new = a_group("c", created_at=NOON + DAY, owner=None)
        with unit_of_work() as tx:
            for each in (old, over, new):
                tx.groups.add(each)
        with unit_of_work() as tx:
            assert [new, old] == list(tx.groups.page_of(after=None, size=9))
            place = Place(at=new.created_at, item_id=new.group_id)
            assert [old] == list(tx.groups.page_of(after=place, size=9))

    def test_who_is_in_it_is_there_once_and_goes(self, unit_of_work: Open) -> None:
        first, second = a_group("a", name="B"), a_group("b", name="A")
        over = a_group("c", ended_at=NOON)
        with unit_of_work() as tx:
            for group in (first, second, over):
                tx.groups.add(group)
                tx.groups.join(Member(group_id=group.group_id, subject="one", since=NOON))
            later = Member(group_id=first.group_id, subject="one", since=NOON + DAY)
            tx.groups.join(later)
            tx.groups.join(replace(later, subject="two"))
        with unit_of_work() as tx:
            assert [second, first] == list(tx.groups.of("one"))
            inside = tx.groups.members(first.group_id)
            assert [("one", NOON), ("two", NOON + DAY)] == [(e.subject, e.since) for e in inside]
            assert 2 == tx.groups.size(first.group_id)
            assert tx.groups.leave(first.group_id, "one")
            assert not tx.groups.leave(first.group_id, "one")
        with unit_of_work() as tx:
            assert [second] == list(tx.groups.of("one"))
            assert (1, 0) == (tx.groups.size(first.group_id), tx.groups.size(uuid4()))

    def test_a_page_of_those_inside_begins_after_the_one_before(self, unit_of_work: Open) -> None:
        group, other = a_group("a"), a_group("b")
        at_once = sorted(str(uuid4()) for _ in range(4))
        with unit_of_work() as tx:
            for each in (group, other):
                tx.groups.add(each)
            for subject in at_once:
                tx.groups.join(Member(group_id=group.group_id, subject=subject, since=NOON))
            tx.groups.join(Member(group_id=other.group_id, subject=str(uuid4()), since=NOON))
        with unit_of_work() as tx:
            first = tx.groups.members(group.group_id, size=3)
            place = Place(at=first[-1].since, item_id=UUID(first[-1].subject))
            rest = tx.groups.members(group.group_id, after=place, size=3)
            assert at_once == [each.subject for each in (*first, *rest)]
            assert tx.groups.has(group.group_id, at_once[0])
            assert not tx.groups.has(other.group_id, at_once[0])

    def test_what_somebody_is_in_or_owns_is_held_in_one_order(self, unit_of_work: Open) -> None:
        """So that two who let them go never wait for one another."""
        inside, owned = a_group("a", owner="another"), a_group("b", owner="one")
        other, over = a_group("c", owner="another"), a_group("d", owner="one", ended_at=NOON)
        with unit_of_work() as tx:
            for group in (inside, owned, other, over):
                tx.groups.add(group)
            tx.groups.join(Member(group_id=inside.group_id, subject="one", since=NOON))
        with unit_of_work() as tx:
            both = sorted((inside, owned), key=lambda each: each.group_id)
            assert both == list(tx.groups.held_of("one"))
            assert [] == list(tx.groups.held_of("nobody"))

    def test_an_address_is_invited_once_whatever_its_case(self, unit_of_work: Open) -> None:
        group, other = a_group("a"), a_group("b")
        first = an_invitation(group, "One@retail.example")
        again = an_invitation(group, "one@RETAIL.example", until=NOON + 20 * DAY)
        elsewhere = an_invitation(other, "one@retail.example")
        with unit_of_work() as tx:
            for each in (group, other):
                tx.groups.add(each)
            said = [tx.groups.invite(each) for each in (first, again, elsewhere)]
            assert [True, False, True] == said
        kept = replace(first, until=again.until)
        with unit_of_work() as tx:
            assert [kept] == list(tx.groups.invitations(group.group_id, NOON))
            assert [elsewhere, kept] == list(tx.groups.invitations_to("ONE@retail.example", NOON))
            assert [kept] == list(tx.groups.invitations_to("one@retail.example", elsewhere.until))
            assert 1 == tx.groups.forget_invitations(elsewhere.until)
            assert tx.groups.uninvite(first.invitation_id)
            assert not tx.groups.uninvite(first.invitation_id)
        with unit_of_work() as tx:
            assert [] == list(tx.groups.invitations_to("one@retail.example", NOON))

    def test_who_is_asked_in_is_counted_by_the_day(self, unit_of_work: Open) -> None:
        group, other = a_group("a"), a_group("b")
        days = (NOON.date(), (NOON + DAY).date())
        with unit_of_work() as tx:
            for each in (group, other):
                tx.groups.add(each)
        for day, which, count in (
            *((days[0], group, 1), (days[0], group, 2), (days[0], other, 1)),
            (days[1], group, 1),
        ):
            with unit_of_work() as tx:
                assert count == tx.groups.count_invited(which.group_id, day)
        with unit_of_work() as tx:
            assert group == tx.groups.get(group.group_id), "that is no change of it"

    def test_what_is_due_is_found_soonest_first(self, unit_of_work: Open) -> None:
        soon = a_group("a", until=NOON + 40 * DAY)
        late = a_group("b", until=NOON + 50 * DAY)
        over = a_group("c", until=NOON + 40 * DAY, ended_at=NOON)
        with unit_of_work() as tx:
            for each in (late, soon, over):
                tx.groups.add(each)
        with unit_of_work() as tx:
            assert [] == list(tx.groups.due(NOON + 10 * DAY - timedelta(seconds=1), most=9))
            assert [soon.group_id] == list(tx.groups.due(NOON + 10 * DAY, most=9))
            both = [soon.group_id, late.group_id]
            assert both == list(tx.groups.due(NOON + 20 * DAY, most=9))

    def test_what_is_held_of_somebody_is_where_they_are_and_what_they_answer_for(
        self, unit_of_work: Open
    ) -> None:
        member, owned = a_group("a"), a_group("b", owner="one")
        sponsored, other = a_group("c", sponsor="one", ended_at=NOON), a_group("d")
        with unit_of_work() as tx:
            for each in (member, owned, sponsored, other):
                tx.groups.add(each)
            tx.groups.join(Member(group_id=member.group_id, subject="one", since=NOON))
        with unit_of_work() as tx:
            wanted = {each.group_id for each in (member, owned, sponsored)}
            assert wanted == tx.groups.hold("one")

    def test_a_group_of_500_is_read_once_each_by_its_pages(self, unit_of_work: Open) -> None:
        """Nobody twice and nobody left out, also where one leaves between two pages."""
        group = a_group("a")
        people = [(NOON + DAY * (at // 7), str(uuid4())) for at in range(500)]
        with unit_of_work() as tx:
            tx.groups.add(group)
            for since, subject in people:
                tx.groups.join(Member(group_id=group.group_id, subject=subject, since=since))
        there: list[str] = []
        after: Place | None = None
        while True:
            with unit_of_work() as tx:
                found = tx.groups.members(group.group_id, after=after, size=100)
                assert 500 - len(there) // 100 == tx.groups.size(group.group_id)
                if not found:
                    break
                there.extend(each.subject for each in found)
                after = Place(at=found[-1].since, item_id=UUID(found[-1].subject))
                tx.groups.leave(group.group_id, found[-1].subject)
        assert [subject for _, subject in sorted(people)] == there
