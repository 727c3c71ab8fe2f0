"""A film on the page of its document: with captions, a signer's place, and its words."""

from html import unescape

from isp.content.v1 import content_pb2, document_pb2
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.route import ATTACHMENT_ID, DOCUMENT_ID

PAGE = f"/advice/{DOCUMENT_ID}"
FILE = f"{PAGE}/attachments/{ATTACHMENT_ID}"
OURS = f"attachment:{ATTACHMENT_ID}"


def show(browsing: Browsing, **video: str) -> str:
    answer = content_pb2.GetDocumentResponse()
    answer.CopyFrom(browsing.gateway.backend.answers["GetDocument"])
    answer.document.document_id = DOCUMENT_ID
    said = {"captions": OURS, "transcript": "A van <b>stops</b>."} | video
    answer.document.content.kind = document_pb2.DOCUMENT_KIND_VIDEO
    answer.document.content.video.CopyFrom(document_pb2.Video(**said))
    browsing.gateway.backend.answers["GetDocument"] = answer
    return browsing.get(PAGE).text


def test_it_plays_from_our_own_addresses_with_captions_and_a_picture(browsing: Browsing) -> None:
    page = show(browsing, film=OURS, poster=OURS)
    assert f'<source src="{FILE}">' in page
    assert f'<track kind="captions" src="{FILE}" srclang=' in page
    assert f'poster="{FILE}"' in page
    assert "Nobody has signed this film yet." in page
    assert "A van &lt;b&gt;stops&lt;/b&gt;." in page


def test_a_signed_film_stands_beside_it(browsing: Browsing) -> None:
    page = show(browsing, film=OURS, signed_film=OURS)
    assert 2 == page.count("<video")
    assert "Nobody has signed" not in page


def test_what_is_elsewhere_is_a_way_there_and_nothing_is_fetched(browsing: Browsing) -> None:
    page = unescape(show(browsing, film="https://films.example/1", captions="https://x.example/c"))
    assert "<video" not in page
    assert 'href="https://films.example/1"' in page
    assert "films.example)" in page
    assert 'href="https://x.example/c"' in page


def test_the_policy_lets_films_come_from_the_origin_of_files_alone(browsing: Browsing) -> None:
    policy = browsing.get(PAGE).headers["Content-Security-Policy"]
    said = {each.split()[0]: each.split()[1:] for each in policy.split(";")}
    assert ["'self'", "https://files.example"] == said["media-src"] == said["img-src"]
