"""The record's own search, for the time when the search engine is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    any_,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, REGCONFIG, TSQUERY
from sqlalchemy.types import Text

from services.content.domain.compartments import Compartment
from services.content.domain.document import Status
from services.content.domain.search import (
    HIGHLIGHTS,
    MARK_BEGINS,
    MARK_ENDS,
    MOST_COUNTED,
    MOST_VALUES,
    Found,
    Hit,
    Query,
)
from services.content.outbound.postgres.tables import DOCUMENTS

_COLUMNS = DOCUMENTS.c
_CUT: Final = "\ue002"
_HEADLINE: Final = (
    f"StartSel={MARK_BEGINS}, StopSel={MARK_ENDS}, FragmentDelimiter={_CUT},"
    f" MaxFragments={HIGHLIGHTS}, MaxWords=30, MinWords=10"
)


@dataclass(frozen=True, slots=True)
class PostgresFullText:
    """Search on one transaction: the same compartments as the search engine, by name."""

    connection: Connection

    def find(
        self, compartments: Sequence[Compartment], query: Query, *, size: int, offset: int
    ) -> Found:
        """Return what these compartments hold, best first; without text, newest first."""
        words = _words(query.text)
        matching = select(DOCUMENTS).where(*_conditions(compartments, query))
        order = [_COLUMNS.published_at.desc(), _COLUMNS.document_id]
        if query.text.strip():
            matching = matching.where(_COLUMNS.words.op("@@")(words))
            order = [func.ts_rank_cd(_COLUMNS.words, words).desc(), *order]
        counted = matching.limit(MOST_COUNTED).subquery()
        total = self.connection.execute(select(func.count()).select_from(counted)).scalar_one()
        place = func.row_number().over(order_by=order).label("place")
        page = matching.add_columns(place).order_by(place).limit(size).offset(offset)
        return Found(
            hits=[_hit(row) for row in self.connection.execute(_pieces(page, words, query))],
            total=total,
            facets={name: self._counts(counted, name) for name in ("sectors", "regions")}
            | {
                name: self._counts(counted, column)
                for name, column in (("kinds", "kind"), ("language", "language"))
            },
        )

    def _counts(self, counted: Subquery, column: str) -> list[tuple[str, int]]:
        values = counted.c[column]
        each = func.unnest(values) if isinstance(values.type, ARRAY) else values
        value = each.label("value")
        count = func.count().label("count")
        rows = self.connection.execute(
            select(value, count)
            .select_from(counted)
            .group_by(value)
            .order_by(count.desc(), value)
            .limit(MOST_VALUES)
        )
        return [(str(found), int(number)) for found, number in rows]


def _words(text: str) -> ColumnElement[Any]:
    """Return plain text as a query in both languages; no character of it is an operator."""
    return cast(
        func.plainto_tsquery(cast(literal("english"), REGCONFIG), text).op("||")(
            func.plainto_tsquery(cast(literal("simple"), REGCONFIG), text)
        ),
        TSQUERY,
    )


def _conditions(compartments: Sequence[Compartment], query: Query) -> list[ColumnElement[bool]]:
    conditions = [
        _COLUMNS.status == Status.PUBLISHED.name,
        _COLUMNS.compartment.in_([each.name for each in compartments]),
    ]
    for column, wanted in ((_COLUMNS.sectors, query.sectors), (_COLUMNS.regions, query.regions)):
        if wanted:
            overlap = column.op("&&")(cast(sorted(wanted), ARRAY(Text)))
            conditions.append(or_(func.cardinality(column) == 0, overlap))
    if query.kinds:
        kinds = cast(sorted(kind.name for kind in query.kinds), ARRAY(Text))
        conditions.append(_COLUMNS.kind == any_(kinds))
    if query.language:
        conditions.append(_COLUMNS.language == query.language)
    return conditions


def _pieces(page: Any, words: ColumnElement[Any], query: Query) -> Any:
    """Return the page's ids with pieces of their text; only a page's bodies are read for it."""
    found = page.subquery()
    pieces = func.ts_headline(
        cast(literal("english"), REGCONFIG), found.c.body, words, literal(_HEADLINE)
    )
    shown = pieces if query.text.strip() else literal("")
    return select(found.c.document_id, shown.label("pieces")).order_by(found.c.place)


def _hit(row: Any) -> Hit:
    pieces = [piece.strip() for piece in row.pieces.split(_CUT)]
    return Hit(
        document_id=row.document_id,
        highlights=tuple(piece for piece in pieces if MARK_BEGINS in piece)[:HIGHLIGHTS],
    )
