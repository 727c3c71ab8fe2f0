"""Ways to see documents beside reading and searching: feeds, bundles, teasers, lists of one's own.

`follow` keeps what they need: that everybody read the sample once, and asked for access to it and
for other formats of it.
"""

import gzip
import json
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from isp.content.v1 import (
    access_pb2,
    bundles_pb2,
    feeds_pb2,
    formats_pb2,
    readings_pb2,
    receipts_pb2,
)
from kernel.working_days import Nation
from services.content.domain.access_request import AccessRequest
from services.content.domain.document import Kind
from services.content.domain.format_request import Asked, Format, FormatRequest
from services.content.domain.reading import Reading
from tests.fakes.document_shapes import READERS, SAMPLE, SHAPES, Reader, Shape, allowed
from tests.fakes.document_surfaces import Surface
from tests.fakes.document_world import World

_LOOKED_UP: Final = 50
_TOLD: Final = frozenset({"CLEAR", "GREEN", "AMBER"})


def follow(world: World) -> None:
    """Keep a reading of everyone's of each document of the sample, and requests about it."""
    now = datetime.now(UTC)
    asked = Asked(format=Format.BRAILLE, nation=Nation.WALES, note="")
    people = [caller.subject for caller in world.callers.values() if caller]
    with world.work() as tx:
        for shape in SAMPLE:
            document_id = UUID(world.ids[shape.number])
            for subject in people:
                tx.readings.keep(subject, Reading(document_id=document_id, version=1, read_at=now))
            document = tx.documents.get(document_id)
            made = FormatRequest.made(uuid4(), document, asked, by=None, at=now)
            tx.format_requests.add(made)
            access = AccessRequest.asked(
                uuid4(), document, by="somebody", reason=f"I run {shape.word('comment')}.", at=now
            )
            tx.access.add(access)
            world.asked_for[shape.number] = str(access.request_id)


def _fed(world: World, reader: Reader) -> list[int]:
    """Read the public feed, which is the same for all, and one's own by its secret address."""
    public = _pages(world, reader, world.feeds.ReadFeed, feeds_pb2.ReadFeedRequest())
    if not reader.suspended and world.honest:
        nobody = READERS[0]
        assert sorted(_shown(world, public)) == [
            each.number for each in SHAPES if allowed(nobody, each) and not _not_ours(each)
        ]
        assert all(each.title and each.summary for each in public)
    renew = feeds_pb2.RenewFeedLinkRequest(idempotency_key=str(uuid4()))
    link = world.ask(world.feeds.RenewFeedLink, renew, reader)
    if link is None:
        return []
    request = feeds_pb2.ReadOwnFeedRequest(token=link.token)
    entries = _pages(world, reader, world.feeds.ReadOwnFeed, request)
    for each in entries:
        label, tier, *_ = world.shapes[each.document_id].marking
        assert bool(each.title) == (label != "AMBER")
        assert bool(each.tags) == (label != "AMBER")
        assert bool(each.summary) == (tier == "PUBLIC")
    return _shown(world, entries)


def _pages(world: World, reader: Reader, call: Any, request: Any) -> list[Any]:
    entries: list[Any] = []
    request.page_size = 100
    while answer := world.ask(call, request, reader):
        entries += answer.entries
        request.page_token = answer.next_page_token
        if not answer.next_page_token:
            break
    return entries


def _shown(world: World, entries: list[Any]) -> list[int]:
    return [world.shapes[each.document_id].number for each in entries]


def _taken(world: World, reader: Reader) -> list[int]:
    """Take a bundle: what is in the file is said, whatever it is packed in."""
    answer = world.ask(world.bundles.GetBundle, bundles_pb2.GetBundleRequest(), reader)
    if answer is None:
        return []
    text = gzip.decompress(answer.file)
    world.said.append(text)
    said = json.loads(text.partition(b"\n")[2])
    assert said["complete"]
    taken = {each["id"] for each in said["documents"]}
    assert all(each["translation_of"] in taken | {None} for each in said["documents"])
    return [world.shapes[each].number for each in taken]


def _changed(world: World, reader: Reader) -> list[int]:
    """List what changed since it was read."""
    seen: list[int] = []
    token = ""
    while answer := world.ask(
        world.readings.ListChangedReadings,
        readings_pb2.ListChangedReadingsRequest(page_size=20, page_token=token),
        reader,
    ):
        seen += world.of(each.document for each in answer.changed)
        if not (token := answer.next_page_token):
            break
    return seen


def _since(world: World, reader: Reader) -> list[int]:
    """Read what changed in each, and look up what was read: what it was then was for nobody."""

    def asking(which: str) -> Any:
        return readings_pb2.GetChangesSinceReadRequest(document_id=which)

    call, seen = world.readings.GetChangesSinceRead, []
    for shape in SAMPLE:
        if answer := world.look(call, asking, world.ids[shape.number], reader):
            assert answer.withheld
            assert not answer.differences
            seen += world.of([answer.document])
    ids = [world.ids[each.number] for each in SAMPLE]
    looked_up: list[int] = []
    for place in range(0, len(ids), _LOOKED_UP):
        message = readings_pb2.LookUpReadingsRequest(document_ids=ids[place : place + _LOOKED_UP])
        if answer := world.ask(world.readings.LookUpReadings, message, reader):
            looked_up += [world.shapes[each.document_id].number for each in answer.readings]
    assert sorted(looked_up) == sorted(seen)
    return seen


def _asked(world: World, reader: Reader) -> list[int]:
    """List what asks to be confirmed."""
    message = receipts_pb2.ListReceiptsAskedRequest()
    answer = world.ask(world.receipts.ListReceiptsAsked, message, reader)
    return [] if answer is None else world.of(each.document for each in answer.asked)


def _receipt(world: World, reader: Reader) -> list[int]:
    """Look of each document whether it asks to be confirmed."""

    def asking(which: str) -> Any:
        return receipts_pb2.GetReceiptRequest(document_id=which)

    call = world.receipts.GetReceipt
    return [
        each.number
        for each in SAMPLE
        if world.look(call, asking, world.ids[each.number], reader) is not None
    ]


def _offered(world: World, reader: Reader) -> list[int]:
    """Ask in which formats each document was made."""

    def asking(which: str) -> Any:
        return formats_pb2.ListFormatsRequest(document_id=which)

    call = world.formats.ListFormats
    return [
        each.number
        for each in SAMPLE
        if world.look(call, asking, world.ids[each.number], reader) is not None
    ]


def _queued(world: World, reader: Reader) -> list[int]:
    """Read the editors' queue of requests for formats."""
    seen: list[int] = []
    token = ""
    while answer := world.ask(
        world.formats.ListFormatRequests,
        formats_pb2.ListFormatRequestsRequest(page_size=20, page_token=token),
        reader,
    ):
        for each in answer.requests:
            shape = world.shapes[each.document_id]
            assert shape.word("title") in each.document_title
            seen.append(shape.number)
        if not (token := answer.next_page_token):
            break
    return seen


def _decided(world: World, reader: Reader) -> list[int]:
    """Read what waits for an editor's word, and each request by its id."""

    def asking(which: str) -> Any:
        return access_pb2.GetAccessRequestRequest(request_id=which)

    message = access_pb2.ListAccessRequestsRequest()
    answer = world.ask(world.access.ListAccessRequests, message, reader)
    if answer is None:
        return []
    listed = [world.shapes[each.document_id].number for each in answer.requests]
    call = world.access.GetAccessRequest
    alone = [
        shape.number
        for shape in SAMPLE
        if world.look(call, asking, world.asked_for[shape.number], reader) is not None
    ]
    assert sorted(listed) == alone
    return listed


def _teasers(world: World, reader: Reader) -> list[int]:
    """List what may be asked for."""
    seen: list[int] = []
    token = ""
    while answer := world.ask(
        world.access.ListTeasers,
        access_pb2.ListTeasersRequest(page_size=100, page_token=token),
        reader,
    ):
        for each in answer.teasers:
            shape = world.shapes[each.document_id]
            assert each.teaser == shape.word("teaser")
            seen.append(shape.number)
        if not (token := answer.next_page_token):
            break
    return seen


def _teaser(world: World, reader: Reader) -> list[int]:
    """Look for the teaser of each."""

    def asking(which: str) -> Any:
        return access_pb2.GetTeaserRequest(document_id=which)

    call = world.access.GetTeaser
    return [
        each.number
        for each in SAMPLE
        if world.look(call, asking, world.ids[each.number], reader) is not None
    ]


def shows_teaser(reader: Reader, shape: Shape) -> bool:
    """The oracle of teasers: where a grant could ever be given."""
    label, _, group, named = shape.marking
    gone = reader.suspended or shape.withdrawn or shape.partner
    return not gone and label in _TOLD and not named and (not group or group in reader.groups)


def teased(reader: Reader, shape: Shape) -> bool:
    """The oracle of what is known by its teaser alone."""
    return shows_teaser(reader, shape) and not allowed(reader, shape)


def _not_ours(shape: Shape) -> bool:
    return shape.withdrawn or shape.partner


def _leaves_the_house(shape: Shape) -> bool:
    """Tell whether it may be kept where no right can be taken away any more."""
    label, tier, group, named = shape.marking
    return not _not_ours(shape) and label in _TOLD and tier != "TRUSTED" and not (group or named)


def _in_no_bundle(reader: Reader, shape: Shape) -> bool:
    return not _leaves_the_house(shape)


def _in_no_feed(reader: Reader, shape: Shape) -> bool:
    return reader.tier == "PUBLIC" or not _leaves_the_house(shape)


def _unread(reader: Reader, shape: Shape) -> bool:
    return reader.tier == "PUBLIC" or _not_ours(shape)


def _without_account(reader: Reader, shape: Shape) -> bool:
    return reader.tier == "PUBLIC"


def _asks_nobody(reader: Reader, shape: Shape) -> bool:
    asks = shape.kind in {Kind.BULLETIN, Kind.BRIEFING}
    return reader.tier == "PUBLIC" or _not_ours(shape) or not asks


FOLLOWING: Final = (
    Surface("feeds", _fed, _in_no_feed),
    Surface("bundles", _taken, _in_no_bundle),
    Surface("what changed since it was read", _changed, _unread, asked_of=SAMPLE),
    Surface("changes of each since", _since, _without_account, asked_of=SAMPLE),
    Surface("what asks to be confirmed", _asked, _asks_nobody),
    Surface("receipts", _receipt, _without_account, asked_of=SAMPLE, tells=False),
    Surface("formats", _offered, asked_of=SAMPLE, tells=False),
    Surface("requests for formats", _queued, asked_of=SAMPLE, editors=True),
    Surface("requests for access", _decided, asked_of=SAMPLE, editors=True),
    Surface("teasers", _teasers, oracle=teased, teases=teased, tells=False),
    Surface("a teaser", _teaser, oracle=shows_teaser, teases=teased, asked_of=SAMPLE),
)
