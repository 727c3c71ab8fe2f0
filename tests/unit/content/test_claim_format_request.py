"""Seeing to a request."""

import pytest

from chassis.errors import StaleVersion
from kernel.markings import Marking, Tlp
from kernel.principals import Principal
from kernel.tiers import Tier
from services.content.domain.format_errors import FormatRequestClaimed, FormatRequestNotFound
from tests.fakes.content import published
from tests.unit.content.formats import COLLEAGUE


def test_one_editor_sees_to_it(desk, document, stores) -> None:
    request = desk.asked(document)
    claimed = desk.claimed(request)
    assert "editor" == desk.kept(request.request_id).claimed_by
    with pytest.raises(StaleVersion):
        desk.claimed(request, COLLEAGUE)
    with pytest.raises(FormatRequestClaimed):
        desk.claimed(claimed, COLLEAGUE)
    assert "content:claim-format-request" in repr(stores.audit.rows)


def test_a_request_on_what_one_may_not_know_of_and_none_are_the_same(desk, stores) -> None:
    member = Principal(subject="member", tier=Tier.VERIFIED, closed_groups=frozenset({"g"}))
    strict = Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="g")
    hidden = published(marking=strict)
    stores.documents.add(hidden)
    request = desk.asked(hidden, by=member)
    said = []
    for which in (request, desk.asked(hidden, by=member)):
        if said:
            del stores.format_requests.kept[which.request_id]
        with pytest.raises(FormatRequestNotFound) as refused:
            desk.claimed(which)
        said.append(str(refused.value))
    assert said[0] == said[1]
