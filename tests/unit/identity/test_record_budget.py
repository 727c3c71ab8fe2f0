"""Nobody reads records of everybody."""

from datetime import timedelta

import pytest

from services.identity.domain.directory_errors import RecordBudgetSpent
from services.identity.usecases.get_seat import GetSeat
from services.identity.usecases.get_verification import GetVerification
from services.identity.usecases.list_seats import ListSeats
from services.identity.usecases.list_verifications import ListVerifications
from tests.fakes.identity import OFFICER, SECOND, case
from tests.fakes.seats import LEAD, a_seat, sitting
from tests.unit.identity.seated import HUB, verified


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


@pytest.mark.parametrize("rpc", ["GetVerification", "ListVerifications", "GetSeat", "ListSeats"])
def test_each_way_to_a_record_of_somebody_else_counts(unit_of_work, stores, budget, rpc) -> None:
    stores.verifications.add(opened := case("owner"))
    stores.subscribers.add(verified("lead"))
    stores.seats.add(seat := a_seat(LEAD, holder=sitting("lead")))
    said = {"unit_of_work": unit_of_work, "budget": budget}
    read = {
        "GetVerification": lambda: GetVerification(**said)(
            OFFICER, verification_id=opened.verification_id
        ),
        "ListVerifications": lambda: ListVerifications(**said)(OFFICER, after=None, size=9),
        "GetSeat": lambda: GetSeat(**said)(HUB, seat_id=seat.seat_id),
        "ListSeats": lambda: ListSeats(**said)(HUB, region="", after=None, size=9),
    }[rpc]
    read()
    who = HUB if rpc.endswith(("Seat", "Seats")) else OFFICER
    whom = "lead" if who is HUB else "owner"
    assert [(who.person, whom)] == list(stores.record_reads.read)
    budget.spend(who, ["b", "c"])
    with pytest.raises(RecordBudgetSpent):
        budget.spend(who, ["d"])
    with pytest.raises(RecordBudgetSpent):
        read()
