"""The desk of words that mean the same."""

from html import unescape

from chassis.errors import Invalid, StaleVersion, Violation
from isp.content.v1 import synonyms_pb2 as pb
from tests.contract.gateway.browsing import Browsing

DESK, ENGLISH = "/desk/synonyms", "/desk/synonyms/en-GB"
TYPED = {"version": "3", "groups": "VAW, vehicle as a weapon\r\n\r\n drone ,UAV,\r\n"}


def heard(browsing: Browsing) -> list[pb.ChangeSynonymsRequest]:
    return [each.message for each in browsing.gateway.backend.heard if each.rpc == "ChangeSynonyms"]


def test_the_groups_are_shown_a_line_each(browsing: Browsing) -> None:
    browsing.sign_in()
    page = unescape(browsing.get(DESK).text)
    assert "2 groups" in page
    assert "as the platform came" in page
    assert "VAW, vehicle as a weapon\ndrone, UAV" in unescape(browsing.get(ENGLISH).text)
    assert 404 == browsing.get(f"{DESK}/fr").status_code


def test_what_is_typed_is_sent_with_the_version_that_was_read(browsing: Browsing) -> None:
    browsing.sign_in()
    done = browsing.post(ENGLISH, TYPED)
    assert (302, DESK) == (done.status_code, done.location)
    (sent,) = heard(browsing)
    assert ("en-GB", 3) == (sent.language, sent.expected_version)
    assert [["VAW", "vehicle as a weapon"], ["drone", "UAV"]] == [
        list(group.terms) for group in sent.groups
    ]


def test_what_is_wrong_is_said_by_its_line_and_what_was_typed_stays(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(
        Invalid(Violation("groups[1]", "must have 2 to 20 terms")), "ChangeSynonyms"
    )
    answer = browsing.post(ENGLISH, TYPED)
    assert 400 == answer.status_code
    page = unescape(answer.text)
    assert "line 3: must have 2 to 20 terms" in page
    assert " drone ,UAV," in page


def test_who_read_an_older_version_is_told_and_keeps_what_they_typed(browsing: Browsing) -> None:
    browsing.sign_in()
    browsing.gateway.backend.refuse(StaleVersion("x"), "ChangeSynonyms")
    answer = browsing.post(ENGLISH, TYPED | {"version": "2"})
    assert 412 == answer.status_code
    assert " drone ,UAV," in unescape(answer.text)
    assert 'name="version" value="3"' in answer.text
