"""Give a launched unit its token."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from services.training.domain.errors import FetchRefused, SessionUnknown
from services.training.domain.session_keys import token as session_token
from services.training.usecases.launch_unit import a_secret, digest_of
from services.training.usecases.records_ports import RecordsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchToken:
    """Answer a one-time address with the session's token (cmi5, 8.2)."""

    unit_of_work: RecordsUnitOfWork
    clock: Clock
    new_secret: Callable[[], str] = a_secret

    def __call__(self, *, secret: str) -> str:
        """Return the token, as it stands after `Basic` in a header; only its digest is kept.

        Raises:
            SessionUnknown: no launch has this address.
            FetchRefused: the token was given already, the session ended, or it is too late; this
                is counted in the session.
        """
        with self.unit_of_work() as tx:
            launched = tx.launches.by_fetch(digest_of(secret))
            if launched is None:
                raise SessionUnknown("No launch has this address.")
            now = self.clock.now()
            given = launched.may_fetch(now)
            session_id = launched.session.session_id
            token = session_token(secret, session_id, self.new_secret())
            if given:
                tx.launches.give_token(UUID(session_id), digest_of(token), now)
            else:
                tx.launches.refused(launched, FetchRefused.reason, now)
        if not given:
            raise FetchRefused("The authorization token has already been returned, or expired.")
        return token
