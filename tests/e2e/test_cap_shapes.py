"""Polygons and circles from somebody else's system, through the front of the real platform."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import requests
from defusedxml.ElementTree import fromstring

from stack.story import following
from stack.story.front import Front, Person, eventually
from stack.story.steps import approval_of

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
POLYGON = "51.5,-0.2 51.5,-0.1 51.55,-0.1 51.55,-0.2 51.5,-0.2"
CIRCLES = ["51.48,-0.15 1.5", "51.52,-0.05 0.25"]
MESSAGE = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>{identifier}</identifier><sender>demo@elsewhere.example</sender>
<sent>2026-11-24T12:00:00-00:00</sent><status>Actual</status><msgType>{kind}</msgType>
<scope>Public</scope>{references}
<info><language>en-GB</language><category>Security</category><event>Demonstration</event>
<urgency>Expected</urgency><severity>{severity}</severity><certainty>Possible</certainty>
<expires>{expires}</expires><headline>{headline}</headline>
<description>Demonstration, not official.</description><instruction>Do nothing.</instruction>
{areas}</info></alert>"""
AREAS = (
    f"<area><areaDesc>The harbour</areaDesc><polygon>{POLYGON}</polygon></area>"
    f"<area><areaDesc>Two piers</areaDesc><circle>{CIRCLES[0]}</circle>"
    f"<circle>{CIRCLES[1]}</circle>"
    "<geocode><valueName>UGC</valueName><value>UKC001</value></geocode></area>"
)


def a_message(headline: str, areas: str = AREAS, **given: str) -> str:
    expires = datetime.now(UTC) + timedelta(minutes=30)
    said = {"identifier": f"e2e-{uuid4()}", "kind": "Alert", "references": "", "severity": "Minor"}
    return MESSAGE.format(
        headline=headline, areas=areas, expires=f"{expires:%Y-%m-%dT%H:%M:%S}-00:00", **said | given
    )


def hand_in(front: Front, by: Person, said: str, query: str = "") -> requests.Response:
    return requests.post(
        f"{front.gateway}/v1/alerts/cap{query}",
        data=said.encode(),
        headers={
            "Authorization": f"Bearer {by.tokens.access}",
            "Content-Type": "application/cap+xml",
            "Idempotency-Key": str(uuid4()),
        },
        timeout=10,
    )


def identifier_in(said: str) -> str:
    found = fromstring(said.encode()).findtext(f"{CAP}identifier")
    assert found is not None
    return found


@pytest.mark.feature("F11")
@pytest.mark.feature("F13")
def test_a_polygon_and_two_circles_come_in_are_approved_and_go_out_as_they_came(
    front: Front,
) -> None:
    author, approver = map(front.sign_in_demo, ("author", "approver"))
    words = f"Demonstration {uuid4().hex[:8]}"
    came = hand_in(front, author, a_message(words))
    assert 201 == came.status_code, came.text
    draft = came.json()["alert"]
    area = draft["content"]["area"]
    assert ("SUBMITTED", "The harbour; Two piers") == (draft["status"], area["place"])
    assert [{"name": "UGC", "value": "UKC001"}] == area["geocodes"]
    polygon, *circles = area["shapes"]
    assert [-0.2, 51.5] == polygon["polygon"]["coordinates"][0][0]
    assert [1.5, 0.25] == [each["circle"]["radius_km"] for each in circles]
    kinds = [row["kind"] for row in draft["content"]["audience"]]
    assert ["POLYGON", "CIRCLE", "CIRCLE"] == kinds, "it is for those who are there"
    path = f"/v1/alerts/{draft['alert_id']}"
    with front.open_stream() as anyone:
        said = approval_of(front, approver, draft)
        front.ask("POST", f"{path}/approval", by=approver, body=said)
        shown = eventually(
            lambda: [e.json() for e in anyone.all_within(0.2) if draft["alert_id"] in e.data],
            bool,
            10,
            "the alert on the stream",
        )[0]
    assert area == shown["content"]["area"]
    page = front.ask("GET", f"/alerts/{draft['alert_id']}", accept="text/html").text
    assert "The harbour; Two piers" in page
    for where in (f"{path}.cap", "/v1/alerts/feed.cap"):
        document = requests.get(f"{front.gateway}{where}", timeout=10).content
        alert = next(
            each
            for each in fromstring(document).iter(f"{CAP}alert")
            if each.findtext(f"{CAP}identifier") == f"isp-{draft['alert_id']}"
        )
        (out,) = alert.findall(f"{CAP}info/{CAP}area")
        assert [POLYGON] == [each.text for each in out.findall(f"{CAP}polygon")]
        assert CIRCLES == [each.text for each in out.findall(f"{CAP}circle")]
    following.withdraw(front, approver, draft["alert_id"])


@pytest.mark.feature("F11")
def test_its_sender_changes_weighs_and_cancels_what_was_never_issued(front: Front) -> None:
    author = front.sign_in_demo("author")
    words = f"Demonstration {uuid4().hex[:8]}"
    unknown = a_message(words, severity="Unknown")
    refused = hand_in(front, author, unknown)
    assert (400, "INVALID") == (refused.status_code, refused.json()["reason"])
    assert "severity" in refused.text
    first = hand_in(front, author, unknown, "?severity=Minor").json()["alert"]
    before = f"demo@elsewhere.example,{identifier_in(unknown)},2026-11-24T12:00:00-00:00"
    refers = f"<references>{before}</references>"
    update = a_message(f"{words} again", kind="Update", references=refers)
    second = hand_in(front, author, update).json()
    assert first["alert_id"] == second["about_alert_id"]
    old = front.ask("GET", f"/v1/alerts/{first['alert_id']}", by=author).json()
    assert "DISCARDED" == old["status"]
    done = hand_in(front, author, a_message(words, kind="Cancel", references=refers))
    assert 200 == done.status_code
    given_up = done.json()["alert"]
    assert (second["alert"]["alert_id"], "DISCARDED") == (given_up["alert_id"], given_up["status"])


@pytest.mark.feature("F11")
@pytest.mark.parametrize(
    ("areas", "reason"),
    [
        ("<area><areaDesc>x</areaDesc><polygon>51,0 51,1 52,1 52,0</polygon></area>", "INVALID"),
        (
            "<area><areaDesc>x</areaDesc><polygon>51,0 52,1 51,1 52,0 51,0</polygon></area>",
            "INVALID",
        ),
        (
            "<area><areaDesc>x</areaDesc>"
            + f"<polygon>{'51,0 ' * 25_001}</polygon>" * 2
            + "</area>",
            "CAP_TOO_LARGE",
        ),
    ],
    ids=["unclosed", "crossing", "50,002 points"],
)
def test_a_shape_that_is_none_is_refused_by_name(front: Front, areas: str, reason: str) -> None:
    author = front.sign_in_demo("author")
    refused = hand_in(front, author, a_message("Demonstration", areas))
    assert (400, reason) == (refused.status_code, refused.json()["reason"])
    assert "area" in refused.json()["errors"][0]["field"]
