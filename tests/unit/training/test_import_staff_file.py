"""A file says what is to hold: good rows are kept, and the same file again changes nothing."""

from datetime import date

import pytest

from services.training.domain.errors import NotTrainingManager
from services.training.domain.staff import Change
from services.training.domain.staff_file import Fault
from services.training.usecases.import_staff_file import ImportStaffFile
from tests.fakes.training import CATALOGUE, COURSE_ID
from tests.ports.assessment_stores import withdrawal
from tests.unit.training.employers import ADMIN, GOOD, HEAD, MEMBER, PEOPLE


def an_import(unit_of_work, clock) -> ImportStaffFile:
    return ImportStaffFile(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)


def test_the_same_file_again_changes_nothing_and_a_dry_run_never_does(
    unit_of_work, stores, clock
) -> None:
    stores.staff.belongs = {"m": "hall", "n": "hall", "left": "barn"}
    take = an_import(unit_of_work, clock)
    tried = take(ADMIN, file=GOOD, people=PEOPLE, dry_run=True)
    assert ({Change.ADDED: 2}, []) == (dict(tried.changes), list(tried.errors))
    assert ({}, {}) == (unit_of_work.stores.staff.asked, unit_of_work.stores.staff.recorded)
    assert {Change.ADDED: 2} == dict(take(ADMIN, file=GOOD, people=PEOPLE, dry_run=False).changes)
    (request,) = unit_of_work.stores.staff.requests("hall", ["m"])
    assert (COURSE_ID, date(2026, 12, 24)) == (request.course_id, request.due_on)
    again = take(ADMIN, file=GOOD, people=PEOPLE, dry_run=False)
    assert {Change.UNCHANGED: 2} == dict(again.changes)
    later = GOOD.replace(b"2026-12-24", b"2026-12-25")
    assert {Change.CHANGED: 1, Change.UNCHANGED: 1} == dict(
        take(ADMIN, file=later, people=PEOPLE, dry_run=False).changes
    )


def test_good_rows_are_kept_beside_bad_ones_and_nobody_of_elsewhere_is_touched(
    unit_of_work, stores, clock
) -> None:
    """Whoever sends the file may say that an address is anybody's: only ones own people count."""
    stores.staff.belongs = {"m": "hall", "left": "barn"}
    file = (
        HEAD
        + "m@hall.example,Awareness,2026-12-24\n"
        + f"m@hall.example,{COURSE_ID},2026-12-25\n"
        + "left@hall.example,Awareness,2026-12-24\n"
        + "stranger@elsewhere.example,Awareness,2026-12-24\n"
        + "m@hall.example,Juggling,2026-12-24\n"
    )
    became = an_import(unit_of_work, clock)(ADMIN, file=file.encode(), people=PEOPLE, dry_run=False)
    assert {Change.ADDED: 1} == dict(became.changes)
    assert [
        (3, "course", Fault.SAID_BEFORE),
        (4, "email", Fault.NOT_A_MEMBER),
        (5, "email", Fault.NOT_A_MEMBER),
        (6, "course", Fault.NO_SUCH_COURSE),
    ] == [(each.line, each.column, each.fault) for each in became.errors]
    assert {"m"} == {each.subject for each in unit_of_work.stores.staff.asked.values()}


def test_only_who_manages_an_organisation_may(unit_of_work, clock) -> None:
    with pytest.raises(NotTrainingManager):
        an_import(unit_of_work, clock)(MEMBER, file=GOOD, people=PEOPLE, dry_run=True)


def test_nobody_is_asked_for_a_course_that_nobody_begins_any_more(
    unit_of_work, stores, clock
) -> None:
    stores.staff.belongs = {"m": "hall"}
    stores.withdrawals.add(withdrawal())
    file = (HEAD + "m@hall.example,Awareness,2026-12-24\n").encode()
    became = an_import(unit_of_work, clock)(ADMIN, file=file, people=PEOPLE, dry_run=False)
    assert ({}, [Fault.NO_SUCH_COURSE]) == (
        dict(became.changes),
        [each.fault for each in became.errors],
    )
