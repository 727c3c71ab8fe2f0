"""What may be known of a document that somebody may not read."""

from dataclasses import replace
from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.content.domain.errors import DocumentNotFound
from services.content.usecases.get_teaser import GetTeaser
from tests.fakes.content import AMBER, NOON, READER, VERIFIED
from tests.fakes.content_access import HIGH

MEMBER = replace(READER, closed_groups=frozenset({"ports"}))
CLOSED = replace(AMBER, closed_group="ports")
RED = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"reader"}))
STRICT = Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="ports")


@pytest.fixture
def get(unit_of_work):
    return GetTeaser(unit_of_work=unit_of_work)


@pytest.mark.parametrize("who", [ANONYMOUS, READER, VERIFIED])
def test_anyone_may_know_of_what_has_a_teaser(get, teased, who) -> None:
    for document in (teased(), teased(**HIGH)):
        assert document == get(who, document_id=document.document_id)


def test_a_closed_groups_is_for_its_members(get, teased) -> None:
    document = teased(marking=CLOSED)
    assert document == get(MEMBER, document_id=document.document_id)
    with pytest.raises(DocumentNotFound):
        get(READER, document_id=document.document_id)


def test_whatever_may_never_be_granted_is_as_unknown_as_a_random_id(get, teased, stores) -> None:
    gone = teased()
    stores.documents.save(gone.withdraw(by="owner", at=NOON))
    hidden = [teased(teaser=""), teased(marking=RED), teased(marking=STRICT), gone]
    said = set()
    for each in (*(each.document_id for each in hidden), uuid4()):
        with pytest.raises(DocumentNotFound) as refused:
            get(MEMBER, document_id=each)
        said.add(str(refused.value))
    assert 1 == len(said)
