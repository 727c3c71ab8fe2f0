"""Who sees which document where: every shape, every reader, every surface, against one oracle.

The oracle is in tests/fakes/document_shapes.py, the surfaces in document_surfaces.py: a new one is
a function and a line of `SURFACES`, or of `FOLLOWING` in document_following.py. A canary in every
place of a document that somebody may not see is in nothing that they are told.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import cycle, product
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from chassis.postgres.engine import open_engine
from isp.content.v1 import attachments_pb2, content_pb2, saved_searches_pb2
from kernel.ports import SystemClock
from services.content.domain.document import Kind
from services.content.outbound.elasticsearch.index import ElasticsearchDocuments, open_client
from services.content.outbound.postgres.saved_search_tables import (
    SAVED_SEARCH_MATCHES,
    SAVED_SEARCHES,
)
from services.content.usecases.match_saved_searches import MatchSavedSearches
from tests.fakes.document_following import FOLLOWING, follow
from tests.fakes.document_shapes import (
    CANARY,
    MARKINGS,
    READERS,
    SAMPLE,
    SECTORS,
    SHAPES,
    Reader,
    Shape,
    allowed,
)
from tests.fakes.document_surfaces import SURFACES, Surface, in_no_search, matched
from tests.fakes.document_world import FOR_NOBODY, Away, World, world_of_documents

pytestmark = pytest.mark.timeout(600)  # thousands of calls, beside whatever else runs

EVERY = (*SURFACES, *FOLLOWING)
IN_SEARCH = ("title", "summary", "body", "tag", "file text")
IN_NO_SEARCH = ("source", "teaser", "author", "comment", "file name", "earlier")


@pytest.fixture(scope="module")
def database(new_database) -> Iterator[Engine]:
    engine = open_engine(new_database("content").app_url, process="test", pool=4)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def world(database, elasticsearch_url) -> Iterator[World]:
    client = open_client(elasticsearch_url).options(request_timeout=20)
    engine = Away(ElasticsearchDocuments(client=client, prefix="oracle"))
    with world_of_documents(database, engine) as world:
        _save_searches(world)
        follow(world)
        yield world
    client.close()


def _save_searches(world: World) -> None:
    """Let everyone keep a search of each language and sector, and match documents with them."""
    for reader in READERS:
        for number, (language, sector) in enumerate(product(("en-GB", "cy"), SECTORS)):
            request = saved_searches_pb2.SaveSearchRequest(
                name=f"{number}",
                criteria=saved_searches_pb2.SearchCriteria(
                    text="bollards", language=language, sectors=[sector]
                ),
                idempotency_key=str(UUID(int=number)),
            )
            kept = world.ask(world.saved.SaveSearch, request, reader)
            assert (kept is None) == (reader.tier == "PUBLIC" or reader.suspended)
    match = MatchSavedSearches(unit_of_work=world.work, clock=SystemClock())
    for shape in SAMPLE:
        match(UUID(world.ids[shape.number]))


def judged(world: World, surface: Surface, reader: Reader) -> None:
    """Hold what a reader sees somewhere to the oracle, and what is said to the canaries."""
    world.engine.off = not surface.engine
    world.said.clear()
    assert surface.expected(reader) == sorted(surface.see(world, reader)), reader.name
    no_canary(world, reader, surface)


def no_canary(world: World, reader: Reader, surface: Surface | None = None) -> None:
    """See that nothing of what somebody may not know of was said to them, nor its id."""
    said = b"\n".join(world.said)
    words = set(CANARY.findall(said))
    hidden = [each for each in SHAPES if not allowed(reader, each)]
    assert hidden
    teased = [each for each in hidden if surface and surface.teases(reader, each)]
    teasers = {each.word("teaser").encode() for each in teased}
    assert [] == [each for each in hidden if words & each.canaries - teasers]
    assert [] == [each for each in SHAPES if each.word("earlier").encode() in words]
    named = {world.ids[each.number] for each in teased}
    ids = (world.ids, world.attached, world.remarks_of, world.asked_for)
    hidden_ids = {known[each.number] for each in hidden for known in ids if each.number in known}
    assert [] == [each for each in hidden_ids - named if each.encode() in said]


@pytest.mark.parametrize("surface", EVERY, ids=lambda each: each.name)
def test_everyone_sees_what_the_oracle_says_and_no_word_of_the_rest(
    world: World, surface: Surface
) -> None:
    for reader in READERS:
        judged(world, surface, reader)


@pytest.mark.parametrize("surface", EVERY, ids=lambda each: each.name)
def test_what_is_for_others_would_be_noticed_on_every_surface(
    world: World, surface: Surface
) -> None:
    """The control: whoever may read more is shown under the name of who may read less."""
    by_name = {each.name: each for each in READERS}
    more = by_name["editor" if surface.editors else "trusted-member"]
    less = by_name["suspended" if surface.editors else "registered"]
    leaking = world.seen_by_another(less, more)
    with pytest.raises(AssertionError):
        judged(leaking, surface, less)
    if surface.tells:
        with pytest.raises(AssertionError):
            no_canary(leaking, less)


def test_a_search_matches_for_nobody_what_they_may_not_read(world: World, database: Engine) -> None:
    """What is kept, before anything is listed: an event went out for each."""
    subjects = {caller.subject: name for name, caller in world.callers.items() if caller}
    query = select(SAVED_SEARCHES.c.owner, SAVED_SEARCH_MATCHES.c.document_id).join_from(
        SAVED_SEARCH_MATCHES, SAVED_SEARCHES
    )
    with database.begin() as connection:
        kept = {(subjects[owner], str(which)) for owner, which in connection.execute(query)}
    assert kept == {
        (reader.name, which)
        for reader in READERS
        if reader.tier != "PUBLIC"
        for which, shape in world.shapes.items()
        if shape in SAMPLE and allowed(reader, shape) and not in_no_search(reader, shape)
    }


@pytest.mark.parametrize("off", [False, True], ids=["engine", "record"])
def test_who_looks_for_a_hidden_word_is_told_what_who_looks_for_no_word_is(
    world: World, *, off: bool
) -> None:
    world.engine.off = off

    def asked(word: str, reader: Reader) -> Any:
        answer = world.ask(world.content.Search, content_pb2.SearchRequest(text=word), reader)
        return None if answer is None else answer.SerializeToString(deterministic=True)

    looked_for = list(zip(SHAPES[::41], cycle((*IN_SEARCH, *IN_NO_SEARCH)), strict=False))
    found = 0
    for reader in READERS:
        world.said.clear()
        nothing = asked("qwhatnobodywroteq", reader)
        for shape, place in looked_for:
            told = asked(shape.word(place), reader)
            if not allowed(reader, shape) or place in IN_NO_SEARCH:
                assert nothing == told, (reader.name, place, shape)
            elif not in_no_search(reader, shape) and not (off and place == "file text"):
                assert shape.word("title").encode() in told, "the control: they who may find it do"
                found += 1
        no_canary(world, reader)
    assert found


def test_what_was_known_of_a_document_ends_when_it_rises(world: World) -> None:
    """Links that are out, lists of files, matches of saved searches: at once, and for everyone."""
    world.engine.off = False
    shapes = [
        Shape(10_000 + number, marking, "en-GB", Kind.GUIDANCE, False, False, None)
        for number, marking in enumerate(MARKINGS)
    ]
    kept = world.keep(*shapes)
    match = MatchSavedSearches(unit_of_work=world.work, clock=SystemClock())
    for each in kept.values():
        match(each.document_id)
    everyone = [(reader, shape) for reader in READERS for shape in shapes]
    links = {
        (reader.name, shape.number): opened.url
        for reader, shape in everyone
        if (opened := _opened(world, reader, shape))
    }
    known = {(reader.name, shape.number) for reader, shape in everyone if allowed(reader, shape)}
    assert known == set(links)
    assert all(world.fetch(url) for url in links.values())
    assert {*kept} & {each for reader in READERS for each in matched(world, reader)}

    with world.work() as tx:
        for each in kept.values():
            said = replace(each.content, marking=FOR_NOBODY)
            tx.documents.save(replace(each, version=each.version + 1, content=said))

    world.said.clear()
    assert not any(world.fetch(url) for url in links.values())
    for reader, shape in everyone:
        assert _opened(world, reader, shape) is None
        for call, asking in (
            (world.attachments.ListAttachments, attachments_pb2.ListAttachmentsRequest),
            (world.content.GetDocument, content_pb2.GetDocumentRequest),
        ):
            which = world.ids[shape.number]
            made = partial(_asking, asking)
            assert world.look(call, made, which, reader) is None
    assert not {*kept} & {each for reader in READERS for each in matched(world, reader)}
    words = set(CANARY.findall(b"\n".join(world.said)))
    assert not [each for each in shapes if words & each.canaries]


def _asking(request: Any, which: str) -> Any:
    return request(document_id=which)


def _opened(world: World, reader: Reader, shape: Shape) -> Any:
    def asking(which: str) -> Any:
        return attachments_pb2.OpenAttachmentRequest(attachment_id=which)

    which = world.attached[shape.number]
    return world.look(world.attachments.OpenAttachment, asking, which, reader)


def test_the_oracle_tells_every_pair_of_readers_apart() -> None:
    """Else two of them would be one, and a part of the rule untested."""
    seen = [frozenset(each.number for each in SHAPES if allowed(one, each)) for one in READERS[1:]]
    assert len(seen) == len(set(seen))
    assert len(SHAPES) == len({each.word("title") for each in SHAPES})
    assert all(CANARY.fullmatch(word) for each in SHAPES for word in each.canaries)
