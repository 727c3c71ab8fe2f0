"""The in-memory stores pass the suite of the real ones."""

from tests.ports.record_stores import RecordStoresSuite


class TestMemoryRecord(RecordStoresSuite):
    """On memory."""
