"""Joining a closed group, or declining."""

import pytest

from kernel.tiers import Tier
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.group_errors import InvitationNotFound, UnfitForGroup
from services.identity.usecases.answer_group_invitation import AnswerGroupInvitation
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.groups import DAY, NOON, an_invitation
from tests.fakes.identity import caller
from tests.unit.identity.grouped import MEMBER, a_house, in_it
from tests.unit.identity.seated import verified

ONE = caller("one")


@pytest.fixture
def answer(unit_of_work, clock, ids):
    use_case = AnswerGroupInvitation(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def _answer(invitation, by=ONE, *, accept=True) -> None:
        use_case(by, invitation_id=invitation.invitation_id, accept=accept)

    return _answer


@pytest.fixture
def group(stores):
    return a_house(stores)


@pytest.fixture
def asked(stores, group):
    stores.groups.invite(made := an_invitation(group))
    return made


def test_who_joins_is_in_it_everywhere(answer, group, asked, stores) -> None:
    answer(asked)
    assert {"owner", "member", "one"} == in_it(stores, group)
    assert PrincipalChanged(stores.subscribers.get("one")) in stores.outbox.events
    assert [TaskKind.SYNC] == [each.what.kind for each in stores.tasks.waiting]
    assert ("one", "identity:group-joined") == stores.audit.rows[-1][:2]
    with pytest.raises(InvitationNotFound):
        answer(asked)


def test_who_declines_is_forgotten(answer, group, asked, stores) -> None:
    answer(asked, accept=False)
    assert {"owner", "member"} == in_it(stores, group)
    assert {} == stores.groups.invited


def test_an_invitation_is_for_one_address_and_for_its_time(
    answer, group, asked, stores, clock
) -> None:
    with pytest.raises(InvitationNotFound):
        answer(asked, MEMBER)
    clock.moment = NOON + 14 * DAY
    with pytest.raises(InvitationNotFound):
        answer(asked)
    assert {"owner", "member"} == in_it(stores, group)


def test_a_group_that_is_over_asks_nobody_in(answer, group, stores) -> None:
    stores.groups.invite(asked := an_invitation(group))
    stores.groups.save(group.ended(NOON))
    with pytest.raises(InvitationNotFound):
        answer(asked)


def test_only_the_verified_join_and_they_may_be_so_later(answer, group, asked, stores) -> None:
    stores.subscribers.add(verified("one", tier=Tier.REGISTERED))
    with pytest.raises(UnfitForGroup):
        answer(asked)
    stores.subscribers.add(verified("one"))
    answer(asked)
    assert "one" in in_it(stores, group)
