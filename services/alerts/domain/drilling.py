"""How a private drill begins and ends. Nothing else ever happens to one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from kernel.audiences import AudienceRow
from services.alerts.domain import exercise
from services.alerts.domain.acts import Ending
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.audience import Person, compiled
from services.alerts.domain.content import Severity
from services.alerts.domain.drill import OVER_TEXT, Drill, drill_content
from services.alerts.domain.drill_errors import DrillDuringAlert, DrillOver
from services.alerts.domain.hands import first_hands
from services.alerts.domain.thread import Thread

SERIOUS: Final = frozenset({Severity.EXTREME, Severity.SEVERE})
"""While such an alert is out for somebody, nobody practises beside it."""


def begun(alert_id: UUID, drill: Drill, *, note: str, minutes: int, by: str, at: datetime) -> Alert:
    """Return a drill that is out: an exercise from its first moment, on one person's word."""
    return Alert(
        alert_id=alert_id,
        status=Status.ISSUED,
        content=drill_content(drill, note=note, minutes=minutes, at=at),
        worked=first_hands(by),
        version=1,
        created_at=at,
        thread=Thread(thread_id=alert_id),
        issued_at=at,
        issued_by=by,
        drill=drill,
    )


def ended(running: Alert, *, by: str, at: datetime) -> Alert:
    """End a drill before its time; its end says that it was one, and never that it is safe.

    Raises:
        DrillOver: it has ended.
    """
    if running.status is not Status.ISSUED:
        raise DrillOver("This drill has ended.")
    ending = Ending(text=exercise.enclosed(OVER_TEXT), ended_at=at, by=by)
    return replace(running, status=Status.EXPIRED, ending=ending, version=running.version + 1)


def see_that_nothing_is_real(
    real: Iterable[tuple[AudienceRow, ...]], people: Sequence[Person]
) -> None:
    """See that no serious alert is out for anybody of those who would practise.

    `real` is for whom each is that is out. Whether they may read it does not matter, and what is
    said of it is no more than that there is one.

    Raises:
        DrillDuringAlert: there is one: the drill would be taken for it, or it for the drill.
    """
    if any(any(compiled(each).among(people)) for each in real):
        raise DrillDuringAlert("A real alert is out for your people: do not practise beside it.")
