"""What changed since somebody read it: on pages of advice, as a list, and switched off."""

import pytest

from chassis.errors import Denied, Unavailable
from isp.content.v1 import readings_pb2 as pb
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.reading_routes import NOTED
from tests.contract.gateway.route import DOCUMENT_ID

LIST = "/account/reading"
CHANGES = f"/advice/{DOCUMENT_ID}/changes"


class NotPermitted(Denied):
    reason = "NOT_PERMITTED"


class DatabaseUnavailable(Unavailable):
    reason = "DATABASE_UNAVAILABLE"


def heard(browsing: Browsing, rpc: str) -> list[object]:
    return [each.message for each in browsing.gateway.backend.heard if each.rpc == rpc]


def test_a_document_says_that_it_changed_since_its_reader_read_it(browsing: Browsing) -> None:
    page = browsing.get(f"/advice/{DOCUMENT_ID}").text
    assert "Changed since you read it" not in page
    assert [] == heard(browsing, "NoteReading")
    browsing.sign_in()
    page = browsing.get(f"/advice/{DOCUMENT_ID}").text
    assert "Changed since you read it" in page
    assert f'href="{CHANGES}"' in page
    (noted,) = heard(browsing, "NoteReading")
    assert (DOCUMENT_ID, False) == (noted.document_id, noted.changes_seen)
    same = pb.Reading()
    same.CopyFrom(NOTED)
    same.changed = False
    browsing.gateway.backend.answers["NoteReading"] = pb.NoteReadingResponse(reading=same)
    assert "Changed since you read it" not in browsing.get(f"/advice/{DOCUMENT_ID}").text


@pytest.mark.parametrize("error", [NotPermitted("no"), DatabaseUnavailable("away")])
def test_a_page_is_whole_without_it(browsing: Browsing, error: Exception) -> None:
    browsing.sign_in()
    for rpc, path in (("NoteReading", f"/advice/{DOCUMENT_ID}"), ("LookUpReadings", "/advice")):
        browsing.gateway.backend.refuse(error, rpc)
        assert 200 == browsing.get(path).status_code


def test_lists_of_advice_say_it_too(browsing: Browsing) -> None:
    assert "Changed since you read it" not in browsing.get("/advice").text
    browsing.sign_in()
    assert "Changed since you read it" in browsing.get("/advice").text
    assert DOCUMENT_ID in heard(browsing, "LookUpReadings")[-1].document_ids


def test_what_changed_is_listed_shown_and_seen(browsing: Browsing) -> None:
    browsing.sign_in()
    page = browsing.get(LIST).text
    assert f'href="{CHANGES}"' in page
    assert f'href="{LIST}?page=a%2Bb/c%3D"' in page
    page = browsing.get(CHANGES).text
    assert "<ins>" in page
    assert "Put in." in page
    answer = browsing.post(CHANGES, {"version": "2"})
    assert (302, f"/advice/{DOCUMENT_ID}") == (answer.status_code, answer.headers["Location"])
    noted = heard(browsing, "NoteReading")[-1]
    assert (2, True) == (noted.version, noted.changes_seen)


def test_it_is_deleted_and_switched_off_by_one_press(browsing: Browsing) -> None:
    browsing.sign_in()
    for deed, rpc in (("clear", "ClearReadings"), ("stop", "KeepReadings")):
        answer = browsing.post(LIST, {"do": deed})
        assert (302, LIST) == (answer.status_code, answer.headers["Location"])
        assert 1 == len(heard(browsing, rpc))
    assert not heard(browsing, "KeepReadings")[0].keep
    browsing.gateway.backend.answers["ListChangedReadings"] = pb.ListChangedReadingsResponse()
    page = browsing.get(LIST).text
    assert "it is not kept what you read" in page
    assert 'value="keep"' in page
    assert 400 == browsing.post(LIST, {"do": "other"}).status_code


def test_nobody_who_is_not_signed_in_has_any(browsing: Browsing) -> None:
    for path in (LIST, CHANGES):
        assert 302 == browsing.get(path).status_code
