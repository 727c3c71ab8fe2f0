"""Hand out what changed since somebody took a bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.usecases.bundling import BundleSigner, PutTogether


@dataclass(frozen=True, slots=True, kw_only=True)
class GetBundleChanges:
    """Return what the caller lacks, and what they must delete, signed."""

    put_together: PutTogether
    signer: BundleSigner

    def __call__(self, caller: Principal, *, held: Mapping[UUID, str]) -> bytes:
        """Return the file; `held` is the digest of each document that the client has.

        Raises:
            BundlesOff: no key is set.
        """
        return self.signer.sign(self.put_together(caller, "changes").changes(held))
