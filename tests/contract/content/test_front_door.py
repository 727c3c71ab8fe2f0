"""Who may call which RPC of content."""

import pytest

from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc
from tests.fakes.serving import Served
from tests.served import BY_NAME, PRIVACY, served_by

SERVED = served_by("content")
EDITORS = frozenset({"editor"})
STEWARDS = frozenset({"editor", "platform-admin"})
WITHOUT_FIELDS = {
    *("ListBrokenLinks", "ListCatalogues", "ListSynonyms", "ListDrafts"),
    *("ListSearchGaps", "GetRemarkFigures", "ListAccessRequests", "ListFormatRequests"),
}
MAY = {
    **dict.fromkeys(("PublishDocument", "ReviseDocument", "WithdrawDocument"), EDITORS),
    **dict.fromkeys(
        (
            each.name
            for each in (*BY_NAME["DraftsService"].methods, *BY_NAME["UpkeepService"].methods)
        ),
        EDITORS,
    ),
    **dict.fromkeys(("AddPartnerLink", "ChangePartnerLink", "RemovePartnerLink"), EDITORS),
    **dict.fromkeys(("BeginUpload", "PutUploadPiece", "FinishUpload"), EDITORS),
    **dict.fromkeys(("ConfirmAttachment", "RemoveAttachment"), EDITORS),
    **dict.fromkeys(("GetReceiptFigures", "RemindOfReceipt"), EDITORS),
    **dict.fromkeys(("ListRemarks", "GetRemarkFigures", "SettleRemark"), EDITORS),
    **dict.fromkeys(
        (
            *("ListFormatRequests", "ClaimFormatRequest", "ReleaseFormatRequest"),
            *("AnswerFormatRequest", "CloseFormatRequest"),
        ),
        EDITORS,
    ),
    "ListBrokenLinks": EDITORS,
    "ListSearchGaps": EDITORS,
    **dict.fromkeys(("ListAccessRequests", "GetAccessRequest"), EDITORS),
    **dict.fromkeys(("DecideAccessRequest", "RevokeAccess"), EDITORS),
    **dict.fromkeys(("ListSynonyms", "ChangeSynonyms"), EDITORS),
    **dict.fromkeys(("ProposeCatalogue", "ConfirmCatalogue", "EndCatalogue"), STEWARDS),
    **dict.fromkeys(("ListCatalogues", "GetCatalogue"), STEWARDS),
}
SIGNED_IN = {
    *(each.name for each in BY_NAME["SavedSearchesService"].methods),
    *("GetSavedSearchMails", "SetSavedSearchMails"),
    *("AskForAccess", "ListMyAccessRequests", "WithdrawAccessRequest"),
    *(each.name for each in BY_NAME["ReadingsService"].methods),
    *("ConfirmReceipt", "GetReceipt", "ListReceiptsAsked"),
    *("GetFeedLink", "RenewFeedLink", "EndFeedLink"),
    "ListMyFormatRequests",
}
SIGNED_IN_WITHOUT_FIELDS = {
    "GetSavedSearchMails",
    *("ListSavedSearches", "GetFeedLink", "ListMyAccessRequests", "ListMyFormatRequests"),
    "ListReceiptsAsked",
    *("ListChangedReadings", "KeepReadings", "ClearReadings"),
}
PUBLIC = {
    "LeaveRemark",
    *("ReadFeed", "ReadOwnFeed"),
    "StopSavedSearchMails",
    *("GetBundle", "GetBundleChanges", "GetBundleKeys"),
    *("AskForFormat", "GetFormatRequest", "WithdrawFormatRequest", "ListFormats"),
    *("Suggest", "ListSimilar"),
    *("GetTeaser", "ListTeasers"),
    *("GetDocument", "ListDocuments", "Search"),
    *("ListAttachments", "OpenAttachment"),
    *("ListPartnerLinks", "GetPartnerLink", "OpenPartnerLink"),
}
METHODS = {method.name: method for each in SERVED for method in each.methods}


class TestTheDoorOfContent(FrontDoorSuite):
    """Every RPC that content serves."""

    descriptors = (*SERVED, PRIVACY)


def test_the_table_of_who_may_names_every_rpc() -> None:
    assert MAY.keys() | PUBLIC | SIGNED_IN == METHODS.keys()


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", sorted(MAY))
def test_a_role_may_do_what_the_table_says_and_no_more(
    server: Served, name: str, role: str
) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED)
    said = Rpc(METHODS[name]).outcome(server.channel, caller.metadata)
    good = ("OK", "") if name in WITHOUT_FIELDS else ("INVALID_ARGUMENT", "INVALID")
    assert (good if role in MAY[name] else ("PERMISSION_DENIED", "NOT_PERMITTED")) == said


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
def test_only_people_who_registered_keep_things_of_their_own(server: Served, name: str) -> None:
    rpc = Rpc(METHODS[name])
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == rpc.outcome(
        server.channel, server.caller(tier=Tier.PUBLIC).metadata
    )
    said = rpc.outcome(server.channel, server.caller().metadata)
    good = ("OK", "") if name in SIGNED_IN_WITHOUT_FIELDS else ("INVALID_ARGUMENT", "INVALID")
    assert good == said
