"""Suggestions and similar documents from the record, while the search engine is away."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Integer, and_, cast, func, literal, select
from sqlalchemy.dialects.postgresql import REGCONFIG, TSQUERY

from services.content.domain.compartments import Compartment
from services.content.domain.document import Status
from services.content.domain.similarity import LEAST_ALIKE, MOST_SIMILAR
from services.content.domain.typing_ahead import MOST_SUGGESTED
from services.content.outbound.postgres.tables import DOCUMENTS

_C = DOCUMENTS.c
_CONFIGURATION = {"en-GB": "english", "cy": "simple"}


def beginning_so(
    connection: Connection,
    compartments: Sequence[Compartment],
    words: Sequence[str],
    *,
    language: str,
) -> Sequence[UUID]:
    """Return documents by the beginnings of words; accents count, which the engine leaves out.

    A word is letters and digits alone, so that none of it is an operator.
    """
    said = func.lower(_C.title.op("||")(" ").op("||")(func.array_to_string(_C.tags, " ")))
    conditions: list[ColumnElement[bool]] = [said.op("~")(rf"\m{word}") for word in words]
    if language:
        conditions.append(_C.language == language)
    query = select(_C.document_id).where(_there(compartments), *conditions)
    query = query.order_by(_C.published_at.desc(), _C.document_id).limit(MOST_SUGGESTED)
    return connection.execute(query).scalars().all()


def alike(
    connection: Connection,
    compartments: Sequence[Compartment],
    terms: Sequence[str],
    *,
    language: str,
    leave_out: Sequence[UUID],
) -> Sequence[UUID]:
    """Return documents that say many of the terms, those first that say them most."""
    each = [_query(term, language) for term in terms]
    whole: ColumnElement[Any] = each[0]
    for more in each[1:]:
        whole = cast(whole.op("||")(more), TSQUERY)
    said: ColumnElement[Any] = literal(0)
    for one in each:
        said = said + cast(_C.words.op("@@")(one), Integer)
    query = select(_C.document_id).where(
        _there(compartments),
        _C.language == language,
        _C.document_id.not_in(leave_out),
        _C.words.op("@@")(whole),
        said >= max(1, int(len(terms) * LEAST_ALIKE)),
    )
    rank = func.ts_rank_cd(_C.words, whole).desc()
    query = query.order_by(rank, _C.document_id).limit(MOST_SIMILAR)
    return connection.execute(query).scalars().all()


def _query(term: str, language: str) -> ColumnElement[Any]:
    configuration = cast(literal(_CONFIGURATION[language]), REGCONFIG)
    return func.plainto_tsquery(configuration, term)


def _there(compartments: Sequence[Compartment]) -> ColumnElement[bool]:
    return and_(
        _C.status == Status.PUBLISHED.name,
        _C.compartment.in_([each.name for each in compartments]),
    )
