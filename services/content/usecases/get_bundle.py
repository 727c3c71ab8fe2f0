"""Hand out what somebody may read without a network."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.content.usecases.bundling import BundleSigner, PutTogether


@dataclass(frozen=True, slots=True, kw_only=True)
class GetBundle:
    """Return everything that the caller may take along, signed."""

    put_together: PutTogether
    signer: BundleSigner

    def __call__(self, caller: Principal) -> bytes:
        """Return the file.

        Raises:
            BundlesOff: no key is set.
        """
        return self.signer.sign(self.put_together(caller, "whole").whole())
