"""The store of seats, in memory."""

from tests.ports.seats_store import SeatsStoreSuite


class TestMemorySeats(SeatsStoreSuite):
    """The fake keeps what the real one keeps."""
