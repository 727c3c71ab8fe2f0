"""Builds what bundles need, for `bootstrap.py`."""

from collections.abc import Callable
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.configuration import BadSetting, Settings
from kernel.ports import SystemClock
from services.content.inbound.bundles_rpc import BundlesServicer, bundles_services_of
from services.content.outbound.bundle_signer import NO_BUNDLES, Ed25519Bundles, UnfitBundleKey
from services.content.usecases.bundling import BundleSigner, PutTogether
from services.content.usecases.get_bundle import GetBundle
from services.content.usecases.get_bundle_changes import GetBundleChanges
from services.content.usecases.get_bundle_keys import GetBundleKeys
from services.content.usecases.ports import UnitOfWork

_CLOCK: Final = SystemClock()


def bundle_signer(settings: Settings) -> BundleSigner:
    """Return what signs bundles; where no key is set, what refuses.

    Raises:
        BadSetting: a key is unfit.
    """
    name = "CONTENT_BUNDLE_KEY"
    secret = settings.secret_if_said(name)
    if not secret:
        return NO_BUNDLES
    try:
        return Ed25519Bundles.of(secret, settings.text("CONTENT_BUNDLE_FORMER_KEYS", ""))
    except UnfitBundleKey as error:
        raise BadSetting(name, f"must be a random text, with public former keys: {error}") from None


def bundles_services(
    work: UnitOfWork, reads: UnitOfWork, signer: BundleSigner
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service on a unit of work, and on one that only reads."""
    put_together = PutTogether(reads=reads, work=work, clock=_CLOCK)
    return bundles_services_of(
        BundlesServicer(
            get_bundle=GetBundle(put_together=put_together, signer=signer),
            get_bundle_changes=GetBundleChanges(put_together=put_together, signer=signer),
            get_bundle_keys=GetBundleKeys(signer=signer),
        )
    )
