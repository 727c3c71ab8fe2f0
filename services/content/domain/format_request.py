"""A reader's request for a document in another format, its clock, and what was made of it.

Equality Act 2010, sections 20 and 29: who provides a service takes reasonable steps so that
information is provided in an accessible format. Five working days is our own promise; NHS England's
Accessible Information Standard names no term of its own.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, StaleVersion, Violation
from kernel.web_addresses import AddressRules, BadAddress
from kernel.working_days import Nation, day_of, end_of, is_working_day, working_days_on
from services.content.domain.document import Document
from services.content.domain.format_errors import (
    FormatRequestClaimed,
    FormatRequestEnded,
    FormatRequestNotClaimed,
)
from services.content.domain.remark import without_contacts

WORKING_DAYS: Final = 5
LONGEST_NOTE: Final = 500
LONGEST_REASON: Final = 500
LANGUAGE_LETTERS: Final = (2, 60)
MOST_WAITING: Final = 20
"""Of one person."""

MOST_WAITING_WITHOUT_ACCOUNT: Final = 50
"""Of one document."""

MOST_OWN: Final = 50
"""Of somebody's requests the latest are shown."""

PERSON_KEPT: Final = timedelta(days=90)
"""How long after its end a request knows who made it; what was made stays without them."""


class Format(Enum):
    """A form in which somebody can read a document."""

    LARGE_PRINT = "LARGE_PRINT"
    BRAILLE = "BRAILLE"
    AUDIO = "AUDIO"
    EASY_READ = "EASY_READ"
    BSL = "BSL"
    PLAIN_TEXT = "PLAIN_TEXT"
    OTHER_LANGUAGE = "OTHER_LANGUAGE"


class FormatStatus(Enum):
    """Where a request is."""

    OPEN = "OPEN"
    CLAIMED = "CLAIMED"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"


WAITING: Final = frozenset({FormatStatus.OPEN, FormatStatus.CLAIMED})
"""The states in which somebody waits, and the clock runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was made: a file of the document's, or a link; or why nothing was."""

    attachment_id: UUID | None = None
    link: str = ""
    reason: str = ""

    def violations(self, rules: AddressRules) -> list[Violation]:
        """Return what is wrong with it, field by field."""
        if sum(map(bool, (self.attachment_id, self.link, self.reason.strip()))) != 1:
            return [Violation("answer", "must be exactly one of a file, a link and a reason")]
        found = _wrong_text("answer.reason", self.reason, LONGEST_REASON)
        if self.link:
            try:
                rules.place_of(self.link)
            except BadAddress as bad:
                found.append(Violation("answer.link", str(bad)))
        return found

    @property
    def how(self) -> str:
        """Of what kind it is, for figures."""
        if self.attachment_id is not None:
            return "FILE"
        return "LINK" if self.link else "REASON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader needs. `language` is named for OTHER_LANGUAGE and for nothing else."""

    format: Format
    nation: Nation
    language: str = ""
    note: str = ""

    def violations(self) -> list[Violation]:
        """Return what is wrong with it, field by field."""
        found = _wrong_text("note", self.note, LONGEST_NOTE)
        least, most = LANGUAGE_LETTERS
        named = self.language.strip()
        if self.format is not Format.OTHER_LANGUAGE:
            if named:
                found.append(Violation("wanted_language", "must stand with OTHER_LANGUAGE alone"))
        elif not (least <= len(named) <= most and named.isprintable()):
            what = f"must name the language, in {least} to {most} letters"
            found.append(Violation("wanted_language", what))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatRequest:
    """A request as it stands. A change returns the next version.

    `requester` is the account of whoever asked, or None for who has none and holds a reply code,
    and for a person who is forgotten. `made_for` is the material version of the document for which
    the answer was made. `told_at` is when editors last heard that it is overdue.
    """

    request_id: UUID
    version: int
    document_id: UUID
    document_version: int
    asked: Asked
    requester: str | None
    asked_at: datetime
    due_at: datetime
    status: FormatStatus = FormatStatus.OPEN
    claimed_by: str | None = None
    answer: Answer | None = None
    made_for: int | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    told_at: datetime | None = None

    @classmethod
    def made(
        cls, request_id: UUID, document: Document, asked: Asked, *, by: str | None, at: datetime
    ) -> "FormatRequest":
        """Return a new request, due on the fifth working day after this one.

        Raises:
            Invalid: something of it is wrong.
        """
        if wrong := asked.violations():
            raise Invalid(*wrong)
        kept = replace(
            asked, note=without_contacts(asked.note.strip()), language=asked.language.strip()
        )
        return cls(
            request_id=request_id,
            version=1,
            document_id=document.document_id,
            document_version=document.version,
            asked=kept,
            requester=by,
            asked_at=at,
            due_at=end_of(working_days_on(day_of(at), WORKING_DAYS, asked.nation)),
        )

    @property
    def due_on(self) -> date:
        """The last day on which an answer is in time."""
        return day_of(self.due_at - timedelta(seconds=1))

    def overdue(self, now: datetime) -> bool:
        """Tell whether somebody waits beyond that day."""
        return self.status in WAITING and now >= self.due_at

    def to_be_told(self, now: datetime) -> bool:
        """Tell whether editors are to hear today that it is overdue: once each working day."""
        today = day_of(now)
        if not self.overdue(now) or not is_working_day(today, self.asked.nation):
            return False
        return self.told_at is None or day_of(self.told_at) < today

    def claimed(self, *, by: str, read: int) -> "FormatRequest":
        """Return it as somebody's who sees to it.

        Raises:
            StaleVersion, FormatRequestEnded: it changed since, or ended.
            FormatRequestClaimed: somebody does already.
        """
        self._must_wait(read)
        if self.status is FormatStatus.CLAIMED:
            raise FormatRequestClaimed("Somebody sees to it already.")
        return self._moved(status=FormatStatus.CLAIMED, claimed_by=by)

    def released(self, *, read: int) -> "FormatRequest":
        """Return it as nobody's; its time goes on.

        Raises:
            StaleVersion, FormatRequestEnded: it changed since, or ended.
            FormatRequestNotClaimed: it is nobody's.
        """
        self._must_wait(read)
        if self.status is not FormatStatus.CLAIMED:
            raise FormatRequestNotClaimed("Nobody claimed it.")
        return self._moved(status=FormatStatus.OPEN, claimed_by=None)

    def answered(
        self, answer: Answer, document: Document, *, by: str, read: int, at: datetime
    ) -> "FormatRequest":
        """Return it with what was made, for the document as it says now, or why nothing was.

        Raises:
            StaleVersion, FormatRequestEnded: it changed since, or ended.
            FormatRequestNotClaimed: `by` did not claim it.
        """
        self._must_wait(read)
        if self.claimed_by != by:
            raise FormatRequestNotClaimed("Claim it before you answer it.")
        return self._moved(
            status=FormatStatus.ANSWERED,
            answer=answer,
            made_for=None if answer.reason else document.material.version,
            ended_at=at,
            ended_by=by,
        )

    def closed(self, reason: str, *, by: str | None, read: int, at: datetime) -> "FormatRequest":
        """Return it ended: by an editor with a reason, or by whoever asked with none.

        Raises:
            StaleVersion, FormatRequestEnded: it changed since, or ended.
            Invalid: the reason is too long, or is no text.
        """
        if wrong := _wrong_text("reason", reason, LONGEST_REASON):
            raise Invalid(*wrong)
        self._must_wait(read)
        said = reason.strip()
        return self._moved(
            status=FormatStatus.CLOSED,
            answer=Answer(reason=said) if said else None,
            ended_at=at,
            ended_by=by,
        )

    def told(self, at: datetime) -> "FormatRequest":
        """Return it after editors heard that it is overdue. No new version."""
        return replace(self, told_at=at)

    def _must_wait(self, read: int) -> None:
        if self.status not in WAITING:
            raise FormatRequestEnded("The request was answered or closed.")
        if read != self.version:
            raise StaleVersion("The request changed since you read it: read it again.")

    def _moved(self, **changed: object) -> "FormatRequest":
        return replace(self, version=self.version + 1, **changed)  # type: ignore[arg-type] # fields of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A format in which a document was made: for which material version, and when."""

    format: Format
    language: str
    answer: Answer
    made_for: int
    made_at: datetime

    def stale(self, document: Document) -> bool:
        """Tell whether the document changed since in a way that matters to readers."""
        return document.material.version > self.made_for


def _wrong_text(field: str, text: str, most: int) -> list[Violation]:
    plain = text.replace("\r\n", "\n").replace("\n", " ").replace("\t", " ")
    if len(text) <= most and plain.isprintable():
        return []
    return [Violation(field, f"must have at most {most} characters, none of them for control")]
