"""Every column that names a person says why it is kept, on which basis, and how long."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Table

from chassis.postgres.tables import METADATA as PLUMBING
from stack.services import MIGRATED

ROOT = Path(__file__).resolve().parents[2]
TELLS_WHO = re.compile(
    r"(^|_)(subject|email|address|phone|recipient|given_name|family_name|actor|holder|deputy"
    r"|officer|asker|author|person|reporter|learner)$|_by$"
)
"""What a column is called that names a person, or leads to one."""

NOBODY = {
    "outbox.subject": "the name of a message, not a person's",
    "dead_letters.subject": "the name of a message, not a person's",
    "privacy_receipts.holder": "a service that holds data",
    "alerts.superseded_by": "an alert",
    "rumours.corrected_by": "an entry",
    "deliveries.send_by": "a time",
}


def metadata_of(service: str) -> MetaData:
    folder = ROOT / "services" / service / "outbound" / "postgres"
    for path in sorted(folder.glob("*tables.py")):
        import_module(f"services.{service}.outbound.postgres.{path.stem}")
    found: MetaData = import_module(f"services.{service}.outbound.postgres.tables").METADATA
    return found


def columns() -> Iterator[tuple[str, Table, Column[object]]]:
    for service in MIGRATED:
        for table in metadata_of(service).sorted_tables:
            yield from ((service, table, column) for column in table.c)
    for table in PLUMBING.sorted_tables:
        yield from (("chassis", table, column) for column in table.c)


COLUMNS = list(columns())


@pytest.mark.parametrize(
    ("service", "table", "column"),
    [each for each in COLUMNS if TELLS_WHO.search(each[2].name)],
    ids=lambda each: getattr(each, "name", each),
)
def test_a_column_that_names_a_person_is_classified(
    service: str, table: Table, column: Column[object]
) -> None:
    if f"{table.name}.{column.name}" in NOBODY:
        assert not column.info
        return
    assert "personal" in column.info, f"{service}.{table.name}.{column.name}"


def test_a_classification_says_purpose_basis_and_retention() -> None:
    said = [column.info["personal"] for _, _, column in COLUMNS if column.info]
    assert said
    assert all({"purpose", "basis", "retention"} == each.keys() for each in said)
    assert all(all(each.values()) for each in said)


def test_one_purpose_rests_on_one_basis_unless_it_is_the_record_of_decisions() -> None:
    """The same thing is not done because it was consented to here, and anyhow there."""
    bases: dict[str, set[str]] = {}
    for _, _, column in COLUMNS:
        if column.info:
            said = column.info["personal"]
            bases.setdefault(said["purpose"], set()).add(said["basis"])
    several = {purpose for purpose, found in bases.items() if len(found) > 1}
    assert {"accountability of decisions"} == several
