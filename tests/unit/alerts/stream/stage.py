"""A reader's line that keeps what was written, and entries to write on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.session import Writer
from stack.streaming import EventReader, ServerSentEvent

EVERYONE = (AudienceRow(Mode.INCLUDE, Kind.EVERYONE),)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass
class MemoryLine:
    """Keeps what was written."""

    written: bytes = b""
    congested: bool = False
    ended: bool = False
    cuts: list[str] = field(default_factory=list)

    @property
    def writer(self) -> Writer:
        return self

    def write(self, data: bytes, /) -> None:
        self.written += data

    def writelines(self, pieces: Sequence[bytes]) -> None:
        self.written += b"".join(pieces)

    def end(self) -> None:
        self.ended = True

    def cut(self, why: str) -> None:
        self.cuts.append(why)

    def events(self) -> list[ServerSentEvent]:
        return list(EventReader().feed(self.written))

    def ids(self) -> list[str]:
        return [event.event_id for event in self.events() if event.kind.startswith("alert")]

    def last_event_id(self) -> str:
        reader = EventReader()
        list(reader.feed(self.written))
        return reader.last_event_id


def entry(**given: Any) -> Entry:
    """An alert for everyone, unless said otherwise."""
    event_id, kind = str(uuid4()), "alert-ended" if given.get("ended") else "alert"
    said: dict[str, Any] = {
        "event_id": event_id,
        "alert_id": str(uuid4()),
        "version": 3,
        "ended": False,
        "marking": Marking.clear(),
        "audience": EVERYONE,
        "expires_at": NOON + timedelta(hours=1),
        "happened_at": NOON,
        "wire": f"id: {event_id}\nevent: {kind}\ndata: whole\n\n".encode(),
        "notice": f"id: {event_id}\nevent: {kind}\ndata: notice\n\n".encode(),
    }
    return Entry(**(said | given))


def end_of(alert: Entry) -> Entry:
    """The end of an alert."""
    return entry(
        alert_id=alert.alert_id,
        version=alert.version + 1,
        ended=True,
        marking=alert.marking,
        audience=alert.audience,
    )
