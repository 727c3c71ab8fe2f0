"""An alert along seats: what waits for a sector lead, and passing it on."""

from typing import Any

from stack.story.following import about
from stack.story.front import Front, Person, eventually


def along(headline: str) -> dict[str, Any]:
    """Return an alert for London's shops that goes along seats."""
    alert = about("LON", headline)
    retail = {"mode": "MUST_BE", "kind": "SECTOR", "value": "retail"}
    alert["audience"] = [*alert["audience"], retail]
    return alert | {"cascaded": True, "urgency": "Expected"}


def waiting_for(front: Front, lead: Person, alert_id: str) -> dict[str, Any]:
    """Return the step of an alert that waits for somebody, once it is there."""

    def steps() -> list[dict[str, Any]]:
        found = front.ask("GET", "/v1/alerts/waiting", by=lead).json()["waiting"]
        return [each["step"] for each in found if each["alert"]["alert_id"] == alert_id]

    return eventually(steps, lambda found: len(found) == 1, 20, "a step that waits")[0]


def passed_on(
    front: Front, lead: Person, alert_id: str, step: dict[str, Any], word: str
) -> dict[str, Any]:
    """Pass an alert on with a word beside it; return the step."""
    body = {
        "region": step["region"],
        "sector": step["sector"] or "",
        "read_digest": step["digest"],
        "context": {"text": word, "tlp": "GREEN"},
    }
    etag = f'"v{step["version"]}"'
    path = f"/v1/alerts/{alert_id}/passing-on"
    done: dict[str, Any] = front.ask("POST", path, by=lead, body=body, if_match=etag).json()
    return done
