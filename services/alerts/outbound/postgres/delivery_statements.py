"""Statements on the delivery log that take any number of rows in one parameter."""

from typing import Any, Final

from sqlalchemy import Text, bindparam, cast, column, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from services.alerts.outbound.postgres.delivery_tables import DELIVERIES

NOBODYS: Final[dict[str, Any]] = {"claim": None, "leased_until": None}
_LEASED: Final = text("deliveries.state = 'SENDING'")
_FIELDS: Final = {each.name for each in DELIVERIES.c} - {"claim", "leased_until", "changed_at"}

# One parameter for any number of rows: as many as there are fields cost seconds for each thousand.
_ADDED: Final = (
    func.jsonb_to_recordset(cast(bindparam("rows", type_=Text), JSONB))
    .table_valued(*(column(each.name, each.type) for each in DELIVERIES.c if each.name in _FIELDS))
    .render_derived(with_types=True)
)
ADD: Final = (
    insert(DELIVERIES)
    .from_select(list(_ADDED.c.keys()), select(_ADDED))
    .on_conflict_do_nothing()
    .returning(DELIVERIES.c.delivery_id)
)

_BECAME: Final = {
    *("delivery_id", "state", "due_at", "attempts", "handed_at", "unsure", "begun_at"),
    *("possible_repeats", "provider_id", "why"),
}
_SETTLED: Final = (
    func.jsonb_to_recordset(cast(bindparam("rows", type_=Text), JSONB))
    .table_valued(
        *(column(each.name, each.type) for each in DELIVERIES.c if each.name in _BECAME),
        name="became",
    )
    .render_derived(with_types=True)
)
SETTLE: Final = (
    update(DELIVERIES)
    .where(DELIVERIES.c.delivery_id == _SETTLED.c.delivery_id, _LEASED)
    .values(
        {name: _SETTLED.c[name] for name in _BECAME - {"delivery_id"}}
        | NOBODYS
        | {"changed_at": func.clock_timestamp()}
    )
    .returning(DELIVERIES.c.delivery_id)
)
