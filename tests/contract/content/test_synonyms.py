"""Synonyms through the front of content."""

import pytest

from isp.content.v1 import synonyms_pb2 as pb
from isp.content.v1.synonyms_pb2_grpc import SynonymsServiceStub
from kernel.tiers import Tier
from services.content.domain.synonyms import FIRST
from tests.fakes.content import MemoryContentStores
from tests.fakes.serving import Caller, Served, refusal

GROUPS = [pb.SynonymGroup(terms=["VAW", "vehicle as a weapon", "hostile vehicle"])]


@pytest.fixture
def editor(server: Served) -> Caller:
    return server.caller("editor", tier=Tier.TRUSTED)


def change(
    language: str = "en-GB", version: int = 1, *groups: list[str]
) -> pb.ChangeSynonymsRequest:
    said = [pb.SynonymGroup(terms=each) for each in groups] or GROUPS
    return pb.ChangeSynonymsRequest(language=language, expected_version=version, groups=said)


def test_a_new_platform_has_groups_in_every_language(
    synonyms: SynonymsServiceStub, editor: Caller
) -> None:
    said = synonyms.ListSynonyms(pb.ListSynonymsRequest(), metadata=editor.metadata).synonyms
    assert [("en-GB", 1, False), ("cy", 1, False)] == [
        (each.language, each.version, each.HasField("changed_at")) for each in said
    ]
    assert [list(group) for group in FIRST["cy"]] == [list(each.terms) for each in said[1].groups]


def test_a_change_is_of_the_version_that_was_read_and_on_record(
    synonyms: SynonymsServiceStub, editor: Caller, stores: MemoryContentStores
) -> None:
    after = synonyms.ChangeSynonyms(change(), metadata=editor.metadata).synonyms
    assert (2, GROUPS, True) == (after.version, list(after.groups), after.HasField("changed_at"))
    with refusal() as refused:
        synonyms.ChangeSynonyms(change(), metadata=editor.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    english, welsh = synonyms.ListSynonyms(
        pb.ListSynonymsRequest(), metadata=editor.metadata
    ).synonyms
    assert (after, 1) == (english, welsh.version)
    assert ["content:change-synonyms"] == [row[1] for row in stores.audit.rows]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (change("fr"), "language"),
        (change(""), "language"),
        (change("en-GB", 1, ["VAW"]), "groups[0]"),
        (change("en-GB", 1, ["drone", "UAV"], ["VAW", "a => b"]), "groups[1]"),
        (change("en-GB", 1, ["VAW", "a\x00b"]), "groups[0]"),
        (change("en-GB", 0), "expected_version"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    synonyms: SynonymsServiceStub,
    editor: Caller,
    stores: MemoryContentStores,
    wrong: pb.ChangeSynonymsRequest,
    field: str,
) -> None:
    with refusal() as refused:
        synonyms.ChangeSynonyms(wrong, metadata=editor.metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert [field] == [each.field for each in refused.said.violations]
    assert not stores.synonyms.kept
