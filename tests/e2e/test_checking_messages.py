"""What went out, as anyone can follow and check it: feeds, codes, the public log, CAP in."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests
from defusedxml.ElementTree import fromstring

from services.alerts.verifier import main
from stack.story import following, shop
from stack.story.front import Front, Person, eventually
from stack.story.steps import an_alert, approval_of, approved_alert

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
ATOM = "{http://www.w3.org/2005/Atom}"
MESSAGE = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>{identifier}</identifier><sender>demo@elsewhere.example</sender>
<sent>2026-11-24T12:00:00-00:00</sent><status>Exercise</status><msgType>{kind}</msgType>
<scope>Public</scope><note>Demonstration.</note>{references}
<info><language>en-GB</language><category>Security</category><event>Demonstration</event>
<urgency>Expected</urgency><severity>Minor</severity><certainty>Possible</certainty>
<expires>{expires}</expires><headline>{headline}</headline>
<description>Demonstration, not official.</description><instruction>Do nothing.</instruction>
<area><areaDesc>London</areaDesc><geocode><valueName>ISP-REGION</valueName><value>LON</value>
</geocode></area></info></alert>"""


ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.fixture(scope="module")
def author(front: Front) -> Person:
    return front.sign_in_demo("author")


@pytest.fixture(scope="module")
def approver(front: Front) -> Person:
    return front.sign_in_demo("approver")


def a_message(headline: str, kind: str = "Alert", references: str = "") -> str:
    expires = datetime.now(UTC) + timedelta(minutes=30)
    return MESSAGE.format(
        identifier=uuid4(),
        kind=kind,
        headline=headline,
        references=f"<references>{references}</references>" if references else "",
        expires=f"{expires:%Y-%m-%dT%H:%M:%S}-00:00",
    )


def hand_in(front: Front, by: Person, said: str) -> requests.Response:
    return requests.post(
        f"{front.gateway}/v1/alerts/cap",
        data=said.encode(),
        headers={
            "Authorization": f"Bearer {by.tokens.access}",
            "Content-Type": "application/cap+xml",
            "Idempotency-Key": str(uuid4()),
        },
        timeout=10,
    )


def get(front: Front, path: str, **headers: str) -> requests.Response:
    return requests.get(f"{front.gateway}{path}", headers=headers, timeout=10)


def entries(front: Front, path: str) -> dict[str, Any]:
    feed = fromstring(get(front, path).content)
    return {each.findtext(f"{ATOM}id"): each for each in feed.findall(f"{ATOM}entry")}


@pytest.mark.feature("F13")
@pytest.mark.feature("F18")
@pytest.mark.feature("F19")
def test_an_alert_is_followed_checked_and_proved_by_someone_without_an_account(
    front: Front, author: Person, approver: Person, tmp_path: Path
) -> None:
    address = f"shop-{uuid4().hex[:10]}@corner.example"
    stop = shop.subscribe_by_mail(front, address)
    words = f"Demonstration {uuid4().hex[:8]}"
    out, _ = approved_alert(front, author, approver, following.about("LON", words))
    alert_id = out["alert_id"]
    mail = following.mail_about(front, address, words)
    code = re.search(r"code ([0-9A-Z-]{14}):", mail)
    assert code is not None
    assert words in get(front, f"/alerts/verify/{code[1]}").text
    assert (
        words == get(front, f"/v1/verify/{code[1].lower()}").json()["alert"]["content"]["headline"]
    )
    assert code[1] in get(front, f"/alerts/{alert_id}").text
    unknown = get(front, "/v1/verify/0000-0000-0000")
    assert (404, "CODE_UNKNOWN") == (unknown.status_code, unknown.json()["reason"])

    document = get(front, f"/v1/alerts/{alert_id}.cap")
    assert "application/cap+xml" == document.headers["Content-Type"].partition(";")[0]
    again = get(front, f"/v1/alerts/{alert_id}.cap", **{"If-None-Match": document.headers["ETag"]})
    assert (304, b"") == (again.status_code, again.content)
    following.withdraw(front, approver, alert_id)
    ended = fromstring(get(front, f"/v1/alerts/{alert_id}.cap").content)
    assert "Cancel" == ended.findtext(f"{CAP}msgType")
    references = ended.findtext(f"{CAP}references") or ""
    assert f",isp-{alert_id}," in references
    requests.post(stop, data={"forget_now": "yes"}, timeout=20).raise_for_status()
    for path in ("/v1/alerts/feed.atom", "/v1/alerts/feed.cap"):
        found = [each for each in entries(front, path) if alert_id in each]
        assert 2 == len(found)
    assert "WITHDRAWN" == get(front, f"/v1/verify/{code[1]}").json()["status"]

    proof = eventually(
        lambda: get(front, f"/v1/log/inclusion/isp-{alert_id}-withdrawn"),
        lambda answer: answer.status_code == 200,
        10,
        "the end in the log",
    ).json()
    copy = tmp_path / "log.json"
    assert 0 == main(["download", front.gateway, str(copy)])
    key = proof["head"]["public_key"]
    assert 0 == main(["check", str(copy), "--key", key])
    said = json.loads(copy.read_text())
    documents = {entry["identifier"]: entry["document"].encode() for entry in said["entries"]}
    assert document.content == documents[f"isp-{alert_id}"]
    said["entries"][proof["index"]]["document"] += " "
    copy.write_text(json.dumps(said))
    assert 1 == main(["check", str(copy), "--key", key])


@pytest.mark.feature("F18")
@pytest.mark.feature("F19")
def test_a_restricted_alert_is_in_no_feed_and_no_log_and_its_code_tells_only_when(
    front: Front, author: Person, approver: Person
) -> None:
    words = f"Demonstration {uuid4().hex[:8]}"
    out, _ = approved_alert(front, author, approver, an_alert(words, tlp="AMBER", tier="VERIFIED"))
    alert_id = out["alert_id"]
    code = front.ask("GET", f"/v1/codes/{alert_id}", by=approver).json()["code"]
    assert 404 == get(front, f"/v1/codes/{alert_id}").status_code
    said = get(front, f"/v1/verify/{code}").json()
    assert (None, "ISSUED", code) == (said["alert"], said["status"], said["code"])
    assert words not in get(front, f"/alerts/verify/{code}").text
    assert 404 == get(front, f"/v1/alerts/{alert_id}.cap").status_code
    for path in ("/v1/alerts/feed.atom", "/v1/alerts/feed.cap", "/v1/log/entries?page_size=100"):
        assert alert_id not in get(front, path).text
    following.withdraw(front, approver, alert_id)


@pytest.mark.feature("F11")
@pytest.mark.feature("F13")
def test_what_an_alert_is_about_and_what_to_do_goes_out_and_comes_in(
    front: Front, author: Person, approver: Person
) -> None:
    """By REST, on the stream, and as CAP: an end keeps the category, and says nothing to do."""
    words = f"Demonstration {uuid4().hex[:8]}"
    kinds = {"categories": ["Infra", "CBRNE"], "response_types": ["Evacuate", "Avoid"]}
    with front.open_stream() as anyone:
        out, _ = approved_alert(front, author, approver, an_alert(words) | kinds)
        shown = eventually(
            lambda: [e.json() for e in anyone.all_within(0.2) if out["alert_id"] in e.data],
            bool,
            10,
            "the alert on the stream",
        )[0]
    assert kinds == {name: shown["content"][name] for name in kinds}
    path = f"/v1/alerts/{out['alert_id']}"
    assert kinds == {name: get(front, path).json()["content"][name] for name in kinds}
    assert (kinds["categories"], kinds["response_types"]) == kinds_in(front, path)
    following.withdraw(front, approver, out["alert_id"])
    assert (kinds["categories"], []) == kinds_in(front, path)
    draft = hand_in(front, author, to_do(a_message(words), "Shelter")).json()["alert"]
    assert (["Fire"], ["Shelter"]) == (
        draft["content"]["categories"],
        draft["content"]["response_types"],
    )
    refused = hand_in(front, author, to_do(a_message(words), "AllClear"))
    assert (400, "INVALID") == (refused.status_code, refused.json()["reason"])
    given_up = {"reason": "End of the demonstration."}
    mine, etag = f"/v1/alerts/{draft['alert_id']}/discard", f'"v{draft["version"]}"'
    front.ask("POST", mine, by=author, body=given_up, if_match=etag)


def kinds_in(front: Front, path: str) -> tuple[list[str | None], list[str | None]]:
    """What an alert's CAP message is about, and what it has people do."""
    info = fromstring(get(front, f"{path}.cap").content).find(f"{CAP}info")
    assert info is not None
    return (
        [each.text for each in info.findall(f"{CAP}category")],
        [each.text for each in info.findall(f"{CAP}responseType")],
    )


def to_do(said: str, what: str) -> str:
    """A message about a fire that has people do something."""
    about = said.replace("<category>Security<", "<category>Fire<")
    return about.replace("<urgency>", f"<responseType>{what}</responseType><urgency>", 1)


@pytest.mark.feature("F11")
def test_what_comes_in_as_cap_waits_for_two_people_and_a_cancel_ends_nothing(
    front: Front, author: Person, approver: Person
) -> None:
    words = f"Demonstration {uuid4().hex[:8]}"
    said = a_message(words)
    made = hand_in(front, author, said)
    assert 201 == made.status_code, made.text
    draft = made.json()["alert"]
    assert ("SUBMITTED", "Exercise") == (draft["status"], draft["content"]["cap_status"])
    assert draft["alert_id"] == hand_in(front, author, said).json()["alert"]["alert_id"]
    path = f"/v1/alerts/{draft['alert_id']}"
    assert 404 == get(front, path).status_code
    front.ask("POST", f"{path}/approval", by=approver, body=approval_of(front, approver, draft))
    issued = fromstring(get(front, f"{path}.cap").content)
    assert "Exercise" == issued.findtext(f"{CAP}status")
    reference = ",".join(
        issued.findtext(f"{CAP}{part}") or "" for part in ("sender", "identifier", "sent")
    )
    cancel = hand_in(front, author, a_message(words, "Cancel", reference))
    assert draft["alert_id"] == cancel.json()["about_alert_id"]
    assert "ISSUED" == get(front, path).json()["status"]
    following.withdraw(front, approver, draft["alert_id"])
    over = hand_in(front, author, a_message(words, "Update", reference))
    assert (409, "CAP_THREAD_ENDED") == (over.status_code, over.json()["reason"])


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            "CAP_DECLARATIONS_FORBIDDEN",
        ),
        ("nothing", "CAP_UNREADABLE"),
        (a_message("x", "Cancel", "a,b,2026-11-24T12:00:00-00:00"), "CAP_THREAD_UNKNOWN"),
        (a_message("x").replace("12:00:00-00:00", "12:00:00,00:00"), "INVALID"),
    ],
)
def test_bad_cap_is_refused_by_name(front: Front, author: Person, said: str, reason: str) -> None:
    refused = hand_in(front, author, said)
    assert reason == refused.json()["reason"]
    assert "root:" not in refused.text
