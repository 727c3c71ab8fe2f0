"""A file of staff is read row by row; what is wrong is named by line, column and reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.training.domain.errors import NotTrainingManager
from services.training.domain.staff import Change
from services.training.domain.staff_file import (
    MOST_BYTES,
    MOST_ROWS,
    Asking,
    Fault,
    Recording,
    read_staff_file,
)
from services.training.usecases.import_staff_file import ImportStaffFile, ReadStaffFile
from tests.fakes.training import CATALOGUE, COURSE_ID
from tests.unit.training.test_staff_training import ADMIN, MEMBER, TODAY

HEAD = "email,course,due,provider,completed,expires\n"
PEOPLE = {"m@hall.example": "m", "n@hall.example": "n", "left@hall.example": "left"}
GOOD = (
    HEAD
    + "M@hall.example,awareness,2026-12-24,,,\n"
    + "n@hall.example,First aid,,A college,02/01/2026,2029-01-02\n"
).encode()


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize(("separator", "end"), [(",", "\n"), (";", "\r\n"), (";", "\n")])
def test_both_separators_any_line_end_and_a_mark_at_the_start(start, separator, end) -> None:
    text = start + GOOD.decode().replace(",", separator).replace("\n", end)
    read = read_staff_file(text.encode(), TODAY)
    assert [] == list(read.errors)
    assert [
        Asking(line=2, email="m@hall.example", course="awareness", due_on=date(2026, 12, 24)),
        Recording(
            line=3,
            email="n@hall.example",
            title="First aid",
            provider="A college",
            completed_on=date(2026, 1, 2),
            expires_on=date(2029, 1, 2),
        ),
    ] == read.rows


@pytest.mark.parametrize(
    ("row", "column", "fault"),
    [
        (",awareness,2026-12-24", "email", Fault.MISSING),
        ("m@hall.example,,2026-12-24", "course", Fault.MISSING),
        ("m@hall.example,awareness,", "due", Fault.MISSING),
        ("m.hall.example,awareness,2026-12-24", "email", Fault.NO_ADDRESS),
        ("m@hall.example,awareness,24 December", "due", Fault.NOT_A_DAY),
        ("m@hall.example,awareness,31/02/2027", "due", Fault.NOT_A_DAY),
        ("m@hall.example,awareness,2026-11-23", "due", Fault.IMPOSSIBLE_DAY),
        ("m@hall.example,First aid,,,2026-01-02", "provider", Fault.MISSING),
        ("m@hall.example,First aid,,A college,", "completed", Fault.MISSING),
        ("m@hall.example,First aid,2027-01-01,A college,2026-01-02", "due", Fault.NOT_HERE),
        ("m@hall.example,First aid,,A college,2026-11-25", "completed", Fault.IMPOSSIBLE_DAY),
        (
            "m@hall.example,First aid,,A college,2026-01-02,2026-01-01",
            "expires",
            Fault.IMPOSSIBLE_DAY,
        ),
        (f"m@hall.example,{'a' * 201},2026-12-24", "course", Fault.TOO_LONG),
        ("m@hall.example,aware\x07ness,2026-12-24", "course", Fault.NOT_PLAIN),
        ("m@hall.example,awareness,2026-12-24,,,,more", "expires", Fault.TOO_MANY_CELLS),
    ],
)
def test_what_is_wrong_with_a_row_is_named(row: str, column: str, fault: Fault) -> None:
    read = read_staff_file(f"{HEAD}n@hall.example,x,2026-12-24\n{row}\n".encode(), TODAY)
    (error,) = read.errors
    assert (3, column, fault) == (error.line, error.column, error.fault)
    assert 1 == len(read.rows)


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"a" * (MOST_BYTES + 1),
        HEAD.encode() + b"\xff",
        b"email,due\n",
        b"email,course,email\n",
        b"email,course,wage\n",
        HEAD.encode() + b'"m@hall.example',
        HEAD.encode() + b"m@hall.example,x,2026-12-24\n" * (MOST_ROWS + 1),
    ],
)
def test_what_is_no_such_file_is_refused_whole(file: bytes) -> None:
    with pytest.raises(Invalid):
        read_staff_file(file, TODAY)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda it: (HEAD + it).encode("utf-8")))
def test_whatever_it_is_it_is_read_or_refused(file: bytes) -> None:
    try:
        read = read_staff_file(file, TODAY)
    except Invalid:
        return
    assert len(read.rows) + len(read.errors) <= file.count(b"\n") + file.count(b"\r") + 1


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
    with pytest.raises(NotTrainingManager):
        ReadStaffFile(clock=clock)(MEMBER, file=GOOD)
    assert ["m@hall.example", "n@hall.example"] == list(
        ReadStaffFile(clock=clock)(ADMIN, file=GOOD)
    )
