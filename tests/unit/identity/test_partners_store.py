"""The store of partner sites, in memory."""

from tests.ports.partners_store import PartnersStoreSuite


class TestMemoryPartners(PartnersStoreSuite):
    """The fake keeps what the real one keeps."""
