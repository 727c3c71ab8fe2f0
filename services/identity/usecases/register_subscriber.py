"""Apply for an account."""

from dataclasses import dataclass

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.application import Application, token_digest
from services.identity.domain.subscriber import Profile
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSubscriber:
    """Take an application.

    Answer and work are the same whether or not the address is known: which mail it gets is decided
    when it is sent.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, profile: Profile, key: RequestKey) -> None:
        """Keep the application and the mail.

        Raises:
            IdempotencyKeyReused: the key came with another body.
        """
        now, application_id = self.clock.now(), self.ids.new()
        token = f"{self.ids.new().hex}{self.ids.new().hex}"
        with self.unit_of_work() as tx:
            if tx.idempotency.claim(caller.subject, key, str(application_id)) is not None:
                return
            tx.applications.add(
                Application(
                    application_id=application_id,
                    profile=profile,
                    token_digest=token_digest(token),
                    created_at=now,
                )
            )
            tx.mails.add(
                Mail(
                    mail_id=self.ids.new(),
                    to=profile.email,
                    language=profile.language,
                    template="registration",
                    variables={"token": token, "given_name": profile.given_name},
                )
            )
            tx.audit.record(caller, "identity:register", str(application_id))
            tx.outbox.add(Used(caller=caller, metric="identity.registered", at=now))
