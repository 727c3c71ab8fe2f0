"""`kernel.access.may_read` as SQL: a test holds the two equal."""

from sqlalchemy import ColumnElement, and_, any_, func, literal, or_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from kernel.principals import Principal


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
