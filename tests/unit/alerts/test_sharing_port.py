"""What looks back at what was issued, in memory."""

from tests.ports.sharing import SharingSuite


class TestMemorySharing(SharingSuite):
    """In memory."""
