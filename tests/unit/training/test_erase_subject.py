"""Breaking every link with a person."""

from random import Random

from services.training.domain.course import Catalogue
from services.training.domain.extra_time import ExtraTime
from services.training.domain.led_session import BookingStatus
from services.training.domain.reminder import ReminderChoice
from services.training.usecases.erase_subject import EraseSubject
from services.training.usecases.verify_certificate import VerifyCertificate
from tests.fakes.led_sessions import booking, led_session
from tests.fakes.packaged_courses import keep_a_launch
from tests.fakes.reminders import a_reminder
from tests.fakes.training import (
    CATALOGUE,
    ISSUER,
    NOON,
    MemoryCertificates,
    MemoryEnrolments,
    certificate,
    completed,
    credentials,
    enrolment,
)
from tests.ports.training_packages_store import begun
from tests.unit.training.employers import asked, recorded


def test_a_learner_is_forgotten_and_the_certificate_stays_and_names_nobody(
    unit_of_work, stores, clock
) -> None:
    done = completed(stores)
    completed(stores, by="other")
    place = stores.status_lists.take(Random(1))
    held = certificate(enrolment_id=done.enrolment_id, place=place)
    stores.certificates.add(held)
    erase = EraseSubject(
        unit_of_work=unit_of_work, credentials=credentials(), catalogue=CATALOGUE, clock=clock
    )
    stores.extra_times.keep(ExtraTime(subject="learner", percent=150, chosen_at=NOON))
    assert (5, 0) == (erase(subject="learner"), erase(subject="learner"))
    assert ["other"] == [each.subject for each in stores.enrolments.kept.values()]
    assert 2 == len(stores.attempts.kept)
    assert {} == stores.extra_times.kept
    after = stores.certificates.get(held.certificate_id)
    assert (stores.audit.rows[-1][2], "") == (after.subject, after.name)
    everything = str([stores.enrolments, stores.certificates, stores.audit])
    assert "Given Family" not in everything
    assert "'learner'" not in everything

    verify = VerifyCertificate(
        unit_of_work=unit_of_work, credentials=credentials(), issuer=ISSUER, clock=clock
    )
    ours, theirs = verify(shown=held.certificate_id), verify(shown=held.credential)
    assert (True, True) == (ours.valid, theirs.valid)
    assert ours.stated is not None
    assert theirs.stated is not None
    assert ("", "Given Family") == (ours.stated.name, theirs.stated.name)


def test_a_revoked_one_stays_revoked_and_its_reason_goes(unit_of_work, stores, clock) -> None:
    place = stores.status_lists.take(Random(1))
    held = certificate(place=place).revoke(why="Given Family cheated", at=NOON)
    stores.certificates.add(held)
    erase = EraseSubject(
        unit_of_work=unit_of_work, credentials=credentials(), catalogue=CATALOGUE, clock=clock
    )
    assert 1 == erase(subject="learner")
    after = stores.certificates.get(held.certificate_id)
    assert (NOON, "", place) == (after.revoked_at, after.revocation_reason, after.place)


def test_who_brought_a_package_stands_under_a_pseudonym(unit_of_work, stores, clock) -> None:
    mine = begun(by="learner")
    stores.packages.add(mine)
    erase = EraseSubject(
        unit_of_work=unit_of_work, credentials=credentials(), catalogue=CATALOGUE, clock=clock
    )
    assert 1 == erase(subject="learner")
    assert stores.audit.rows[-1][2] == stores.packages.get(mine.package_id).uploaded_by


def test_what_units_said_and_kept_goes_with_the_learner(unit_of_work, stores, clock) -> None:
    mine, theirs = enrolment(), enrolment("other")
    for each in (mine, theirs):
        stores.enrolments.add(each)
        keep_a_launch(stores, each.enrolment_id)
    erase = EraseSubject(
        unit_of_work=unit_of_work, credentials=credentials(), catalogue=CATALOGUE, clock=clock
    )
    assert 6 == erase(subject="learner")
    kept = stores.records
    assert {theirs.enrolment_id} == set(kept.registrations)
    assert [1, 1, 1, 1] == [
        len(each) for each in (kept.standings, kept.sessions, kept.statements, kept.documents)
    ]


def test_bookings_go_and_who_waited_has_the_place(unit_of_work, stores, clock) -> None:
    session = led_session(places=1)
    over = led_session(starts_at=NOON)
    stores.led_sessions.add(session)
    stores.led_sessions.add(over)
    stores.led_bookings.keep(booking(session, "learner"))
    stores.led_bookings.keep(booking(over, "learner"))
    waits = booking(session, "other", 2, status=BookingStatus.WAITING)
    stores.led_bookings.keep(waits)
    erase = EraseSubject(
        unit_of_work=unit_of_work, credentials=credentials(), catalogue=CATALOGUE, clock=clock
    )
    assert (2, 0) == (erase(subject="learner"), erase(subject="learner"))
    (left,) = stores.led_bookings.kept.values()
    assert ("other", BookingStatus.BOOKED) == (left.subject, left.status)
    assert ["other"] == [each.subject for each in stores.outbox.events]
    assert 2 == erase(subject="trainer")
    assert "trainer" not in {each.scheduled_by for each in stores.led_sessions.kept.values()}


def test_reminders_go(unit_of_work, stores, clock) -> None:
    stores.reminders.told(a_reminder(), NOON)
    stores.reminders.keep(ReminderChoice(subject="learner", stop_token="t"))
    erase = EraseSubject(
        unit_of_work=unit_of_work, credentials=credentials(), catalogue=CATALOGUE, clock=clock
    )
    assert (2, 0) == (erase(subject="learner"), erase(subject="learner"))
    assert "'learner'" not in str(stores.reminders)


def test_what_employers_asked_and_recorded_goes(unit_of_work, stores, clock) -> None:
    for organisation in ("hall", "barn"):
        stores.staff.ask(asked("learner", organisation))
        stores.staff.record(recorded("learner", organisation))
    stores.staff.ask(asked("other"))
    erase = EraseSubject(
        unit_of_work=unit_of_work, credentials=credentials(), catalogue=CATALOGUE, clock=clock
    )
    assert (4, 0) == (erase(subject="learner"), erase(subject="learner"))
    assert [asked("other")] == list(stores.staff.asked.values())
    assert {} == stores.staff.recorded


def test_a_course_that_is_gone_keeps_nobody_on_record(unit_of_work, stores, clock) -> None:
    session = led_session(places=1)
    stores.led_sessions.add(session)
    stores.led_bookings.keep(booking(session, "learner"))
    stores.led_bookings.keep(booking(session, "other", 2, status=BookingStatus.WAITING))
    erase = EraseSubject(
        unit_of_work=unit_of_work, credentials=credentials(), catalogue=Catalogue([]), clock=clock
    )
    assert 1 == erase(subject="learner")
    assert [("other", ("", ""))] == [(each.subject, each.titles) for each in stores.outbox.events]


def test_what_is_issued_while_somebody_is_erased_names_nobody_either(
    unit_of_work, stores, clock, monkeypatch
) -> None:
    """On PostgreSQL the erasure waits for who holds a row, and does not see what they added."""
    forget, of_subject = MemoryEnrolments.forget, MemoryCertificates.of_subject
    anew = [certificate(title="Anew")]

    def forget_after_an_issue(kept, subject):
        unit_of_work.stores.certificates.add(certificate(title="Late"))
        return forget(kept, subject)

    def without_one_issued_anew(kept, subject, *, lock=False):
        found = list(of_subject(kept, subject, lock=lock))
        if anew:
            kept.add(anew.pop())
        return found

    monkeypatch.setattr(MemoryEnrolments, "forget", forget_after_an_issue)
    monkeypatch.setattr(MemoryCertificates, "of_subject", without_one_issued_anew)
    erase = EraseSubject(
        unit_of_work=unit_of_work, credentials=credentials(), catalogue=CATALOGUE, clock=clock
    )
    assert 2 == erase(subject="learner")
    held = unit_of_work.stores.certificates.kept.values()
    assert {("Late", ""), ("Anew", "")} == {(each.title, each.name) for each in held}
    assert "Given Family" not in str(held)
