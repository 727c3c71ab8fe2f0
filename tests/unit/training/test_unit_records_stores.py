"""The in-memory stores of launched units pass the suites of the real ones."""

from tests.ports.unit_records_stores import (
    LaunchesStoreSuite,
    StatementsStoreSuite,
    UnitDocumentsStoreSuite,
)


class TestMemoryLaunches(LaunchesStoreSuite):
    """On memory."""


class TestMemoryStatements(StatementsStoreSuite):
    """On memory."""


class TestMemoryUnitDocuments(UnitDocumentsStoreSuite):
    """On memory."""
