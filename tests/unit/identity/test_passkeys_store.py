"""The in-memory store of passkeys passes the suite of the real one."""

from tests.ports.passkeys_store import PasskeysSuite


class TestMemoryPasskeys(PasskeysSuite):
    """On memory."""
