"""The store of days on which people were last here, in memory."""

from tests.ports.sightings_store import SightingsStoreSuite


class TestMemorySightings(SightingsStoreSuite):
    """The fake keeps what the real one keeps."""
