"""What the pages show while they are looked at: made through the front, and ended again."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, Final
from uuid import uuid4

from stack.browser.asking_alert import staged_asking
from stack.browser.attached import staged_attached
from stack.browser.cascaded_alert import staged_cascade
from stack.browser.cases import staged_case
from stack.browser.cordons import staged_cordon
from stack.browser.drills import staged_drill
from stack.browser.ending import end_if_out
from stack.browser.grouped import staged_group
from stack.browser.invitations import staged_invitation
from stack.browser.leading_out import staged_leading_out
from stack.browser.packaged import staged_packages
from stack.browser.papers import staged_papers
from stack.browser.partners import staged_partners
from stack.browser.privacy_requests import staged_privacy_request
from stack.browser.questions import staged_questions
from stack.browser.reading import staged_reading
from stack.browser.regional_alert import staged_regional
from stack.browser.roles_held import staged_roles
from stack.browser.rumours import staged_rumour
from stack.browser.site_response import staged_site_response
from stack.browser.threat_levels import staged_threat_levels
from stack.browser.webhooks import staged_webhook
from stack.story.advice import a_document
from stack.story.following import withdraw
from stack.story.front import Front, Person, eventually
from stack.story.learning import COURSE, learn, revoke
from stack.story.passkeys import registered
from stack.story.steps import an_alert, approved_alert, in_welsh, submitted_alert

_BODY: Final = """# {title}

Demonstration, not official. What a small business can do, in an order that works.

## Know where vehicles could come from

1. Walk your site and its surroundings at the hour when most people are there.
2. Mark where people **queue**, gather or wait.
3. Ask who else is affected: neighbours, the council, the owner of the street.

## Keep vehicles and people apart

| Measure | Cost | Works against |
| --- | --- | --- |
| Move the queue inside | none | vehicles, weather |
| Planters that are tested | some | slow vehicles |
| Rated bollards | much | fast vehicles |

> A measure that staff do not know of helps nobody.

Read more at [ProtectUK](https://www.protectuk.police.uk/).
"""


BATH: Final = {"place": "Bath", "latitude": 51.381, "longitude": -2.359, "radius_metres": 3000}
AREAS: Final = [
    {
        "mode": "INCLUDE",
        "kind": "CIRCLE",
        "circle": {"latitude": 51.381, "longitude": -2.359, "radius_km": 20},
    },
    {
        "mode": "EXCLUDE",
        "kind": "POLYGON",
        "polygon": {
            "type": "Polygon",
            "coordinates": [
                [[-2.6, 51.45], [-2.4, 51.42], [-2.38, 51.5], [-2.55, 51.52], [-2.6, 51.45]]
            ],
        },
    },
]
"""Around Bath, without a part of Bristol."""


PARTS: Final[tuple[Callable[[Front], AbstractContextManager[dict[str, str]]], ...]] = (
    staged_questions,
    staged_asking,
    staged_cascade,
    staged_regional,
    staged_threat_levels,
    staged_cordon,
    staged_rumour,
    staged_site_response,
    staged_webhook,
    staged_drill,
    staged_case,
    staged_partners,
    staged_leading_out,
    staged_attached,
    staged_packages,
    staged_roles,
    staged_invitation,
    staged_privacy_request,
    staged_group,
    staged_papers,
    staged_reading,
)
"""What puts things on the pages of one kind, and takes them away."""


@contextmanager
def staged(front: Front) -> Iterator[dict[str, str]]:
    """Put something on every page; yields the ids that the table of pages names."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    live, proposed, ended = (_issued(front, author, approver, kind) for kind in _HEADLINES)
    _propose(front, approver, proposed)
    withdraw(front, approver, ended)
    submitted = submitted_alert(front, author, _alert("Demonstration: awaits a colleague"))
    mapped = submitted_alert(
        front, author, _alert("Demonstration: in two areas") | {"audience": AREAS, "area": BATH}
    )
    draft = front.ask(
        "POST", "/v1/alerts", by=author, body=_alert("Demonstration: a draft"), key=True, expect=201
    ).json()
    learner = front.sign_in_demo("shop")
    good, bad = (learn(front, learner, _quietly) for _ in range(2))
    revoke(front, bad, _quietly)
    word = f"bollard{uuid4().hex[:6]}"
    with ExitStack() as stack:
        shown = {
            name: value
            for part in PARTS
            for name, value in stack.enter_context(part(front)).items()
        }
        yield shown | {
            "document": _published(front, word),
            "word": word,
            "live": live,
            "proposed": proposed,
            "ended": ended,
            "submitted": submitted["alert_id"],
            "draft": draft["alert_id"],
            "mapped": mapped["alert_id"],
            "welsh_draft": _for_wales(front, author),
            "premises": _premises(front),
            "passkey": _passkey(front),
            "certificate": good.path.rpartition("/")[2],
            "revoked": bad.path.rpartition("/")[2],
            **_course(front),
        }
    for alert in (live, proposed):
        end_if_out(front, alert)


def _for_wales(front: Front, author: Person) -> str:
    """Return a draft that can reach Wales, whose Welsh nobody confirmed, and that is unusual."""
    words = "Demonstration: stay away from the bay"
    audience = [{"mode": "INCLUDE", "kind": "REGION", "value": "WAL"}]
    audience += [{"mode": "INCLUDE", "kind": "ORGANISATION", "value": "demonstration"}]
    body = an_alert(words, audience=audience, translations=[in_welsh(words)])
    made = front.ask("POST", "/v1/alerts", by=author, body=body, key=True, expect=201).json()
    return str(made["alert_id"])


def _premises(front: Front) -> str:
    """Return premises of the member's organisation, as the demonstration has them."""
    member = front.sign_in_demo("member", "aal1")
    listed = front.ask("GET", "/v1/me/premises", by=member).json()["premises"]
    return str(listed[0]["premises_id"])


def _passkey(front: Front) -> str:
    """Return a passkey of the duty officer's; it stays, as its end would sign them out."""
    duty = front.sign_in_demo("duty")
    held = front.ask("GET", "/v1/me/passkeys", by=duty).json()["passkeys"]
    if held:
        return str(held[0]["passkey_id"])
    _, made = registered(front, duty, "Demonstration: blue key")
    return str(made["passkey_id"])


_HEADLINES: Final = (
    "Demonstration: stay away from the market square",
    "Demonstration: stay indoors near the station",
    "Demonstration: a message that was issued in error",
)


def _alert(headline: str) -> dict[str, Any]:
    alert: dict[str, Any] = an_alert(headline)
    return alert


def _issued(front: Front, author: Person, approver: Person, headline: str) -> str:
    issued, _ = approved_alert(front, author, approver, _alert(headline))
    return str(issued["alert_id"])


def _propose(front: Front, approver: Person, alert_id: str) -> None:
    path = f"/v1/alerts/{alert_id}"
    end = {"text": "Demonstration over. The street is open.", "authority_reference": "DEMO-1"}
    etag = front.ask("GET", path, by=approver).headers["ETag"]
    front.ask("POST", f"{path}/all-clear-proposal", by=approver, body=end, if_match=etag)


def _quietly(_: str) -> None:
    """Tell nobody what is done."""


def _course(front: Front) -> dict[str, str]:
    courses = front.ask("GET", "/v1/courses").json()["courses"]
    course = next(each for each in courses if each["title"] == COURSE)
    return {"course": course["course_id"], "module": course["modules"][0]["module_id"]}


def _published(front: Front, word: str) -> str:
    title = f"Hostile vehicles: first steps ({word})"
    document = a_document(word) | {"title": title, "body": _BODY.format(title=title)}
    made = front.ask(
        "POST",
        "/v1/documents",
        by=front.sign_in_demo("editor"),
        body=document,
        key=True,
        expect=201,
    )
    eventually(
        lambda: front.ask("GET", f"/v1/search?q={word}").json()["total"],
        lambda total: total == 1,
        15,
        "the document in search",
    )
    return str(made.json()["document_id"])
