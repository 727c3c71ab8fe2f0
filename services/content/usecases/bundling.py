"""What the verbs of bundles need, and how one is put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kernel.access import offline_reader
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.bundle import MOST_DOCUMENTS, Bundle
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import without_hidden_originals


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleKey:
    """A public key: its id (RFC 7638) and its 32 bytes, as base64url (RFC 8037)."""

    kid: str
    x: str


class BundleSigner(Protocol):
    """Makes a file of a bundle's text."""

    def sign(self, text: bytes, /) -> bytes:
        """Return the file: the same text gives the same bytes.

        Raises:
            BundlesOff: no key is set.
        """
        ...

    def keys(self) -> Sequence[BundleKey]:
        """Return every key whose bundles are still good, the present one first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PutTogether:
    """Reads what a caller may take along, for this one call: no bundle is ever kept by us."""

    reads: UnitOfWork
    work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, how: str) -> Bundle:
        """Return the bundle, and count that it was taken."""
        now = self.clock.now()
        reader = offline_reader(caller)
        with self.reads() as tx:
            found = tx.documents.page(reader, language="", after=None, size=MOST_DOCUMENTS + 1)
            both = [each for each in found if each.readable_by(reader)]
            may = [each for each in both if each.readable_by(caller)]
            allowed = without_hidden_originals(tx.documents, reader, may)
        with self.work() as tx:
            tx.outbox.add(Used(caller=caller, metric="content.bundle-taken", at=now, detail=how))
        return Bundle.of(caller, allowed, more=len(found) > MOST_DOCUMENTS, at=now)
