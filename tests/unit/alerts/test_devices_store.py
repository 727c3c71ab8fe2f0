"""The fake passes the suite of the store of devices."""

from tests.ports.devices_store import DevicesStoreSuite


class TestMemoryDevices(DevicesStoreSuite):
    """In memory."""
