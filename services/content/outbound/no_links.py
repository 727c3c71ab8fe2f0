"""Where no place for files is set: no link is made or opened, and that is said."""

from chassis.storage.nowhere import refuse
from services.content.domain.attachment_link import Grant


class NoLinks:
    """Makes no link: every use of it is refused."""

    def sign(self, grant: Grant, name: str) -> str:
        """Refuse."""
        refuse()

    def opened(self, token: str) -> Grant:
        """Refuse."""
        refuse()
