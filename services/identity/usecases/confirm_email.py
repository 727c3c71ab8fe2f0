"""Turn a confirmed address into an account."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.application import token_digest
from services.identity.domain.errors import ApplicationNotFound
from services.identity.domain.events import OrganisationChanged, PrincipalChanged
from services.identity.domain.organisation import Organisation
from services.identity.domain.subscriber import Profile, Subscriber
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.server_ports import Accounts
from services.identity.usecases.waiting_ports import Mail, Task, TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmEmail:
    """Make the account in Keycloak, then the record.

    A crash between the two is mended by the next try, which finds the account that was left.
    """

    unit_of_work: UnitOfWork
    accounts: Accounts
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, token: str) -> None:
        """Confirm; again with the same token changes nothing.

        Raises:
            ApplicationNotFound: the token was never given, or is too old.
            AccountsUnavailable: Keycloak does not answer; the token stays good.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            application = tx.applications.find(token_digest(token))
            if application is None:
                raise ApplicationNotFound("This link is not known, or is too old.")
            confirmed = application.confirmed(now)
            if confirmed is application:
                return
            tx.applications.save(confirmed)
            profile = application.profile
            if tx.subscribers.find_by_email(profile.email) is not None:
                return
            subject = self.accounts.create(profile) or self._instead(tx, profile)
            if subject is None:
                self._tell(tx, profile)
                return
            organisation_id = self._organisation(tx, profile, now)
            subscriber = Subscriber.registered(subject, profile, now, organisation_id)
            tx.subscribers.add(subscriber)
            tx.sightings.note(subject, now.date())
            tx.tasks.add(Task(task_id=self.ids.new(), subject=subject, kind=TaskKind.INVITE))
            tx.audit.record(
                replace(caller, subject=subject), "identity:confirm", tx.audit.name_of(subject)
            )
            tx.outbox.add(
                PrincipalChanged(subscriber),
                Used(caller=caller, metric="identity.confirmed", at=now),
            )

    def _instead(self, tx: Stores, profile: Profile) -> str | None:
        """Make the account in the place of one that holds the address and never confirmed it.

        Whoever administers a partner's sign-in can name any address; this person has just shown
        that it is theirs. An account of somebody on record stays.
        """
        squatter = self.accounts.unconfirmed(profile.email)
        if squatter is None or tx.subscribers.known([squatter]):
            return None
        self.accounts.delete(squatter)
        return self.accounts.create(profile)

    def _tell(self, tx: Stores, profile: Profile) -> None:
        tx.mails.add(
            Mail(
                mail_id=self.ids.new(),
                to=profile.email,
                language=profile.language,
                template="account-elsewhere",
                variables={},
            )
        )

    def _organisation(self, tx: Stores, profile: Profile, now: datetime) -> UUID | None:
        """Make the organisation that the person named, if any: their own, whatever its name."""
        if not profile.organisation_name:
            return None
        made = Organisation.created(
            self.ids.new(), name=profile.organisation_name, sectors=profile.sectors, at=now
        )
        tx.organisations.add(made)
        tx.outbox.add(OrganisationChanged(made))
        return made.organisation_id
