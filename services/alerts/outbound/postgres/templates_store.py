"""Templates in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from chassis.errors import StaleVersion
from services.alerts.domain.content import Certainty, Severity, Urgency
from services.alerts.domain.errors import TemplateNotFound
from services.alerts.domain.freeze import Word
from services.alerts.domain.kinds import kinds_of
from services.alerts.domain.template import Template, TemplateContent, TemplateUse
from services.alerts.domain.wording import Translation
from services.alerts.outbound.postgres.tables import TEMPLATES

_T: Final = TEMPLATES.c
_PEOPLE: Final = ("proposed_by", "approved_by", "retired_by")


@dataclass(frozen=True, slots=True)
class PostgresTemplates:
    """The templates on one transaction."""

    connection: Connection

    def add(self, template: Template) -> None:
        """Insert a new one."""
        self.connection.execute(insert(TEMPLATES).values(_row(template)))

    def get(self, template_id: UUID, *, lock: bool = False) -> Template:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            TemplateNotFound: there is none.
        """
        query = select(TEMPLATES).where(_T.template_id == template_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise TemplateNotFound("There is no such template.")
        return _template(row)

    def save(self, template: Template) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(TEMPLATES)
            .where(_T.template_id == template.template_id, _T.version == template.version - 1)
            .values(_row(template))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The template changed meanwhile: read it again.")

    def standing(self, *, most: int) -> Sequence[Template]:
        """Return those that are not retired, the latest proposed first."""
        rows = self.connection.execute(
            select(TEMPLATES)
            .where(_T.retired_at.is_(None))
            .order_by(_T.proposed_at.desc(), _T.template_id)
            .limit(most)
        )
        return [_template(row) for row in rows]

    def said_by(self, subject: str) -> Sequence[Template]:
        """Return those about which a person said a word, oldest first."""
        said = or_(*(_T[name] == subject for name in _PEOPLE))
        rows = self.connection.execute(select(TEMPLATES).where(said).order_by(_T.proposed_at))
        return [_template(row) for row in rows]

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place."""
        said = or_(*(_T[name] == subject for name in _PEOPLE))
        renamed = {name: func.replace(_T[name], subject, pseudonym) for name in _PEOPLE}
        return self.connection.execute(update(TEMPLATES).where(said).values(renamed)).rowcount


def _row(template: Template) -> dict[str, Any]:
    approved, retired = template.approved, template.retired
    return {
        "template_id": template.template_id,
        "version": template.version,
        "content": template.content.fields(),
        "proposed_by": template.proposed.by,
        "proposed_at": template.proposed.at,
        "approved_by": approved.by if approved else None,
        "approved_at": approved.at if approved else None,
        "retired_by": retired.by if retired else None,
        "retired_at": retired.at if retired else None,
        "retired_why": retired.why if retired else None,
    }


def _template(row: Row[Any]) -> Template:
    approved, retired = row.approved_by, row.retired_by
    return Template(
        template_id=row.template_id,
        version=row.version,
        content=_content(row.content),
        proposed=Word(by=row.proposed_by, at=row.proposed_at),
        approved=None if approved is None else Word(by=approved, at=row.approved_at),
        retired=(
            None
            if retired is None
            else Word(by=retired, at=row.retired_at, why=row.retired_why or "")
        ),
    )


def _content(said: dict[str, Any]) -> TemplateContent:
    kept = {name: value for name, value in said.items() if name not in _BUILT}
    return TemplateContent(
        **kept,
        severity=Severity(said["severity"]),
        urgency=Urgency(said["urgency"]),
        certainty=Certainty(said["certainty"]),
        expires_at=datetime.fromisoformat(said["expires_at"]),
        translations=tuple(Translation(**each) for each in said["translations"]),
        use=TemplateUse(said.get("use", TemplateUse.BREAK_GLASS.value)),
        kinds=kinds_of(said),
    )


_BUILT: Final = frozenset(
    {
        *("severity", "urgency", "certainty", "expires_at", "translations", "use"),
        *("categories", "response_types"),
    }
)
