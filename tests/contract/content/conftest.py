"""The real servicers of content behind their real door, on memory."""

from collections.abc import Callable, Iterator

import grpc
import pytest
from google.protobuf.descriptor import ServiceDescriptor

from isp.content.v1 import (
    attachments_pb2_grpc,
    content_pb2_grpc,
    drafts_pb2_grpc,
    finding_pb2_grpc,
    partner_catalogues_pb2_grpc,
    partner_links_pb2_grpc,
    synonyms_pb2_grpc,
    upkeep_pb2_grpc,
)
from kernel.tiers import Tier
from kernel.web_addresses import AddressRules
from services.content.bootstrap import all_services
from services.content.bootstrap_attachments import attachments_servicer
from services.content.outbound.bundle_signer import Ed25519Bundles
from services.content.outbound.cursors import SignedCursors
from tests.fakes.content import MemoryContentStores, MemorySearch, memory
from tests.fakes.content_attachments import MemoryLinks
from tests.fakes.plumbing import MemoryUnitOfWork
from tests.fakes.serving import Caller, Served, served
from tests.fakes.storage import MemoryStorage


@pytest.fixture(scope="module")
def unit_of_work() -> MemoryUnitOfWork[MemoryContentStores]:
    return memory()


@pytest.fixture(scope="module")
def engine(unit_of_work: MemoryUnitOfWork[MemoryContentStores]) -> MemorySearch:
    return MemorySearch(unit_of_work.stores.documents)


@pytest.fixture(scope="module")
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture(scope="module")
def services(
    unit_of_work: MemoryUnitOfWork[MemoryContentStores],
    engine: MemorySearch,
    storage: MemoryStorage,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    return all_services(
        unit_of_work,
        unit_of_work,
        search_engine=engine,
        rules=AddressRules(),
        cursors=SignedCursors(b"k" * 32),
        attachments=attachments_servicer(unit_of_work, unit_of_work, storage, MemoryLinks()),
        bundles=Ed25519Bundles.of("s" * 32),
    )


@pytest.fixture(scope="module")
def server(services: dict[ServiceDescriptor, Callable[[grpc.Server], None]]) -> Iterator[Served]:
    with served(services) as running:
        yield running


@pytest.fixture
def content(server: Served) -> content_pb2_grpc.ContentServiceStub:
    return content_pb2_grpc.ContentServiceStub(server.channel)


@pytest.fixture
def attachments(server: Served) -> attachments_pb2_grpc.AttachmentsServiceStub:
    return attachments_pb2_grpc.AttachmentsServiceStub(server.channel)


@pytest.fixture
def drafts(server: Served) -> drafts_pb2_grpc.DraftsServiceStub:
    return drafts_pb2_grpc.DraftsServiceStub(server.channel)


@pytest.fixture
def upkeep(server: Served) -> upkeep_pb2_grpc.UpkeepServiceStub:
    return upkeep_pb2_grpc.UpkeepServiceStub(server.channel)


@pytest.fixture
def editor(server: Served) -> Caller:
    return server.caller("editor", tier=Tier.TRUSTED)


@pytest.fixture
def colleague(server: Served) -> Caller:
    return server.caller("editor", tier=Tier.TRUSTED)


@pytest.fixture
def links(server: Served) -> partner_links_pb2_grpc.PartnerLinksServiceStub:
    return partner_links_pb2_grpc.PartnerLinksServiceStub(server.channel)


@pytest.fixture
def catalogues(server: Served) -> partner_catalogues_pb2_grpc.PartnerCataloguesServiceStub:
    return partner_catalogues_pb2_grpc.PartnerCataloguesServiceStub(server.channel)


@pytest.fixture
def finding(server: Served) -> finding_pb2_grpc.FindingServiceStub:
    return finding_pb2_grpc.FindingServiceStub(server.channel)


@pytest.fixture
def synonyms(server: Served) -> synonyms_pb2_grpc.SynonymsServiceStub:
    return synonyms_pb2_grpc.SynonymsServiceStub(server.channel)


@pytest.fixture(autouse=True)
def stores(
    unit_of_work: MemoryUnitOfWork[MemoryContentStores], engine: MemorySearch
) -> MemoryContentStores:
    """The record, empty before each test."""
    unit_of_work.stores.__dict__.update(MemoryContentStores().__dict__)
    engine.documents, engine.away = unit_of_work.stores.documents, False
    return unit_of_work.stores
