"""Sign somebody in by their passkey, without Keycloak."""

from dataclasses import dataclass
from datetime import datetime

from kernel.ports import Clock
from kernel.principals import ANONYMOUS, Principal
from kernel.usage import Used
from services.identity.domain.errors import PasskeyRefused, SubscriberNotFound
from services.identity.domain.passkey import SESSION_GOOD, SignIn, may_sign_in
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.passkey_challenges import SIGNING_IN, spend
from services.identity.usecases.passkey_ports import Ceremonies, Challenges, PasskeySessions
from services.identity.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInWithPasskey:
    """Give a token of ten minutes to whoever an authenticator answers for.

    The challenge is used up by a commit of its own, before anything else is looked at: no answer,
    good or bad, can be tried twice.
    """

    unit_of_work: UnitOfWork
    ceremonies: Ceremonies
    challenges: Challenges
    sessions: PasskeySessions
    clock: Clock

    def __call__(self, *, credential: str) -> SignIn:
        """Return a bearer token, whose it is, and when it ends.

        Raises:
            PasskeyRefused: whatever is wrong.
        """
        now = self.clock.now()
        challenge = self.ceremonies.challenge_in(credential)
        with self.unit_of_work() as tx:
            spend(tx, self.challenges, challenge, SIGNING_IN, at=now)
        try:
            with self.unit_of_work() as tx:
                person = self._signed(tx, credential, challenge, now)
        except PasskeyRefused:
            with self.unit_of_work() as tx:
                tx.audit.record(ANONYMOUS, "identity:passkey-refused", "passkey")
            raise
        until = now + SESSION_GOOD
        token = self.sessions.token(person, at=now, until=until)
        return SignIn(subject=person.subject, token=token, until=until)

    def _signed(self, tx: Stores, credential: str, challenge: bytes, now: datetime) -> Subscriber:
        passkey = tx.passkeys.find(self.ceremonies.credential_in(credential))
        if passkey is None:
            raise PasskeyRefused("The passkey cannot be used.")
        count = self.ceremonies.signed(credential, challenge, passkey)
        tx.passkeys.save(passkey.used(sign_count=count, at=now))
        try:
            person = tx.subscribers.get(passkey.subject)
        except SubscriberNotFound:
            raise PasskeyRefused("The passkey cannot be used.") from None
        if not may_sign_in(person):
            raise PasskeyRefused("The passkey cannot be used.")
        who = Principal(subject=person.subject, tier=person.tier, roles=person.roles)
        tx.sightings.note(person.subject, now.date())
        tx.audit.record(who, "identity:sign-in-with-passkey", str(passkey.passkey_id))
        tx.outbox.add(Used(caller=who, metric="identity.passkey-sign-in", at=now))
        return person
