"""Offline bundles, through the front of content and a client of its description alone."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from isp.content.v1 import bundles_pb2 as pb
from isp.content.v1.bundles_pb2_grpc import BundlesServiceStub
from kernel.tiers import Tier
from tests.clients.offline_bundle import BundleRefused, changed, opened, taken
from tests.fakes.content import AMBER, NOON, MemoryContentStores, published
from tests.fakes.serving import Served, refusal


@pytest.fixture
def bundles(server: Served) -> BundlesServiceStub:
    return BundlesServiceStub(server.channel)


@pytest.fixture
def keys(bundles: BundlesServiceStub) -> dict[str, Any]:
    found = bundles.GetBundleKeys(pb.GetBundleKeysRequest()).keys
    return {
        "keys": [{"kty": "OKP", "crv": "Ed25519", "kid": each.kid, "x": each.x} for each in found]
    }


def test_each_gets_their_own_and_what_was_withdrawn_goes(
    bundles: BundlesServiceStub, keys: dict[str, Any], server: Served, stores: MemoryContentStores
) -> None:
    everyones, amber = published(), published(marking=AMBER)
    for each in (everyones, amber):
        stores.documents.add(each)
    verified, now = server.caller(tier=Tier.VERIFIED), datetime.now(UTC)
    file = bundles.GetBundle(pb.GetBundleRequest(), metadata=verified.metadata).file
    kept = taken(opened(file, keys, subject=verified.subject, now=now))
    assert {str(everyones.document_id), str(amber.document_id)} == set(kept.documents)
    with pytest.raises(BundleRefused):
        opened(file, keys, subject=None, now=now)
    public = bundles.GetBundle(pb.GetBundleRequest()).file
    assert [str(everyones.document_id)] == list(
        taken(opened(public, keys, subject=None, now=now)).documents
    )
    stores.documents.save(amber.withdraw(by="editor", at=NOON))
    message = pb.GetBundleChangesRequest(held=kept.held)
    changes = bundles.GetBundleChanges(message, metadata=verified.metadata).file
    after = changed(kept, opened(changes, keys, subject=verified.subject, now=now))
    assert [str(everyones.document_id)] == list(after.documents)


@pytest.mark.parametrize(
    "held", [{"x": "y"}, {str(uuid4()): "x" for _ in range(2_001)}], ids=["no id", "too much"]
)
def test_what_is_wrong_is_named(bundles: BundlesServiceStub, held: dict[str, str]) -> None:
    with refusal() as refused:
        bundles.GetBundleChanges(pb.GetBundleChangesRequest(held=held))
    assert ("INVALID_ARGUMENT", ["held"]) == (
        refused.status_and_reason[0],
        [each.field for each in refused.said.violations],
    )
