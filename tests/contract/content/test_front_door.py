"""Who may call which RPC of content."""

import pytest

from isp.content.v1 import (
    attachments_pb2,
    content_pb2,
    partner_catalogues_pb2,
    partner_links_pb2,
    synonyms_pb2,
)
from isp.privacy.v1 import privacy_pb2
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc
from tests.fakes.serving import Served

CONTENT = content_pb2.DESCRIPTOR.services_by_name["ContentService"]
LINKS = partner_links_pb2.DESCRIPTOR.services_by_name["PartnerLinksService"]
CATALOGUES = partner_catalogues_pb2.DESCRIPTOR.services_by_name["PartnerCataloguesService"]
SYNONYMS = synonyms_pb2.DESCRIPTOR.services_by_name["SynonymsService"]
ATTACHMENTS = attachments_pb2.DESCRIPTOR.services_by_name["AttachmentsService"]
PRIVACY = privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"]
EDITORS = frozenset({"editor"})
STEWARDS = frozenset({"editor", "platform-admin"})
WITHOUT_FIELDS = {"ListBrokenLinks", "ListCatalogues", "ListSynonyms"}
MAY = {
    **dict.fromkeys(("PublishDocument", "ReviseDocument", "WithdrawDocument"), EDITORS),
    **dict.fromkeys(("AddPartnerLink", "ChangePartnerLink", "RemovePartnerLink"), EDITORS),
    **dict.fromkeys(("BeginUpload", "PutUploadPiece", "FinishUpload"), EDITORS),
    **dict.fromkeys(("ConfirmAttachment", "RemoveAttachment"), EDITORS),
    "ListBrokenLinks": EDITORS,
    **dict.fromkeys(("ListSynonyms", "ChangeSynonyms"), EDITORS),
    **dict.fromkeys(("ProposeCatalogue", "ConfirmCatalogue", "EndCatalogue"), STEWARDS),
    **dict.fromkeys(("ListCatalogues", "GetCatalogue"), STEWARDS),
}
PUBLIC = {
    *("GetDocument", "ListDocuments", "Search"),
    *("ListAttachments", "OpenAttachment"),
    *("ListPartnerLinks", "GetPartnerLink", "OpenPartnerLink"),
}
SERVED = (CONTENT, LINKS, CATALOGUES, SYNONYMS, ATTACHMENTS)
METHODS = {method.name: method for each in SERVED for method in each.methods}


class TestTheDoorOfContent(FrontDoorSuite):
    """Every RPC that content serves."""

    descriptors = (*SERVED, PRIVACY)


def test_the_table_of_who_may_names_every_rpc() -> None:
    assert MAY.keys() | PUBLIC == METHODS.keys()


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY))
def test_a_role_may_do_what_the_table_says_and_no_more(
    server: Served, name: str, role: str
) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(METHODS[name]).outcome(server.channel, caller.metadata)
    good = ("OK", "") if name in WITHOUT_FIELDS else ("INVALID_ARGUMENT", "INVALID")
    assert (good if role in MAY[name] else ("PERMISSION_DENIED", "NOT_PERMITTED")) == said
