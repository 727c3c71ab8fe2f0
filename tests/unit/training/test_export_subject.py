"""What training holds about a person."""

from services.training.domain.extra_time import ExtraTime
from services.training.domain.reminder import ReminderChoice
from services.training.usecases.export_subject import ExportSubject
from tests.fakes.led_sessions import booking, led_session
from tests.fakes.packaged_courses import keep_a_launch
from tests.fakes.reminders import a_reminder
from tests.fakes.training import NOON, certificate, completed, enrolment
from tests.ports.training_packages_store import begun


def test_everything_about_a_learner_is_exported_and_nothing_of_others(unit_of_work, stores) -> None:
    done = completed(stores)
    stores.certificates.add(mine := certificate(enrolment_id=done.enrolment_id))
    completed(stores, by="other")
    stores.certificates.add(certificate("other"))
    row = ("principals", "deciding what a person may do now", {"tier": "REGISTERED"})
    stores.plumbing.rows["learner"] = [row]
    export = ExportSubject(unit_of_work=unit_of_work)
    rows = export(subject="learner")
    assert ["enrolments", "attempts", "attempts", "certificates", "principals"] == [
        each[0] for each in rows
    ]
    assert all(purpose for _, purpose, _ in rows)
    assert done.enrolment_id == rows[0][2]["enrolment_id"]
    assert rows[1][2]["answers"]
    assert ("Given Family", mine.credential) == (rows[3][2]["name"], rows[3][2]["credential"])
    assert [] == list(export(subject="nobody"))


def test_every_personal_column_is_exported(unit_of_work, stores) -> None:
    """A column that is classified later must be added to the export."""
    from services.training.outbound.postgres import (  # noqa: F401 - their tables
        led_session_tables,
        reminder_tables,
    )
    from services.training.outbound.postgres.assessment_tables import METADATA

    stores.enrolments.add(mine := enrolment())
    keep_a_launch(stores, mine.enrolment_id)
    done = completed(stores, by="second")
    stores.enrolments.kept[done.enrolment_id] = done
    stores.certificates.add(certificate("second", enrolment_id=done.enrolment_id))
    stores.packages.add(begun(by="second"))
    stores.extra_times.keep(ExtraTime(subject="second", percent=150, chosen_at=NOON))
    session = led_session(scheduled_by="second")
    stores.led_sessions.add(session)
    stores.led_bookings.keep(booking(session, "second"))
    stores.reminders.told(a_reminder(subject="second"), NOON)
    stores.reminders.keep(ReminderChoice(subject="second", stop_token="t"))
    export = ExportSubject(unit_of_work=unit_of_work)
    shown = {
        (table, name)
        for subject in (mine.subject, "second")
        for table, _, row in export(subject=subject)
        for name in row
    }
    said_by_asking = {"subject"}
    same = {"right_ids": "score"}
    personal = {
        (table.name, same.get(column.name, column.name))
        for table in METADATA.tables.values()
        for column in table.c
        if column.info and column.name not in said_by_asking
    }
    assert personal <= shown
