"""What came in from elsewhere about an alert, and what it was made of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import EDITABLE, Alert
from services.alerts.domain.cap.importing import CapImport
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable

MOST: Final = 20
"""Messages about one alert that are shown, the latest sent first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A message, and the draft that it became."""

    message: CapImport
    draft: Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCapImports:
    """Return the messages about an alert whose drafts nobody decided about yet."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, alert_id: UUID
    ) -> tuple[CapImport | None, Sequence[Came]]:
        """Return the message that the alert itself was made of, if any, and those about it.

        What names a message that it took the place of is about it too.

        Raises:
            AlertNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id)
            came = tx.cap_imports.about([alert_id, *alert.thread.earlier], most=MOST)
            drafts = {each.alert_id: each for each in tx.alerts.many([c.alert_id for c in came])}
            origin = tx.cap_imports.of_draft(alert_id)
        waiting = [
            Came(message=each, draft=draft)
            for each in came
            if each.alert_id != alert_id
            and (draft := drafts.get(each.alert_id)) is not None
            and draft.status in EDITABLE
            and draft.readable_by(caller)
        ]
        return origin, waiting
