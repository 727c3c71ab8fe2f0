"""One reads what one's own organisation asks and recorded, and whether it sees one's training."""

from dataclasses import replace
from datetime import timedelta

from services.training.usecases.get_asked_of_me import GetAskedOfMe
from tests.fakes.training import NOON, certificate, completed, enrolment
from tests.unit.training.employers import MEMBER, asked, recorded


def test_one_reads_what_ones_own_organisation_asks_until_it_is_done(
    unit_of_work, stores, clock
) -> None:
    mine = GetAskedOfMe(unit_of_work=unit_of_work, clock=clock)
    assert (False, [], []) == mine(replace(MEMBER, organisation_id=None))
    stores.staff.ask(asked())
    stores.staff.ask(asked(organisation="barn"))
    stores.staff.record(recorded(organisation="barn"))
    seen, (waiting,), records = mine(MEMBER)
    assert (True, asked().due_on, []) == (seen, waiting.due_on, records)
    completed(stores, "m")
    assert (True, [], []) == mine(MEMBER)


def test_a_certificate_that_ends_before_the_day_must_be_renewed(
    unit_of_work, stores, clock
) -> None:
    done = completed(stores, "m")
    ends = NOON + timedelta(days=10)
    stores.certificates.add(certificate("m", enrolment_id=done.enrolment_id, valid_until=ends))
    mine = GetAskedOfMe(unit_of_work=unit_of_work, clock=clock)
    stores.staff.ask(asked(days=14))
    assert 1 == len(mine(MEMBER)[1])
    stores.staff.ask(asked(days=9))
    assert [] == mine(MEMBER)[1]
    stores.enrolments.add(enrolment("m", enrolled_at=NOON + timedelta(hours=1)))
    assert [] == mine(MEMBER)[1]
