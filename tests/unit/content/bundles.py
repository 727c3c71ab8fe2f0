"""Bundles, as the tests of each verb ask for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.principals import Principal
from services.content.outbound.bundle_signer import Ed25519Bundles
from services.content.usecases.bundling import PutTogether
from services.content.usecases.get_bundle import GetBundle
from services.content.usecases.get_bundle_changes import GetBundleChanges
from services.content.usecases.get_bundle_keys import GetBundleKeys
from tests.clients.offline_bundle import Kept, changed, opened, taken
from tests.fakes.content import MemoryContentStores
from tests.fakes.plumbing import MemoryUnitOfWork, SetClock

SIGNER = Ed25519Bundles.of("s" * 32)
KEYS: dict[str, Any] = {
    "keys": [
        {"kty": "OKP", "crv": "Ed25519", "kid": each.kid, "x": each.x}
        for each in GetBundleKeys(signer=SIGNER)()
    ]
}


@dataclass
class Phone:
    """A phone of somebody: our verifier, and what it has."""

    unit_of_work: MemoryUnitOfWork[MemoryContentStores]
    clock: SetClock
    owner: Principal
    kept: Kept | None = None

    def file(self) -> bytes:
        return GetBundle(put_together=self._put_together(), signer=SIGNER)(self.owner)

    def opened(self, file: bytes, now: datetime | None = None) -> dict[str, Any]:
        return opened(file, KEYS, subject=self.owner.subject, now=now or self.clock.now())

    def take(self) -> Kept:
        self.kept = taken(self.opened(self.file()))
        return self.kept

    def changes(self) -> bytes:
        assert self.kept is not None
        held = {UUID(each): digest for each, digest in self.kept.held.items()}
        changes = GetBundleChanges(put_together=self._put_together(), signer=SIGNER)
        return changes(self.owner, held=held)

    def catch_up(self) -> dict[str, Any]:
        assert self.kept is not None
        said = self.opened(self.changes())
        self.kept = changed(self.kept, said)
        return said

    def _put_together(self) -> PutTogether:
        return PutTogether(reads=self.unit_of_work, work=self.unit_of_work, clock=self.clock)
