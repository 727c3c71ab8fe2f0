"""Step 6b: the analyst sees the month's figures with today's in them, and nobody in them."""

import csv
import io
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from stack.demo import accounts
from stack.story.advice import a_document
from stack.story.front import Front, Person, StoryBroken, eventually

Say = Callable[[str], None]
METRIC: Final = "content.published"
COUNTED_SECONDS: Final = 15
_PSEUDONYM: Final = re.compile(r"[0-9a-f]{32}")


def question(metric: str, dimension: str, days: int = 30) -> str:
    """Return the address of a metric's figures of the last days, today among them."""
    today = datetime.now(UTC).date()
    first = today - timedelta(days=days - 1)
    return f"/v1/usage?metric={metric}&dimension={dimension}&from={first}&to={today}"


def read_figures(front: Front, say: Say) -> None:
    """The analyst reads; what an editor does meanwhile is in it; small figures are not."""
    analyst, editor = front.sign_in_demo("analyst", "aal1"), front.sign_in_demo("editor")
    before = _month(front, analyst, "REGION")
    today = before["days"][-1]
    if today["withheld"]:
        raise StoryBroken("the demonstration's month has no today: run `make up` again")
    say(f"{len(before['days'])} days of {METRIC}; today {today['events']} by {today['people']}")

    document = a_document(f"demonstration{uuid4().hex[:10]}")
    began = time.monotonic()
    front.ask("POST", "/v1/documents", by=editor, body=document, key=True, expect=201)
    after = eventually(
        lambda: _month(front, analyst, "REGION"),
        lambda said: said["days"][-1]["events"] > today["events"],
        COUNTED_SECONDS,
        "today's figure with what an editor published",
    )
    took, now = time.monotonic() - began, after["days"][-1]["events"]
    say(f"an editor published: today's figure is {now}, {took:.1f} s later")
    _small_figures_are_withheld(front, analyst, after, say)
    _nobody_is_named(front, analyst, say)
    refused = front.ask("GET", question(METRIC, "NONE"), by=editor, expect=403).json()
    front.ask("GET", question(METRIC, "NONE"), expect=401)
    say(f"the editor asked for the same figures: {refused['reason']}; without an account: 401")


def _month(front: Front, analyst: Person, dimension: str) -> dict[str, Any]:
    said: dict[str, Any] = front.ask("GET", question(METRIC, dimension), by=analyst).json()
    return said


def _small_figures_are_withheld(
    front: Front, analyst: Person, month: Mapping[str, Any], say: Say
) -> None:
    least, told = month["least_people"], [day for day in month["days"] if not day["withheld"]]
    for day in told:
        if any(value["people"] < least for value in day["values"]):
            raise StoryBroken(f"a figure of fewer than {least} people is told on {day['day']}")
        if day["events"] != day["rest_events"] + sum(value["events"] for value in day["values"]):
            raise StoryBroken(f"the figures of {day['day']} do not add up")
    hiding = [day for day in told if day["rest_events"]]
    if not hiding:
        raise StoryBroken("no day of the month has a small figure to withhold")
    say(f"every figure adds up; small ones are withheld on {len(hiding)} of {len(told)} days")
    eventually(
        lambda: front.status("GET", question("analytics.read", "NONE", 1), by=analyst),
        lambda status: status == 200,
        COUNTED_SECONDS,
        "the figure of what analysts read",
    )
    days = front.ask("GET", question("analytics.read", "NONE", 1), by=analyst).json()["days"]
    if days != [{"day": days[0]["day"], "withheld": True}]:
        raise StoryBroken(f"what one analyst did is told: {days}")
    say("what the analyst alone did today is withheld")


def _nobody_is_named(front: Front, analyst: Person, say: Say) -> None:
    """See that no answer has a name, an address, an id or a pseudonym, as JSON or as CSV."""
    rows = 0
    for dimension in ("NONE", "TIER", "REGION", "SECTOR", "DETAIL", "SERVICE"):
        place = question(METRIC, dimension)
        answer = front.ask("GET", place, by=analyst)
        sheet = front.ask("GET", place, by=analyst, accept="text/csv")
        rows += len(list(csv.DictReader(io.StringIO(sheet.text))))
        for text in (answer.text, sheet.text):
            named = [
                each.email
                for each in accounts().values()
                if each.subject in text or each.email in text
            ]
            if named or "@" in text or _PSEUDONYM.search(text):
                raise StoryBroken(f"somebody is named in {place}: {named}")
    say(f"the same as CSV, {rows} rows by six dimensions; nobody is named in any")
