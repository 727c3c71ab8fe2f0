"""Keep a new passkey."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.errors import PasskeyNotFound, TooManyPasskeys
from services.identity.domain.passkey import MOST_PASSKEYS, Passkey
from services.identity.usecases.passkey_challenges import registering, spend
from services.identity.usecases.passkey_ports import Ceremonies, Challenges
from services.identity.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPasskey:
    """Keep what a browser made for the caller, by a challenge of the caller's own."""

    unit_of_work: UnitOfWork
    ceremonies: Ceremonies
    challenges: Challenges
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, name: str, credential: str, key: RequestKey
    ) -> Passkey:
        """Return the passkey.

        Raises:
            PasskeyRefused: it is not for this challenge, address and person.
            PasskeyKnown: somebody has it already.
            TooManyPasskeys: they have as many as one may have.
            IdempotencyKeyReused: the key came with another body.
        """
        passkey_id, now = self.ids.new(), self.clock.now()
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(passkey_id))
            if earlier is not None:
                return own_passkey(tx, caller, UUID(earlier))
            tx.subscribers.get(caller.person, lock=True)  # nobody counts beside us
            if len(tx.passkeys.of(caller.person)) >= MOST_PASSKEYS:
                raise TooManyPasskeys(f"You may have {MOST_PASSKEYS} passkeys: remove one.")
            challenge = self.ceremonies.challenge_in(credential)
            spend(tx, self.challenges, challenge, registering(caller.person), at=now)
            made = self.ceremonies.made(credential, challenge)
            passkey = Passkey(
                passkey_id=passkey_id,
                subject=caller.person,
                name=name,
                credential_id=made.credential_id,
                public_key=made.public_key,
                sign_count=made.sign_count,
                registered_at=now,
            )
            tx.passkeys.add(passkey)
            tx.audit.record(caller, "identity:register-passkey", str(passkey_id))
            tx.outbox.add(Used(caller=caller, metric="identity.passkey-registered", at=now))
        return passkey


def own_passkey(tx: Stores, caller: Principal, passkey_id: UUID) -> Passkey:
    """Return one of the caller's own.

    Raises:
        PasskeyNotFound: it is none of theirs.
    """
    for each in tx.passkeys.of(caller.person):
        if each.passkey_id == passkey_id:
            return each
    raise PasskeyNotFound("There is no such passkey of yours.")
