"""The record's own search, for the time when the search engine is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import reduce
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    Subquery,
    and_,
    any_,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, REGCONFIG, TSQUERY
from sqlalchemy.types import Text, Uuid

from services.content.domain.compartments import Compartment
from services.content.domain.cursor import SearchMustRestart
from services.content.domain.document import Status
from services.content.domain.search import (
    HIGHLIGHTS,
    MARK_BEGINS,
    MARK_ENDS,
    MOST_COUNTED,
    MOST_VALUES,
    Answerer,
    Found,
    Hit,
    Mark,
    Query,
)
from services.content.domain.synonyms import readings
from services.content.outbound.postgres import record_finding
from services.content.outbound.postgres.synonyms_store import PostgresSynonyms
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
        self,
        compartments: Sequence[Compartment],
        query: Query,
        *,
        size: int,
        offset: int = 0,
        after: Mark | None = None,
    ) -> Found:
        """Return what these compartments hold, best first; without text, newest first.

        Raises:
            SearchMustRestart: the page before was not of the record.
        """
        if after is not None and after.answerer is not Answerer.RECORD:
            raise SearchMustRestart("Search again from the beginning.")
        words = _words(readings(query.text, PostgresSynonyms(self.connection).all()))
        matching = select(DOCUMENTS).where(*_conditions(compartments, query))
        rank: ColumnElement[Any] = literal(0.0)
        if query.text.strip():
            matching = matching.where(_COLUMNS.words.op("@@")(words))
            rank = cast(func.ts_rank_cd(_COLUMNS.words, words), Double)
        counted = matching.limit(MOST_COUNTED).subquery()
        total = self.connection.execute(select(func.count()).select_from(counted)).scalar_one()
        order = [rank.desc(), _COLUMNS.published_at.desc(), _COLUMNS.document_id]
        page = matching.add_columns(
            rank.label("rank"), func.row_number().over(order_by=order).label("place")
        )
        if after is not None:
            page = page.where(_comes_after(rank, after))
        page = page.order_by(*order).limit(size).offset(offset)
        rows = self.connection.execute(_pieces(page, words, query)).all()
        return Found(
            hits=[_hit(row) for row in rows],
            total=total,
            facets={name: self._counts(counted, name) for name in ("sectors", "regions", "tags")}
            | {
                name: self._counts(counted, column)
                for name, column in (("kinds", "kind"), ("language", "language"))
            }
            | {"year": self._years(counted)},
            end=_end(rows),
        )

    def says(self, compartments: Sequence[Compartment], query: Query, *, document_id: UUID) -> bool:
        """Tell whether one document is among what is found."""
        matching = select(literal(1)).where(
            _COLUMNS.document_id == document_id, *_conditions(compartments, query)
        )
        if query.text.strip():
            words = _words(readings(query.text, PostgresSynonyms(self.connection).all()))
            matching = matching.where(_COLUMNS.words.op("@@")(words))
        return self.connection.execute(matching).first() is not None

    def beginning_so(
        self, compartments: Sequence[Compartment], words: Sequence[str], *, language: str
    ) -> Sequence[UUID]:
        """Return documents in whose title or tags each word begins one, newest first."""
        return record_finding.beginning_so(self.connection, compartments, words, language=language)

    def alike(
        self,
        compartments: Sequence[Compartment],
        terms: Sequence[str],
        *,
        language: str,
        leave_out: Sequence[UUID],
    ) -> Sequence[UUID]:
        """Return documents of a language that say many of the terms, best first."""
        return record_finding.alike(
            self.connection, compartments, terms, language=language, leave_out=leave_out
        )

    def _years(self, counted: Subquery) -> list[tuple[str, int]]:
        year = extract("year", func.timezone("UTC", counted.c.published_at)).label("year")
        rows = self.connection.execute(
            select(year, func.count()).select_from(counted).group_by(year).order_by(year.desc())
        )
        return [(str(int(found)), int(number)) for found, number in rows.fetchmany(MOST_VALUES)]

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


def _words(texts: Sequence[str]) -> ColumnElement[Any]:
    """Return plain texts, any of them, as a query in both languages.

    No character of them is an operator.
    Welsh is kept, and so looked for, without the marks above its letters.
    """
    each: list[ColumnElement[Any]] = [
        func.plainto_tsquery(cast(literal(language), REGCONFIG), func.unmarked(text))
        for text in texts
        for language in ("english", "simple")
    ]
    return cast(reduce(lambda one, other: one.op("||")(other), each), TSQUERY)


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
    if query.tags:
        conditions.append(_COLUMNS.tags.op("@>")(cast(sorted(query.tags), ARRAY(Text))))
    if query.since is not None:
        conditions.append(_COLUMNS.published_at >= datetime.combine(query.since, time(), UTC))
    if query.until is not None:
        after = query.until + timedelta(days=1)
        conditions.append(_COLUMNS.published_at < datetime.combine(after, time(), UTC))
    return conditions


def _comes_after(rank: ColumnElement[Any], mark: Mark) -> ColumnElement[bool]:
    """Return that a row stands behind a place: by rank, then age, then id."""
    last_rank, last_at, last_id = mark.after
    published, at = _COLUMNS.published_at, datetime.fromisoformat(str(last_at))
    same = rank == cast(literal(last_rank), Double)
    return or_(
        rank < cast(literal(last_rank), Double),
        and_(same, published < at),
        and_(same, published == at, _COLUMNS.document_id > cast(literal(str(last_id)), Uuid)),
    )


def _end(rows: Sequence[Any]) -> Mark | None:
    if not rows:
        return None
    last = rows[-1]
    place = (float(last.rank), last.published_at.isoformat(), str(last.document_id))
    return Mark(answerer=Answerer.RECORD, after=place)


def _pieces(page: Any, words: ColumnElement[Any], query: Query) -> Any:
    """Return the page's ids with pieces of their text; only a page's bodies are read for it."""
    found = page.subquery()
    pieces = func.ts_headline(
        cast(literal("english"), REGCONFIG), found.c.body, words, literal(_HEADLINE)
    )
    shown = pieces if query.text.strip() else literal("")
    whole = (found.c.document_id, found.c.rank, found.c.published_at, shown.label("pieces"))
    return select(*whole).order_by(found.c.place)


def _hit(row: Any) -> Hit:
    pieces = [piece.strip() for piece in row.pieces.split(_CUT)]
    return Hit(
        document_id=row.document_id,
        highlights=tuple(piece for piece in pieces if MARK_BEGINS in piece)[:HIGHLIGHTS],
    )
