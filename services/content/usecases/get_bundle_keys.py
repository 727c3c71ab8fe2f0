"""Say by which keys a bundle is checked."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.content.usecases.bundling import BundleKey, BundleSigner


@dataclass(frozen=True, slots=True, kw_only=True)
class GetBundleKeys:
    """Return the public keys."""

    signer: BundleSigner

    def __call__(self) -> Sequence[BundleKey]:
        """Return every key whose bundles are still good, the present one first."""
        return self.signer.keys()
