"""Send what waits in the mail outbox."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.identity.domain.errors import MailUnavailable
from services.identity.domain.mails import registration_mail
from services.identity.usecases.ports import MailServer, UnitOfWork

PAUSE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMails:
    """Hand each mail that is due to the server, each in a transaction of its own.

    One that is not taken is tried again. A crash between the server's word and our commit sends a
    mail twice: for a confirmation that is better than never.
    """

    unit_of_work: UnitOfWork
    mail_server: MailServer
    clock: Clock
    public_url: str

    def __call__(self) -> int:
        """Return how many mails were sent; ends at the first that the server does not take."""
        sent = 0
        while self._one():
            sent += 1
        return sent

    def _one(self) -> bool:
        with self.unit_of_work() as tx:
            now = self.clock.now()
            mail = tx.mails.claim(now)
            if mail is None:
                return False
            known = tx.subscribers.find_by_email(mail.to) is not None
            subject, text = registration_mail(
                mail.language, self.public_url, mail.variables, known=known
            )
            try:
                self.mail_server.send(mail.to, subject, text)
            except MailUnavailable as away:
                tx.mails.later(mail, now + PAUSE, str(away))
                return False
            tx.mails.sent(mail, now)
            return True
