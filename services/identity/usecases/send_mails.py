"""Send what waits in the mail outbox."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from kernel.ports import Clock
from services.identity.domain.account_mails import ACCOUNT_MAILS, account_mail
from services.identity.domain.complaint import ComplaintNotFound
from services.identity.domain.dormancy import NOTICE
from services.identity.domain.errors import MailUnavailable
from services.identity.domain.mails import registration_mail
from services.identity.domain.matches_mail import TEMPLATE as MATCHES
from services.identity.domain.matches_mail import matches_mail
from services.identity.domain.organisation_mails import (
    INVITATION,
    ORGANISATION_MAILS,
    organisation_mail,
)
from services.identity.domain.privacy_mails import PRIVACY_MAILS, privacy_mail
from services.identity.domain.subscription_words import MAILS, links
from services.identity.domain.training_mails import TRAINING_MAILS, training_mail
from services.identity.domain.verification_mails import VERIFICATION_MAILS, verification_mail
from services.identity.usecases.invitation_mail import invitation_said
from services.identity.usecases.invite_to_group import TEMPLATE as GROUP_INVITATION
from services.identity.usecases.make_complaint import ACKNOWLEDGEMENT
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.server_ports import MailServer
from services.identity.usecases.telling import said_now
from services.identity.usecases.told_now import ABOUT_CONTENT, told_now
from services.identity.usecases.waiting_ports import Mail

PAUSE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """What a mail says, and the address that ends such mails at one click, where there is one."""

    subject: str
    text: str
    unsubscribe: str | None = None


_PLAIN: Final = (
    (VERIFICATION_MAILS, verification_mail),
    (ACCOUNT_MAILS, account_mail),
    (PRIVACY_MAILS, privacy_mail),
)
"""Mails whose words depend on nothing but what was kept with them."""


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
            told = told_now(tx, mail, now) if mail.template in ABOUT_CONTENT else mail
            if isinstance(told, datetime):
                tx.mails.later(mail, told, "quiet hours, or suspended")
                return True
            letter = self._written(tx, told) if told else None
            if told and letter:
                try:
                    self.mail_server.send(told.to, letter.subject, letter.text, letter.unsubscribe)
                except MailUnavailable as away:
                    tx.mails.later(mail, now + PAUSE, str(away))
                    return False
            if letter is not None and mail.template == ACKNOWLEDGEMENT:
                _acknowledge(tx, mail, now)
            if letter is not None and mail.template == NOTICE:
                _told_of_closing(tx, mail, now)
            tx.mails.sent(mail, now)
            return True

    def _written(self, tx: Stores, mail: Mail) -> _Letter | None:
        """Return what a mail says now, or None if there is nobody any more to say it to."""
        if mail.template == NOTICE and _is_back(tx, mail):
            return None
        for templates, words in _PLAIN:
            if mail.template in templates:
                language = _language(tx, mail)
                subject, text = words(mail.template, language, self.public_url, mail.variables)
                return _Letter(subject=subject, text=text)
        if mail.template in {INVITATION, MATCHES, *ORGANISATION_MAILS, *TRAINING_MAILS}:
            return self._of_a_kind(tx, mail)
        if mail.template not in MAILS:
            known = tx.subscribers.find_by_email(mail.to) is not None
            subject, text = registration_mail(
                mail.language, self.public_url, mail.variables, known=known
            )
            return _Letter(subject=subject, text=text)
        said = said_now(tx, mail)
        if said is None:
            return None
        subject, text = MAILS[mail.template][said.language]
        named = links(self.public_url, said.language, said.variables)
        return _Letter(
            subject=subject.format(**named),
            text=text.format(**named),
            unsubscribe=named["stop"] if "stop_token" in said.variables else None,
        )

    def _of_a_kind(self, tx: Stores, mail: Mail) -> _Letter | None:
        if mail.template == MATCHES:
            subject, text, stop = matches_mail(mail.language, self.public_url, mail.variables)
            return _Letter(subject=subject, text=text, unsubscribe=stop)
        if mail.template in TRAINING_MAILS:
            subject, text, end = training_mail(
                mail.template, mail.language, self.public_url, mail.variables
            )
            return _Letter(subject=subject, text=text, unsubscribe=end)
        said = invitation_said(tx, mail, self.clock.now()) if mail.template == INVITATION else mail
        if said is None:
            return None
        subject, text = organisation_mail(
            said.template, said.language, self.public_url, said.variables
        )
        return _Letter(subject=subject, text=text)


def _acknowledge(tx: Stores, mail: Mail, now: datetime) -> None:
    """Keep that somebody was told that their complaint arrived, unless it went with them."""
    try:
        there = tx.complaints.get(UUID(mail.variables["reference"]), lock=True)
    except ComplaintNotFound:
        return
    told = there.acknowledged(now)
    if told is not there:
        tx.complaints.save(told)


def _language(tx: Stores, mail: Mail) -> str:
    """Return in which language to write: who is asked into a group may have an account here.

    That is looked at here, so that inviting tells nothing.
    """
    if mail.template != GROUP_INVITATION:
        return mail.language
    person = tx.subscribers.find_by_email(mail.to)
    return mail.language if person is None else person.profile.language


def _is_back(tx: Stores, mail: Mail) -> bool:
    """Tell whether somebody was here since the notice that their account closes was written."""
    seen = tx.sightings.find(mail.variables["whose"])
    return seen is None or seen.day.isoformat() != mail.variables["day"]


def _told_of_closing(tx: Stores, mail: Mail, now: datetime) -> None:
    """Keep that the notice was really sent: without that no account closes."""
    said = mail.variables
    day, days = date.fromisoformat(said["day"]), int(said["days"])
    tx.sightings.told(said["whose"], day, days, now)
