"""Who began a version that is over is let go of, and begins the one that is offered."""

from services.training.domain.course import Catalogue
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import EnrolmentNotFound
from services.training.usecases.end_enrolments import EndEnrolments
from services.training.usecases.enrol import Enrol
from services.training.usecases.mark_ended import MarkEnded
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import COURSE_ID, LEARNER, NOON, MemoryEnrolments, course, enrolment, key
from tests.ports.assessment_stores import withdrawal
from tests.ports.training_packages_store import FOUND, begun


def test_who_did_not_finish_in_time_may_begin_the_newer_version(
    unit_of_work, stores, clock
) -> None:
    end = EndEnrolments(unit_of_work=unit_of_work, clock=clock)
    catalogue = Catalogue([course(), course(version=2)])
    enrol = Enrol(unit_of_work=unit_of_work, catalogue=catalogue, clock=clock, ids=FreshIds())
    stores.enrolments.add(mine := enrolment())
    stores.enrolments.add(theirs := enrolment("other", course_version=2))
    stores.withdrawals.add(ended := withdrawal())
    assert 0 == end()
    clock.moment = ended.ends_at
    MarkEnded(unit_of_work=unit_of_work, clock=clock)()
    assert [1, 0] == [end(), end()]
    now = unit_of_work.stores.enrolments
    assert (EnrolmentStatus.FAILED, theirs) == (
        now.get(mine.enrolment_id).status,
        now.get(theirs.enrolment_id),
    )
    assert 2 == enrol(LEARNER, course_id=COURSE_ID, key=key()).enrolment.course_version


def test_a_package_that_was_withdrawn_is_over_at_once(unit_of_work, stores, clock) -> None:
    end = EndEnrolments(unit_of_work=unit_of_work, clock=clock)
    package = begun().looked_into(FOUND, digest="a" * 64, at=NOON)
    package = package.published(by="second", read="a" * 64, version=1, at=NOON)
    stores.packages.add(package)
    stores.enrolments.add(mine := enrolment(course_id=package.course_id))
    assert 0 == end()
    stores.packages.save(package.withdrawn(by="p", expected=package.version, at=NOON))
    assert 1 == end()
    found = unit_of_work.stores.enrolments.get(mine.enrolment_id)
    assert EnrolmentStatus.FAILED is found.status


def test_one_who_was_erased_meanwhile_keeps_no_other_waiting(
    unit_of_work, stores, clock, monkeypatch
) -> None:
    stores.enrolments.add(gone := enrolment("gone"))
    stores.enrolments.add(mine := enrolment())
    stores.withdrawals.add(ended := withdrawal())
    clock.moment = ended.ends_at
    get = MemoryEnrolments.get

    def without_one(kept, enrolment_id, *, lock=False):
        if enrolment_id == gone.enrolment_id:
            raise EnrolmentNotFound("There is no such enrolment.")
        return get(kept, enrolment_id, lock=lock)

    monkeypatch.setattr(MemoryEnrolments, "get", without_one)
    assert 2 == EndEnrolments(unit_of_work=unit_of_work, clock=clock)()
    found = unit_of_work.stores.enrolments.kept[mine.enrolment_id]
    assert EnrolmentStatus.FAILED is found.status
