"""`kernel.access.may_read` as SQL, and `Document.readable_by`: a test holds them equal."""

from sqlalchemy import ColumnElement, and_, any_, func, literal, or_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from kernel.principals import Principal
from services.content.domain.document import EDITING, Status


def readable(
    reader: Principal, columns: ReadOnlyColumnCollection[str, ColumnElement[object]]
) -> ColumnElement[bool]:
    """Return whether a person may read what bears the marking in these columns."""
    return and_(
        columns.minimum_tier <= reader.tier.value,
        or_(columns.closed_group.is_(None), columns.closed_group.in_(reader.closed_groups)),
        or_(
            func.cardinality(columns.named_subjects) == 0,
            literal(reader.subject or "") == any_(columns.named_subjects),
        ),
    )


def known(
    reader: Principal, columns: ReadOnlyColumnCollection[str, ColumnElement[object]]
) -> ColumnElement[bool]:
    """Return whether a person may know of the document in these columns; a withdrawn one, editors.

    What a query leaves out takes as long as what is not there.
    """
    may = readable(reader, columns)
    if reader.may(EDITING):
        return may
    return and_(columns.status == Status.PUBLISHED.name, may)
