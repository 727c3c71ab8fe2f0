"""Nobody reads records of everybody."""

from datetime import timedelta

import pytest

from services.identity.domain.directory_errors import RecordBudgetSpent
from services.identity.domain.group import Member
from services.identity.usecases.get_group import GetGroup
from services.identity.usecases.get_role_grant import GetRoleGrant
from services.identity.usecases.get_seat import GetSeat
from services.identity.usecases.get_verification import GetVerification
from services.identity.usecases.list_complaints import ListComplaints
from services.identity.usecases.list_privacy_requests import ListPrivacyRequests
from services.identity.usecases.list_role_grants import ListRoleGrants
from tests.fakes.groups import a_group
from tests.fakes.identity import NOON, OFFICER, SECOND, case, subscriber
from tests.fakes.role_grants import a_grant
from tests.fakes.seats import LEAD, a_seat, sitting
from tests.unit.identity.asking import PRIVACY, made
from tests.unit.identity.seated import HUB, verified
from tests.unit.identity.test_list_complaints import a_complaint


def test_a_person_counts_once_a_day_and_oneself_never(budget, clock, measures) -> None:
    for _ in range(5):
        budget.spend(OFFICER, ["a", "b", "c", OFFICER.person])
    clock.moment += timedelta(days=1)
    budget.spend(OFFICER, ["d", "e", "f"])
    assert 0 == measures.count


def test_whoever_passes_it_reads_no_more_and_raises_an_alarm_once(budget, stores, measures) -> None:
    budget.spend(OFFICER, ["a", "b", "c"])
    for people in (["d"], ["a"]):
        with pytest.raises(RecordBudgetSpent):
            budget.spend(OFFICER, people)
    assert 1 == measures.count
    assert [4] == [each.records for each in stores.record_reads.freezes(most=9)]
    acts = [row[1] for row in stores.audit.rows]
    assert ["identity:freeze-record-reads"] == acts
    budget.spend(SECOND, ["d"])


def test_the_next_day_alone_changes_nothing(budget, clock) -> None:
    with pytest.raises(RecordBudgetSpent):
        budget.spend(OFFICER, ["a", "b", "c", "d"])
    clock.moment += timedelta(days=2)
    with pytest.raises(RecordBudgetSpent):
        budget.spend(OFFICER, ["a"])


@pytest.mark.parametrize(
    "rpc",
    [
        *("GetVerification", "GetSeat", "GetGroup", "GetRoleGrant", "ListRoleGrants"),
        *("ListPrivacyRequests", "ListComplaints"),
    ],
)
def test_each_way_to_a_record_of_somebody_else_counts(
    unit_of_work, stores, clock, budget, rpc
) -> None:
    who, whom, read = _ways(unit_of_work, stores, clock, budget)[rpc]
    read()
    assert [(who.person, whom)] == list(stores.record_reads.read)
    budget.spend(who, ["b", "c"])
    with pytest.raises(RecordBudgetSpent):
        budget.spend(who, ["d"])
    with pytest.raises(RecordBudgetSpent):
        read()


def _ways(unit_of_work, stores, clock, budget):
    """Return by RPC who reads, whom, and the call."""
    stores.verifications.add(opened := case("owner"))
    stores.subscribers.add(verified("lead"))
    stores.subscribers.add(subscriber("asker"))
    stores.seats.add(seat := a_seat(LEAD, holder=sitting("lead")))
    stores.groups.add(group := a_group(owner=None))
    stores.groups.join(Member(group_id=group.group_id, subject="lead", since=NOON))
    stores.role_grants.add(grant := a_grant("lead"))
    stores.privacy_requests.add(made(subject="asker"))
    stores.complaints.add(complaint := a_complaint())
    said = {"unit_of_work": unit_of_work, "budget": budget}
    page = {"after": None, "size": 9}
    return {
        "GetVerification": (
            *(OFFICER, "owner"),
            lambda: GetVerification(**said)(OFFICER, verification_id=opened.verification_id),
        ),
        "GetSeat": (HUB, "lead", lambda: GetSeat(**said)(HUB, seat_id=seat.seat_id)),
        "GetGroup": (
            *(HUB, "lead"),
            lambda: GetGroup(**said, clock=clock)(HUB, group_id=group.group_id),
        ),
        "GetRoleGrant": (
            *(HUB, "lead"),
            lambda: GetRoleGrant(**said)(HUB, grant_id=grant.grant_id),
        ),
        "ListRoleGrants": (
            *(HUB, "lead"),
            lambda: ListRoleGrants(**said)(HUB, over_too=True, **page),
        ),
        "ListPrivacyRequests": (
            *(PRIVACY, "asker"),
            lambda: ListPrivacyRequests(**said)(PRIVACY, only_open=True, **page),
        ),
        "ListComplaints": (
            *(PRIVACY, f"complaint:{complaint.complaint_id}"),
            lambda: ListComplaints(**said)(PRIVACY, only_open=True, **page),
        ),
    }
