"""Partners' catalogues through the front of content: made by two people, ended by one."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from joserfc.jwk import ECKey, RSAKey

from isp.content.v1 import partner_catalogues_pb2 as pb
from isp.content.v1.partner_catalogues_pb2_grpc import PartnerCataloguesServiceStub
from kernel.tiers import Tier
from services.content.domain.catalogue_item import Item
from services.content.domain.catalogue_pack import ItemFault
from services.content.domain.document import Status
from services.content.usecases.cataloguing import keep_items
from tests.fakes.catalogue_packs import KEY, public
from tests.fakes.content import NOON, MemoryContentStores, content
from tests.fakes.content_partners import catalogue, taken
from tests.fakes.plumbing import FreshIds
from tests.fakes.serving import Caller, Served, refusal

_RSA = RSAKey.generate_key(2048).as_dict(private=False)


@pytest.fixture
def editor(server: Served) -> Caller:
    return server.caller("editor", tier=Tier.TRUSTED)


@pytest.fixture
def admin(server: Served) -> Caller:
    return server.caller("platform-admin", tier=Tier.TRUSTED)


def proposal(**given: Any) -> pb.ProposeCatalogueRequest:
    return pb.ProposeCatalogueRequest(
        **{
            "name": "Trade body",
            "url": "https://trade.example/catalogue.jws",
            "account": "One of the trade body's.",
            "public_key": public(),
            "idempotency_key": str(uuid4()),
        }
        | given
    )


def proposed(catalogues: PartnerCataloguesServiceStub, by: Caller, **given: Any) -> pb.Catalogue:
    return catalogues.ProposeCatalogue(proposal(**given), metadata=by.metadata).catalogue


def test_two_people_make_a_source_and_one_ends_it(
    catalogues: PartnerCataloguesServiceStub,
    editor: Caller,
    admin: Caller,
    stores: MemoryContentStores,
) -> None:
    made = proposed(catalogues, editor)
    assert (pb.CATALOGUE_STATUS_PROPOSED, True) == (made.status, made.proposed_by_you)
    assert ECKey.import_key(json.loads(public())).thumbprint() == made.thumbprint
    request = pb.ConfirmCatalogueRequest(catalogue_id=made.catalogue_id, expected_version=1)
    with refusal() as refused:
        catalogues.ConfirmCatalogue(request, metadata=editor.metadata)
    assert ("PERMISSION_DENIED", "SELF_CONFIRMATION") == refused.status_and_reason
    active = catalogues.ConfirmCatalogue(request, metadata=admin.metadata).catalogue
    assert (pb.CATALOGUE_STATUS_ACTIVE, 2, False) == (
        active.status,
        active.version,
        active.proposed_by_you,
    )
    with refusal() as refused:
        catalogues.ConfirmCatalogue(request, metadata=admin.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    end = pb.EndCatalogueRequest(
        catalogue_id=made.catalogue_id, expected_version=2, reason="It is over."
    )
    ended = catalogues.EndCatalogue(end, metadata=editor.metadata).catalogue
    assert (pb.CATALOGUE_STATUS_ENDED, "It is over.") == (ended.status, ended.ended_because)
    end.expected_version = 3
    with refusal() as refused:
        catalogues.EndCatalogue(end, metadata=editor.metadata)
    assert ("FAILED_PRECONDITION", "CATALOGUE_ENDED") == refused.status_and_reason
    request.expected_version = 3
    with refusal() as refused:
        catalogues.ConfirmCatalogue(request, metadata=admin.metadata)
    assert ("FAILED_PRECONDITION", "CATALOGUE_NOT_PROPOSED") == refused.status_and_reason
    assert ["propose", "confirm", "end"] == [
        row[1].removeprefix("content:").removesuffix("-catalogue") for row in stores.audit.rows
    ]


def test_the_same_key_makes_one_source(
    catalogues: PartnerCataloguesServiceStub, editor: Caller
) -> None:
    key = str(uuid4())
    first = proposed(catalogues, editor, idempotency_key=key)
    assert first == proposed(catalogues, editor, idempotency_key=key)
    with refusal() as refused:
        proposed(catalogues, editor, idempotency_key=key, name="Other")
    assert ("ABORTED", "IDEMPOTENCY_KEY_REUSED") == refused.status_and_reason
    listed = catalogues.ListCatalogues(pb.ListCataloguesRequest(), metadata=editor.metadata)
    assert [first.catalogue_id] == [each.catalogue_id for each in listed.catalogues]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"account": " "}, "account"),
        ({"url": "http://trade.example/c.jws"}, "url"),
        ({"url": "https://169.254.169.254/"}, "url"),
        ({"public_key": ""}, "public_key"),
        ({"public_key": "{}"}, "public_key"),
        ({"public_key": "[" * 900}, "public_key"),
        ({"public_key": json.dumps(KEY.as_dict(private=True))}, "public_key"),
        (
            {"public_key": json.dumps(_RSA)},
            "public_key",
        ),
        (
            {"public_key": json.dumps(ECKey.generate_key("P-384").as_dict(private=False))},
            "public_key",
        ),
        (
            {"public_key": json.dumps({"kty": "oct", "k": "c2VjcmV0", "crv": "P-256"})},
            "public_key",
        ),
        (
            {"public_key": json.dumps(KEY.as_dict(private=False) | {"x": "AA"})},
            "public_key",
        ),
        ({"idempotency_key": "x"}, "idempotency_key"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_named(
    catalogues: PartnerCataloguesServiceStub, editor: Caller, wrong: dict[str, Any], field: str
) -> None:
    with refusal() as refused:
        proposed(catalogues, editor, **wrong)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert [field] == [each.field for each in refused.said.violations]
    assert KEY.as_dict(private=True)["d"] not in str(refused.said)


def test_what_was_wrong_with_the_last_catalogue_is_told_to_who_looks_after_it(
    catalogues: PartnerCataloguesServiceStub, admin: Caller, stores: MemoryContentStores
) -> None:
    fault = ItemFault(position=4, item_id="guide-4", field="level", what="must be said")
    kept = catalogue(taken=taken(faults=(fault,)), refused_because="replayed: x", looked_at=NOON)
    stores.catalogues.add(kept)
    request = pb.GetCatalogueRequest(catalogue_id=str(kept.catalogue_id))
    shown = catalogues.GetCatalogue(request, metadata=admin.metadata).catalogue
    assert (3, 2, "replayed: x") == (shown.serial, shown.items, shown.refused_because)
    (told,) = shown.faults
    assert (4, "guide-4", "level") == (told.position, told.item_id, told.field)
    listed = catalogues.ListCatalogues(pb.ListCataloguesRequest(), metadata=admin.metadata)
    assert not listed.catalogues[0].faults
    request.catalogue_id = str(uuid4())
    with refusal() as refused:
        catalogues.GetCatalogue(request, metadata=admin.metadata)
    assert ("NOT_FOUND", "CATALOGUE_NOT_FOUND") == refused.status_and_reason


def test_ending_a_source_takes_its_documents_away(
    catalogues: PartnerCataloguesServiceStub, admin: Caller, stores: MemoryContentStores
) -> None:
    kept = catalogue(taken=taken())
    stores.catalogues.add(kept)
    items = tuple(
        Item(item_id=str(each), url="https://trade.example/", content=content())
        for each in range(2)
    )
    keep_items(stores, kept, items, ids=FreshIds(), at=NOON)
    end = pb.EndCatalogueRequest(
        catalogue_id=str(kept.catalogue_id), expected_version=2, reason="Over."
    )
    assert 0 == catalogues.EndCatalogue(end, metadata=admin.metadata).catalogue.items
    documents = stores.documents.of_catalogue(UUID(end.catalogue_id))
    assert [Status.WITHDRAWN] * 2 == [each.status for each in documents]
