"""The store of partners' providers, in memory."""

from tests.ports.providers_store import ProvidersStoreSuite


class TestMemoryProviders(ProvidersStoreSuite):
    """The fake keeps what the real one keeps."""
