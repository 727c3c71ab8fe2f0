"""A file of staff: whom to ask to take a course, and who was trained elsewhere.

The first line names the columns, in any order: `email` and `course`; for a request `due`; for a
record of training with somebody else `provider`, `completed` and perhaps `expires`. RFC 4180 with
commas, or with semicolons as spreadsheets write it where numbers have commas.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from chassis.errors import Invalid, Violation

MOST_BYTES: Final = 131_072
MOST_ROWS: Final = 1_000
LONGEST_CELL: Final = 200
LONGEST_ADDRESS: Final = 254
COLUMNS: Final = ("email", "course", "due", "provider", "completed", "expires")
_NEEDED: Final = {"email", "course"}
_ADDRESS: Final = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"']+")
_DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y")


class Fault(Enum):
    """What is wrong with a cell."""

    MISSING = "MISSING"
    NO_ADDRESS = "NO_ADDRESS"
    NOT_A_MEMBER = "NOT_A_MEMBER"
    NO_SUCH_COURSE = "NO_SUCH_COURSE"
    NOT_A_DAY = "NOT_A_DAY"
    IMPOSSIBLE_DAY = "IMPOSSIBLE_DAY"
    TOO_LONG = "TOO_LONG"
    NOT_PLAIN = "NOT_PLAIN"
    SAID_BEFORE = "SAID_BEFORE"
    NOT_HERE = "NOT_HERE"
    TOO_MANY_CELLS = "TOO_MANY_CELLS"


@dataclass(kw_only=True)
class RowError(Exception):
    """A row cannot be taken; `line` counts from 1, and the first line names the columns."""

    line: int
    column: str
    fault: Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A row that asks somebody to take a course by a day."""

    line: int
    email: str
    course: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A row that records training with somebody else."""

    line: int
    email: str
    title: str
    provider: str
    completed_on: date
    expires_on: date | None


Row = Asking | Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFile:
    """What a file says: the rows that can be read, and what is wrong with each other one."""

    rows: Sequence[Row]
    errors: Sequence[RowError]

    @property
    def emails(self) -> Sequence[str]:
        """Return the addresses of the good rows, each once."""
        return list(dict.fromkeys(each.email for each in self.rows))


def read_staff_file(file: bytes, today: date) -> StaffFile:
    """Read a file.

    Raises:
        Invalid: as a whole it cannot be read: too large, no UTF-8, no CSV, or other columns.
    """
    lines = _lines(_text(file))
    columns = [each.strip().lower() for each in next(lines, (0, []))[1]]
    _see_columns(columns)
    rows, errors, seen = list[Row](), list[RowError](), dict[tuple[str, ...], Row]()
    for number, (line, cells) in enumerate(_filled(lines), start=1):
        if number > MOST_ROWS:
            raise _wrong(f"must have at most {MOST_ROWS} rows")
        try:
            row = _row(line, _named(line, columns, cells), today)
            _see_first(seen, row)
        except RowError as error:
            errors.append(error)
        else:
            rows.append(row)
    return StaffFile(rows=rows, errors=errors)


def _wrong(what: str) -> Invalid:
    return Invalid(Violation("file", what))


def _text(file: bytes) -> str:
    if not 0 < len(file) <= MOST_BYTES:
        raise _wrong(f"must have 1 to {MOST_BYTES} bytes")
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong("must be UTF-8: save it as “CSV UTF-8”") from None


def _lines(text: str) -> "_Numbered":
    first = text.splitlines()[0] if text.splitlines() else ""
    separator = ";" if first.count(";") > first.count(",") else ","
    return _Numbered(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


class _Numbered:
    """The records of a file, each with the line on which it begins."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def __iter__(self) -> "_Numbered":
        return self

    def __next__(self) -> tuple[int, list[str]]:
        begins = self._reader.line_num + 1
        try:
            return begins, next(self._reader)
        except csv.Error as error:
            raise _wrong(f"must be CSV: line {begins}: {error}") from error


def _filled(lines: _Numbered) -> "list[tuple[int, list[str]]]":
    found = []
    for line, cells in lines:
        if any(each.strip() for each in cells):
            found.append((line, cells))
        if len(found) > MOST_ROWS:
            break
    return found


def _see_columns(columns: Sequence[str]) -> None:
    unknown = [each for each in columns if each not in COLUMNS]
    if unknown or len(set(columns)) != len(columns) or not set(columns) >= _NEEDED:
        raise _wrong(f"must name in its first line email and course, and of {', '.join(COLUMNS)}")


def _named(line: int, columns: Sequence[str], cells: Sequence[str]) -> Mapping[str, str]:
    if any(each.strip() for each in cells[len(columns) :]):
        raise RowError(line=line, column=columns[-1], fault=Fault.TOO_MANY_CELLS)
    said = dict.fromkeys(COLUMNS, "")
    for column, cell in zip(columns, cells, strict=False):
        said[column] = text = cell.strip()
        if len(text) > (LONGEST_ADDRESS if column == "email" else LONGEST_CELL):
            raise RowError(line=line, column=column, fault=Fault.TOO_LONG)
        if not text.isprintable():
            raise RowError(line=line, column=column, fault=Fault.NOT_PLAIN)
    return said


def _row(line: int, said: Mapping[str, str], today: date) -> Row:
    email = said["email"].lower()
    for column in ("email", "course"):
        if not said[column]:
            raise RowError(line=line, column=column, fault=Fault.MISSING)
    if not _ADDRESS.fullmatch(email):
        raise RowError(line=line, column="email", fault=Fault.NO_ADDRESS)
    if any(said[column] for column in ("provider", "completed", "expires")):
        return _recording(line, email, said, today)
    due_on = _day(line, "due", said["due"])
    if due_on < today:
        raise RowError(line=line, column="due", fault=Fault.IMPOSSIBLE_DAY)
    return Asking(line=line, email=email, course=said["course"], due_on=due_on)


def _recording(line: int, email: str, said: Mapping[str, str], today: date) -> Recording:
    if said["due"]:
        raise RowError(line=line, column="due", fault=Fault.NOT_HERE)
    if not said["provider"]:
        raise RowError(line=line, column="provider", fault=Fault.MISSING)
    completed_on = _day(line, "completed", said["completed"])
    if completed_on > today:
        raise RowError(line=line, column="completed", fault=Fault.IMPOSSIBLE_DAY)
    expires_on = _day(line, "expires", said["expires"]) if said["expires"] else None
    if expires_on is not None and expires_on < completed_on:
        raise RowError(line=line, column="expires", fault=Fault.IMPOSSIBLE_DAY)
    return Recording(
        line=line,
        email=email,
        title=said["course"],
        provider=said["provider"],
        completed_on=completed_on,
        expires_on=expires_on,
    )


def _day(line: int, column: str, text: str) -> date:
    if not text:
        raise RowError(line=line, column=column, fault=Fault.MISSING)
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise RowError(line=line, column=column, fault=Fault.NOT_A_DAY)


def _see_first(seen: dict[tuple[str, ...], Row], row: Row) -> None:
    """See that no line before speaks of the same: which of two would hold hangs on their order."""
    if isinstance(row, Asking):
        what: tuple[str, ...] = (row.email, row.course.casefold())
    else:
        what = (row.email, row.title, row.provider, row.completed_on.isoformat())
    if what in seen:
        raise RowError(line=row.line, column="course", fault=Fault.SAID_BEFORE)
    seen[what] = row
