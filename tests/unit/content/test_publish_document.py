"""Publishing advice."""

from datetime import date, timedelta

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from kernel.markings import Marking, Tlp, own_group
from kernel.principals import ANONYMOUS, NobodySignedIn
from kernel.tiers import Tier
from services.content.domain.document import Kind, Status
from services.content.domain.errors import TeaserNotConfirmed
from services.content.domain.events import DocumentChanged
from services.content.usecases.publish_document import PublishDocument
from tests.fakes.content import AMBER, EDITOR, NOON, READER, content, key, published
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def publish(unit_of_work, clock) -> PublishDocument:
    return PublishDocument(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def test_a_document_stands_at_once_and_others_learn_of_it(publish, stores) -> None:
    document = publish(EDITOR, content=content(), key=key())
    assert (Status.PUBLISHED, 1, "editor") == (
        document.status,
        document.version,
        document.changed_by,
    )
    assert document == stores.documents.get(document.document_id)
    changed, used = stores.outbox.events
    assert DocumentChanged(document) == changed
    assert ("content.published", "GUIDANCE") == (used.metric, used.detail)
    assert 1 == len(stores.audit.rows)


def test_the_same_key_gives_the_same_document_and_another_body_is_refused(publish, stores) -> None:
    first = publish(EDITOR, content=content(), key=key())
    assert first == publish(EDITOR, content=content(), key=key())
    with pytest.raises(IdempotencyKeyReused):
        publish(EDITOR, content=content(title="Other"), key=key(body=b"2" * 32))
    assert 1 == len(stores.documents.kept)


def test_every_wrong_part_is_named_and_nothing_is_kept(publish, stores) -> None:
    wrong = content(
        title=" ",
        body="x" * 100_001,
        language="fr",
        sectors=frozenset({"no-sector"}),
        regions=frozenset({"XXX"}),
        sources=("",),
    )
    with pytest.raises(Invalid) as refused:
        publish(EDITOR, content=wrong, key=key())
    assert {
        "content.title",
        "content.body",
        "content.language",
        "content.sectors",
        "content.regions",
        "content.sources",
    } == {each.field for each in refused.value.violations}
    assert not stores.documents.kept


def test_no_document_is_for_the_people_of_an_organisation_as_drills_are(publish, stores) -> None:
    marking = Marking(
        tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED, closed_group=own_group("an organisation")
    )
    with pytest.raises(Invalid) as refused:
        publish(EDITOR, content=content(marking=marking), key=key())
    assert ["content.marking.closed_group"] == [each.field for each in refused.value.violations]
    assert not stores.documents.kept


@pytest.mark.parametrize("sign", ["\ue000", "\uf8ff", "\x85", "\ufeff"])
def test_signs_that_nobody_can_see_are_refused(publish, sign: str) -> None:
    """Search marks what it found with some of them."""
    with pytest.raises(Invalid):
        publish(EDITOR, content=content(summary=f"Keep{sign}away"), key=key())


def test_a_translation_names_a_document_that_the_editor_may_read(publish, stores) -> None:
    stores.documents.add(original := published())
    stores.documents.add(hidden := published(marking=AMBER))
    welsh = {"language": "cy", "title": "Cerbydau"}
    made = publish(EDITOR, content=content(translation_of=original.document_id, **welsh), key=key())
    assert original.document_id == made.content.translation_of
    for document_id in (hidden.document_id, made.changed_by and FreshIds().new()):
        with pytest.raises(Invalid) as refused:
            publish(READER, content=content(translation_of=document_id), key=key("other"))
        assert ["content.translation_of"] == [each.field for each in refused.value.violations]


def test_nobody_without_an_account_publishes(publish) -> None:
    with pytest.raises(NobodySignedIn):
        publish(ANONYMOUS, content=content(), key=key())


def test_whoever_publishes_owns_it_and_guidance_is_looked_at_again(publish) -> None:
    said = publish(EDITOR, content=content(), key=key(), review_on=date(2027, 3, 1))
    assert ("editor", date(2027, 3, 1)) == (said.upkeep.owner, said.upkeep.review_on)
    unsaid = publish(EDITOR, content=content(), key=key("2"))
    assert date(2027, 11, 24) == unsaid.upkeep.review_on
    news = publish(EDITOR, content=content(kind=Kind.NEWS), key=key("3"))
    assert news.upkeep.review_on is None
    assert (1, NOON, "") == (news.material.version, news.material.changed_at, news.material.note)


@pytest.mark.parametrize("days", [0, -1, 1099])
def test_a_day_of_review_is_to_come_and_within_three_years(publish, stores, days: int) -> None:
    day = NOON.date() + timedelta(days=days)
    with pytest.raises(Invalid) as refused:
        publish(EDITOR, content=content(), key=key(), review_on=day)
    assert ["review_on"] == [each.field for each in refused.value.violations]
    assert not stores.documents.kept


def test_a_teaser_is_confirmed_by_whoever_owns_it(publish, stores) -> None:
    teased = content(marking=Marking.clear(), teaser="There is more of this.")
    with pytest.raises(TeaserNotConfirmed):
        publish(EDITOR, content=teased, key=key())
    assert not stores.documents.kept
    made = publish(EDITOR, content=teased, key=key(), teaser_confirmed=True)
    assert "There is more of this." == made.content.teaser
