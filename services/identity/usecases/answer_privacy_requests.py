"""The saga: ask every holder of data, keep a receipt of each, and go on after a crash."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from services.identity.domain.export_archive import Part, part
from services.identity.domain.privacy_errors import HolderUnavailable
from services.identity.domain.privacy_request import (
    PrivacyRequest,
    PrivacyRequestKind,
    PrivacyRequestState,
    Receipt,
)
from services.identity.usecases.announcing import announce
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.privacy_ports import Holder, Holders

LEASE: Final = timedelta(seconds=60)
"""After how long a question is asked again that somebody took and never answered."""

MOST: Final = 1000
LONGEST_PAUSE: Final = timedelta(minutes=5)
ROUNDS: Final = {PrivacyRequestKind.EXPORT: 1, PrivacyRequestKind.ERASURE: 2}
"""How often each holder is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPrivacyRequests:
    """Do what is due, each step in a transaction of its own, whatever is killed between two.

    A holder may be asked again after it has done what it was asked: it answers the same, or erases
    nothing more. A request is answered when all the holders of this moment have answered.
    An erasure asks twice: between the two the account is closed long enough that no token of it is
    good any more and no event of it on its way (`sweep`).
    """

    unit_of_work: UnitOfWork
    holders: Holders
    clock: Clock
    ids: Ids
    sweep: timedelta

    def __call__(self) -> int:
        """Return how many steps were done; a holder that is away is asked again later."""
        done = 0
        while self._end() or self._begin() or self._ask():
            done += 1
        return done

    def _begin(self) -> bool:
        with self.unit_of_work() as tx:
            now = self.clock.now()
            request = tx.privacy_requests.to_begin(now)
            if request is None:
                return False
            for holder in self.holders:
                tx.privacy_receipts.add(
                    Receipt(request_id=request.request_id, holder=holder, round=1, due_at=now)
                )
            tx.privacy_requests.save(request.begun())
            if request.kind is PrivacyRequestKind.ERASURE:
                self._end_exports(tx, request.subject)
            return True

    def _end_exports(self, tx: Stores, subject: str) -> None:
        """Put nothing together any more, nor hand it over, for whom nothing is to be held of."""
        for each in tx.privacy_requests.of_subject(subject, most=MOST):
            if each.kind is PrivacyRequestKind.EXPORT:
                tx.privacy_receipts.forget_parts(each.request_id)
                if each.open:
                    tx.privacy_requests.save(each.withdrawn(self.clock.now()))

    def _ask(self) -> bool:
        now = self.clock.now()
        with self.unit_of_work() as tx:
            receipt = tx.privacy_receipts.claim(now, again_at=now + LEASE)
            if receipt is None:
                return False
            request = tx.privacy_requests.get(receipt.request_id)
        if request.state is not PrivacyRequestState.WORKING:
            self._keep(replace(receipt, answered_at=now), None)  # taken back meanwhile
            return True
        try:
            answered, held = _asked(self.holders.get(receipt.holder), receipt, request)
        except HolderUnavailable as away:
            pause = min(LONGEST_PAUSE, timedelta(seconds=2 ** min(receipt.tries, 16)))
            with self.unit_of_work() as tx:
                tx.privacy_receipts.later(receipt, self.clock.now() + pause, str(away))
            return True
        self._keep(replace(answered, answered_at=self.clock.now()), held)
        return True

    def _keep(self, receipt: Receipt, held: Part | None) -> None:
        with self.unit_of_work() as tx:
            request = tx.privacy_requests.get(receipt.request_id, lock=True)
            working = request.state is PrivacyRequestState.WORKING
            tx.privacy_receipts.answered(receipt, held if working else None)
            if working:
                self._go_on(tx, request)

    def _go_on(self, tx: Stores, request: PrivacyRequest) -> None:
        """Ask whom nobody asked yet, or answer the person if there is nobody left to ask."""
        now = self.clock.now()
        receipts = tx.privacy_receipts.of([request.request_id])
        if any(each.answered_at is None for each in receipts):
            return
        for number in range(1, ROUNDS[request.kind] + 1):
            due = now if number == 1 else now + self.sweep
            if missing := set(self.holders) - _names(receipts, number):
                for holder in sorted(missing):
                    tx.privacy_receipts.add(
                        Receipt(
                            request_id=request.request_id, holder=holder, round=number, due_at=due
                        )
                    )
                return
        self._answer(tx, request)

    def _answer(self, tx: Stores, request: PrivacyRequest) -> None:
        now = self.clock.now()
        tx.privacy_requests.save(request.answered(now))
        tx.audit.record(
            ANONYMOUS, "identity:answer-privacy", str(request.request_id), kind=request.kind.value
        )
        if request.kind is PrivacyRequestKind.EXPORT:
            announce(tx, self.ids, request.subject, "privacy-export-ready")
        else:
            pseudonym, _ = tx.audit.forget(request.subject)
            tx.privacy_requests.disown(request.subject, pseudonym, now)

    def _end(self) -> bool:
        with self.unit_of_work() as tx:
            request = tx.privacy_requests.to_end(self.clock.now())
            if request is None:
                return False
            tx.privacy_receipts.forget_parts(request.request_id)
            tx.privacy_requests.save(request.ended())
            return True


def _names(receipts: Iterable[Receipt], number: int) -> set[str]:
    return {each.holder for each in receipts if each.round == number}


def _asked(
    holder: Holder | None, receipt: Receipt, request: PrivacyRequest
) -> tuple[Receipt, Part | None]:
    """Return the receipt and, of an export, what the holder has.

    Raises:
        HolderUnavailable: it does not answer, or no setting says where it is.
    """
    if holder is None:
        raise HolderUnavailable(f"No setting says where {receipt.holder} is.")
    if request.kind is PrivacyRequestKind.ERASURE:
        return replace(receipt, records=holder.erase(request.subject)), None
    held = part(receipt.holder, holder.export(request.subject))
    return replace(receipt, records=held.records, digest=held.digest), held
