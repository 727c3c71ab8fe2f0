"""A file of staff is read row by row; what is wrong is named by line, column and reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.training.domain.staff_file import (
    MOST_BYTES,
    MOST_ROWS,
    Asking,
    Fault,
    Recording,
    read_staff_file,
)
from tests.unit.training.employers import GOOD, HEAD, TODAY


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
