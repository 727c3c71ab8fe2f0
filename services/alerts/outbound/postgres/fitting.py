"""Of documents in an order those that fit into one answer together."""

from typing import Any

from sqlalchemy import Select, func, select


def fitting(found: Select[Any], name: str, largest: int, *, last: bool = False) -> Select[Any]:
    """Return the keys of rows whose `document` has, with those before, so many bytes at most.

    The first is there however large it is. `found` is in the order of its column `name`, from the
    `last` on if so said, and has no more rows than may be looked at.
    """
    rows = found.subquery()
    key = rows.c[name]
    size = func.octet_length(rows.c.document)
    order = key.desc() if last else key
    together = func.sum(size).over(order_by=order).label("together")
    sized = select(key.label("key"), size.label("size"), together).subquery()
    return select(sized.c.key).where(
        (sized.c.together <= largest) | (sized.c.together == sized.c.size)
    )
