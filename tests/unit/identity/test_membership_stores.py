"""The in-memory stores pass the suite of the real ones."""

from tests.ports.channel_stores import ChannelStoresSuite
from tests.ports.directory_stores import DirectoryStoresSuite
from tests.ports.membership_stores import MembershipStoresSuite


class TestMemoryMembership(MembershipStoresSuite):
    """On memory."""


class TestMemoryChannels(ChannelStoresSuite):
    """On memory."""


class TestMemoryDirectory(DirectoryStoresSuite):
    """On memory."""
