"""Every way to see documents: each asks as a reader, and returns the numbers of what was seen."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any, Final
from uuid import uuid4

import grpc

from isp.content.v1 import (
    attachments_pb2,
    document_pb2,
    finding_pb2,
    partner_links_pb2,
    remarks_pb2,
    saved_searches_pb2,
    upkeep_pb2,
)
from isp.content.v1 import content_pb2 as pb
from tests.fakes.document_shapes import (
    SAMPLE,
    SECTORS,
    SHAPES,
    Reader,
    Shape,
    allowed,
    sector_of,
)
from tests.fakes.document_world import World

_MOST_SIMILAR: Final = 5
KINDS: Final = document_pb2.DocumentKind.values()[1:]
NARROW: Final = tuple(product(KINDS, ("en-GB", "cy")))
"""Kinds and languages: each finds fewer than a page, and than a list of tags, holds."""


def _listed(world: World, reader: Reader) -> list[int]:
    seen: list[int] = []
    token = ""
    while answer := world.ask(
        world.content.ListDocuments,
        pb.ListDocumentsRequest(page_size=100, page_token=token),
        reader,
    ):
        seen += world.of(answer.documents)
        if not (token := answer.next_page_token):
            break
    return seen


def _read(world: World, reader: Reader) -> list[int]:
    def asking(which: str) -> Any:
        return pb.GetDocumentRequest(document_id=which)

    seen = []
    for shape in SHAPES:
        which = world.ids[shape.number]
        if answer := world.look(world.content.GetDocument, asking, which, reader):
            seen += world.of([answer.document])
            others = set(world.of(answer.translations))
            assert _translations(reader, shape) == others, (reader.name, shape)
    return seen


def _translations(reader: Reader, shape: Shape) -> set[int]:
    return {
        each.number
        for each in SHAPES
        if _original(shape) in {each.number, each.translation_of}
        and each is not shape
        and allowed(reader, each)
    }


def _original(shape: Shape) -> int:
    return shape.number if shape.translation_of is None else shape.translation_of


def _searched(world: World, reader: Reader, text: str = "bollards") -> list[int]:
    """Search all that there is, page by page."""
    seen: list[int] = []
    for language, sector in product(("en-GB", "cy"), SECTORS):
        token = ""
        while answer := world.ask(
            world.content.Search,
            pb.SearchRequest(
                text=text, language=language, sectors=[sector], page_size=50, page_token=token
            ),
            reader,
        ):
            seen += world.of(each.document for each in answer.hits)
            assert all(each.highlights for each in answer.hits) or not text
            if not (token := answer.next_page_token):
                break
    return seen


def _counted(world: World, reader: Reader) -> list[int]:
    """Look at what there is in small parts: what is counted is what is seen, and no more."""
    seen: list[int] = []
    for kind, language in NARROW:
        request = pb.SearchRequest(kinds=[kind], language=language, page_size=50)
        answer = world.ask(world.content.Search, request, reader)
        if answer is None:
            return []
        here = world.of(each.document for each in answer.hits)
        shapes = [each for each in SHAPES if each.number in here]
        assert len(here) == answer.total == len(shapes)
        said = {each.name: {one.value: one.count for one in each.values} for each in answer.facets}
        assert {
            "tags": Counter(each.word("tag") for each in shapes),
            "year": Counter("2026" for _ in shapes),
            "sectors": Counter(sector_of(each) for each in shapes),
            "regions": Counter(("LON", "WAL")[each.number % 2] for each in shapes),
            "kinds": Counter(each.kind.name for each in shapes),
            "language": Counter(each.language for each in shapes),
        } == said
        seen += here
    return seen


def _suggested(world: World, reader: Reader) -> list[int]:
    """Type the beginning of a title's word, and of a tag: each tells of one document."""
    seen = []
    for shape in SAMPLE:
        for place in ("title", "tag"):
            request = finding_pb2.SuggestRequest(text=shape.word(place)[:9])
            answer = world.ask(world.finding.Suggest, request, reader)
            if answer and answer.suggestions:
                (said,) = answer.suggestions
                tag = place == "tag"
                assert said.document_id == ("" if tag else world.ids[shape.number])
                assert said.text == (shape.word(place) if tag else f"Bollards {shape.word(place)}")
                seen.append(shape.number)
    return sorted(set(seen)) if all(n == 2 for n in Counter(seen).values()) else seen


def _alike(world: World, reader: Reader) -> list[int]:
    """Ask of each document what is like it: as much as they may read, and no more."""

    def asking(which: str) -> Any:
        return finding_pb2.ListSimilarRequest(document_id=which)

    seen = []
    for shape in SAMPLE:
        which = world.ids[shape.number]
        answer = world.look(world.finding.ListSimilar, asking, which, reader)
        if answer is None:
            continue
        found = set(world.of(answer.documents))
        may = {
            each.number
            for each in SHAPES
            if allowed(reader, each)
            and each.language == shape.language
            and not in_no_search(reader, each)
            and _original(each) != _original(shape)
        }
        assert found <= may
        assert len(found) == min(_MOST_SIMILAR, len(may)), (reader.name, shape)
        seen.append(shape.number)
    return seen


def _files_listed(world: World, reader: Reader) -> list[int]:
    def asking(which: str) -> Any:
        return attachments_pb2.ListAttachmentsRequest(document_id=which)

    seen = []
    for shape in SAMPLE:
        which = world.ids[shape.number]
        if answer := world.look(world.attachments.ListAttachments, asking, which, reader):
            (file,) = answer.attachments
            assert world.attached[shape.number] == file.attachment_id
            seen.append(shape.number)
    return seen


def _files_fetched(world: World, reader: Reader) -> list[int]:
    """Ask for the address of each file, and fetch it."""

    def asking(which: str) -> Any:
        return attachments_pb2.OpenAttachmentRequest(attachment_id=which)

    seen = []
    for shape in SAMPLE:
        which = world.attached[shape.number]
        if answer := world.look(world.attachments.OpenAttachment, asking, which, reader):
            body = world.fetch(answer.url)
            assert body is not None
            assert shape.word("file text").encode() in body
            seen.append(shape.number)
    return seen


def _led_out(world: World, reader: Reader) -> list[int]:
    """Ask where each partner's document leads."""

    def asking(which: str) -> Any:
        return partner_links_pb2.OpenPartnerLinkRequest(link_id=which)

    call, ids = world.links.OpenPartnerLink, world.ids
    return [each.number for each in SAMPLE if world.look(call, asking, ids[each.number], reader)]


def _remarked(world: World, reader: Reader) -> list[int]:
    """Say of each document that it was useful."""

    def asking(which: str) -> Any:
        return remarks_pb2.LeaveRemarkRequest(
            document_id=which, useful=True, idempotency_key=str(uuid4())
        )

    leave, ids = world.remarks.LeaveRemark, world.ids
    return [
        each.number
        for each in SAMPLE
        if world.look(leave, asking, ids[each.number], reader) is not None
    ]


def _remarks(world: World, reader: Reader) -> list[int]:
    """Read every remark that waits."""
    seen: list[int] = []
    token = ""
    while answer := world.ask(
        world.remarks.ListRemarks,
        remarks_pb2.ListRemarksRequest(
            status=remarks_pb2.REMARK_STATUS_OPEN, page_size=100, page_token=token
        ),
        reader,
    ):
        seen += [world.shapes[each.document_id].number for each in answer.remarks]
        if not (token := answer.next_page_token):
            break
    return seen


def _settled(world: World, reader: Reader) -> list[int]:
    """Try to settle each remark at a version that it has not: of those one may see, it is said."""

    def asking(which: str) -> Any:
        return remarks_pb2.SettleRemarkRequest(
            remark_id=which, expected_version=9, status=remarks_pb2.REMARK_STATUS_OPEN
        )

    seen = []
    for shape in SAMPLE:
        try:
            world.look(world.remarks.SettleRemark, asking, world.remarks_of[shape.number], reader)
        except grpc.RpcError as error:
            if error.code() is not grpc.StatusCode.ABORTED:
                raise
            seen.append(shape.number)
    return seen


def matched(world: World, reader: Reader) -> list[int]:
    """Read what matches each saved search; as many are new as are there."""
    listed = world.ask(
        world.saved.ListSavedSearches, saved_searches_pb2.ListSavedSearchesRequest(), reader
    )
    if listed is None:
        return []
    seen: list[int] = []
    for saved in listed.saved_searches:
        request = saved_searches_pb2.ListSavedSearchMatchesRequest(
            saved_search_id=saved.saved_search_id
        )
        answer = world.ask(world.saved.ListSavedSearchMatches, request, reader)
        assert answer is not None
        seen += world.of(each.document for each in answer.matches)
    return seen


def _versions(world: World, reader: Reader) -> list[int]:
    """Read what each document was: what it was for nobody is not told to who may read it now."""

    def listing(which: str) -> Any:
        return upkeep_pb2.ListVersionsRequest(document_id=which)

    def reading(which: str, *, version: int, since: int = 0) -> Any:
        return upkeep_pb2.GetVersionRequest(document_id=which, version=version, since_version=since)

    seen = []
    for shape in SAMPLE:
        which = world.ids[shape.number]
        answer = world.look(world.upkeep.ListVersions, listing, which, reader)
        if answer is None or shape.partner:
            continue
        shown = [each.document.version for each in answer.versions]
        assert shown == ([3, 2] if shape.withdrawn else [2])
        for version, since in ((1, 0), (2, 1), (1, 2)):
            asking = partial(reading, version=version, since=since)
            assert world.look(world.upkeep.GetVersion, asking, which, reader) is None
        asking = partial(reading, version=2, since=2)
        there = world.look(world.upkeep.GetVersion, asking, which, reader)
        assert shape.word("title") in there.version.document.content.title
        seen.append(shape.number)
    return seen


def _due(world: World, reader: Reader) -> list[int]:
    """Read every document whose review is overdue."""
    seen: list[int] = []
    while answer := world.ask(
        world.upkeep.ListDueDocuments,
        upkeep_pb2.ListDueDocumentsRequest(
            due=upkeep_pb2.DOCUMENT_DUE_REVIEW, page_size=100, offset=len(seen)
        ),
        reader,
    ):
        seen += world.of(answer.documents)
        if not answer.more:
            break
    return seen


def in_no_search(reader: Reader, shape: Shape) -> bool:
    """Those for named people are in no index; withdrawn ones are not searched by anyone."""
    return bool(shape.marking[3]) or shape.withdrawn


def _everywhere(reader: Reader, shape: Shape) -> bool:
    return False


def _withdrawn(reader: Reader, shape: Shape) -> bool:
    return shape.withdrawn


def _of_partners(reader: Reader, shape: Shape) -> bool:
    return shape.partner


def _only_of_partners(reader: Reader, shape: Shape) -> bool:
    return shape.withdrawn or not shape.partner


def _not_ours(reader: Reader, shape: Shape) -> bool:
    return shape.withdrawn or shape.partner


def _without_account(reader: Reader, shape: Shape) -> bool:
    return in_no_search(reader, shape) or reader.tier == "PUBLIC"


@dataclass(frozen=True)
class Surface:
    """A way to see documents: what it leaves out for everyone, and of which it is asked."""

    name: str
    see: Callable[[World, Reader], list[int]]
    leaves_out: Callable[[Reader, Shape], bool] = _everywhere
    engine: bool = True
    asked_of: Sequence[Shape] = SHAPES
    editors: bool = False
    tells: bool = True
    """Whether what is answered has words of the document, or its id."""
    oracle: Callable[[Reader, Shape], bool] = allowed
    teases: Callable[[Reader, Shape], bool] = _everywhere
    """Of what the teaser and the id are told here to who may not read it."""

    def expected(self, reader: Reader) -> list[int]:
        """Return what the oracle says that a reader sees here."""
        if self.editors and not reader.editor:
            return []
        return [
            each.number
            for each in self.asked_of
            if self.oracle(reader, each) and not self.leaves_out(reader, each)
        ]


SURFACES: Final = (
    Surface("list", _listed, _not_ours),
    Surface("detail and translations", _read),
    Surface("search", _searched, in_no_search),
    Surface("all there is, and what is counted", _counted, in_no_search),
    Surface("search of the record", _searched, in_no_search, engine=False),
    Surface("what the record counts", _counted, in_no_search, engine=False),
    Surface("suggestions", _suggested, in_no_search, asked_of=SAMPLE),
    Surface("suggestions of the record", _suggested, in_no_search, engine=False, asked_of=SAMPLE),
    Surface("more like this", _alike, asked_of=SAMPLE),
    Surface("more like this, of the record", _alike, engine=False, asked_of=SAMPLE),
    Surface("saved searches and their matches", matched, _without_account, asked_of=SAMPLE),
    Surface("files", _files_listed, asked_of=SAMPLE),
    Surface("what is in files", _files_fetched, _withdrawn, asked_of=SAMPLE),
    Surface("where partners' documents are", _led_out, _only_of_partners, asked_of=SAMPLE),
    Surface("leaving a remark", _remarked, asked_of=SAMPLE, tells=False),
    Surface("remarks", _remarks, _withdrawn, editors=True),
    Surface("settling a remark", _settled, asked_of=SAMPLE, editors=True, tells=False),
    Surface("versions", _versions, _of_partners, asked_of=SAMPLE, editors=True),
    Surface("reviews that are due", _due, _not_ours, editors=True),
)
