"""What a store of organisations' people's training must do."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.staff import Change
from tests.fakes.training import NOON, certificate, enrolment
from tests.ports.assessment_stores import withdrawal
from tests.unit.training.employers import asked, recorded


class StaffStoreSuite:
    """Run on each adapter by a class with the fixtures `unit_of_work` and `belong`."""

    def test_those_of_an_organisation_are_told_from_others(self, unit_of_work, belong) -> None:
        one, other, left = (str(uuid4()) for _ in range(3))
        belong(one, "hall")
        belong(other, "barn")
        belong(left, None)
        with unit_of_work() as tx:
            for lock in (False, True):
                found = tx.staff.members("hall", [one, other, left, "nobody"], lock=lock)
                assert {one} == found

    def test_what_is_to_hold_is_kept_once_and_changed_by_another_day(self, unit_of_work) -> None:
        one = str(uuid4())
        with unit_of_work() as tx:
            request, record = asked(one), recorded(one)
            assert (Change.ADDED, Change.ADDED) == (tx.staff.ask(request), tx.staff.record(record))
        later = replace(request, due_on=request.due_on + timedelta(days=1))
        ends = replace(record, expires_on=record.completed_on)
        with unit_of_work() as tx:
            assert Change.UNCHANGED is tx.staff.ask(request)
            assert Change.UNCHANGED is tx.staff.record(record)
            assert (Change.CHANGED, Change.CHANGED) == (tx.staff.ask(later), tx.staff.record(ends))
            assert [later] == list(tx.staff.requests("hall", [one]))
            assert [ends] == list(tx.staff.records("hall", [one]))
            assert [] == list(tx.staff.requests("barn", [one]))
            assert [] == list(tx.staff.records("hall", [str(uuid4())]))

    def test_what_is_due_soon_is_told_once_for_each_day(self, unit_of_work, belong) -> None:
        one, left = str(uuid4()), str(uuid4())
        belong(one, "hall")
        belong(left, "barn")
        today, until = NOON.date(), NOON.date() + timedelta(days=14)
        with unit_of_work() as tx:
            tx.staff.ask(asked(left))
            tx.staff.ask(asked(one, days=15))
            assert tx.staff.next_due(today, until) is None
            tx.staff.ask(asked(one, days=14))
            due = tx.staff.next_due(today, until)
            assert asked(one, days=14) == due
            tx.staff.reminded(due)
            assert tx.staff.next_due(today, until) is None
            tx.staff.ask(asked(one, days=13))
            assert asked(one, days=13) == tx.staff.next_due(today, until)

    def test_a_leaver_is_forgotten_by_who_they_left(self, unit_of_work) -> None:
        one, other = str(uuid4()), str(uuid4())
        with unit_of_work() as tx:
            for organisation in ("hall", "barn"):
                for person in (one, other):
                    tx.staff.ask(asked(person, organisation))
                    tx.staff.record(recorded(person, organisation))
            assert 2 == tx.staff.part(one, keeping="barn")
            assert 0 == tx.staff.part(one, keeping="barn")
            requests, records = tx.staff.of_subject(one)
            assert {"barn"} == {each.organisation_id for each in [*requests, *records]}
            assert 2 == tx.staff.part(one, keeping=None)
            assert ([], []) == tx.staff.of_subject(one)
            assert 2 == len(tx.staff.of_subject(other)[0])

    def test_what_is_learned_says_until_when_a_certificate_is_good(self, unit_of_work) -> None:
        one = str(uuid4())
        done = enrolment(one, status=EnrolmentStatus.COMPLETED, completed_at=NOON)
        ended = enrolment(
            one,
            status=EnrolmentStatus.COMPLETED,
            completed_at=NOON,
            enrolled_at=NOON + timedelta(hours=1),
        )
        begun = enrolment(one, enrolled_at=NOON + timedelta(hours=2))
        with unit_of_work() as tx:
            for each in (done, ended, begun):
                tx.enrolments.add(each)
            good = certificate(one, enrolment_id=done.enrolment_id)
            tx.certificates.add(good)
            tx.certificates.add(certificate(one, enrolment_id=ended.enrolment_id, revoked_at=NOON))
            found = tx.staff.learned([one, str(uuid4())])
        assert [good.valid_until, None, None] == [each.certified_until for each in found]
        assert [each.enrolled_at for each in (done, ended, begun)] == [
            each.enrolled_at for each in found
        ]

    def test_a_certificate_issued_anew_counts_once_and_no_longer_than_its_version(
        self, unit_of_work
    ) -> None:
        one, course_id = str(uuid4()), uuid4()
        done = enrolment(one, status=EnrolmentStatus.COMPLETED, course_id=course_id)
        of = {"enrolment_id": done.enrolment_id, "course_id": course_id}
        with unit_of_work() as tx:
            tx.enrolments.add(done)
            tx.certificates.add(old := certificate(one, **of, revoked_at=NOON))
            tx.certificates.add(certificate(one, **of, replaces=old.certificate_id))
            tx.withdrawals.add(ended := withdrawal(course_id=course_id))
            tx.withdrawals.add(withdrawal(2, course_id=course_id))
            found = tx.staff.learned([one])
        assert [ended.ends_at] == [each.certified_until for each in found]
