"""What has a time to come or to go, in PostgreSQL: one question for both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, Text, func, literal, select, union_all

from chassis.postgres.engine import refusing_when_away
from services.content.domain.document import Status
from services.content.domain.draft_status import DraftStatus
from services.content.outbound.postgres.draft_tables import DRAFTS
from services.content.outbound.postgres.saved_search_tables import SAVED_SEARCH_MAILS
from services.content.outbound.postgres.tables import DOCUMENTS
from services.content.usecases.draft_ports import Task

_EARLIEST: Final = union_all(
    select(literal(Task.COME.value, Text).label("task"), func.min(DRAFTS.c.publish_at)).where(
        DRAFTS.c.status == DraftStatus.SCHEDULED.name
    ),
    select(literal(Task.GO.value, Text), func.min(DOCUMENTS.c.withdraw_at)).where(
        DOCUMENTS.c.status == Status.PUBLISHED.name, DOCUMENTS.c.withdraw_at.is_not(None)
    ),
    select(literal(Task.TELL.value, Text), func.min(SAVED_SEARCH_MAILS.c.due_at)),
)


@dataclass(frozen=True, slots=True)
class PostgresAgenda:
    """The agenda, by connections of its own."""

    engine: Engine

    def earliest(self) -> Mapping[Task, datetime]:
        """Return when the first of each kind is due.

        Raises:
            DatabaseUnavailable: the database is away.
        """
        with refusing_when_away(), self.engine.connect() as connection:
            rows = connection.execute(_EARLIEST).all()
        return {Task(task): at for task, at in rows if at is not None}
