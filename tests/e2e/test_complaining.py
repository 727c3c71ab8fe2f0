"""A complaint from somebody without an account, acknowledged and answered by real mail."""

from uuid import uuid4

import pytest

from stack.story.front import Front, eventually

COMPLAINTS = "/v1/complaints"


@pytest.mark.feature("F06")
def test_a_complaint_is_acknowledged_and_its_outcome_told_by_mail(front: Front) -> None:
    email = f"reader-{uuid4().hex[:10]}@corner.example"
    said = {"email": email, "about": "You keep too much.", "language": "en"}
    made = front.ask("POST", COMPLAINTS, body=said, key=True, expect=202).json()
    assert made["complaint_id"] in front.wait_for_mail(email)
    officer = front.sign_in_demo("privacy")

    def there() -> dict[str, object]:
        found = front.ask("GET", f"{COMPLAINTS}?page_size=100", by=officer).json()["complaints"]
        mine: dict[str, object] = next(
            each for each in found if each["complaint_id"] == made["complaint_id"]
        )
        return mine

    seen = eventually(there, lambda each: bool(each["acknowledged_at"]), 10, "the acknowledgement")
    assert "IN_TIME" == seen["clock"]
    path = f"{COMPLAINTS}/{made['complaint_id']}/outcome"
    etag = f'"v{seen["version"]}"'
    body = {"outcome": "We keep less from today."}
    done = front.ask("POST", path, by=officer, body=body, if_match=etag).json()
    assert "STOPPED" == done["clock"]
    assert "We keep less from today." in front.wait_for_mail(email, 2)
    member = front.sign_in_demo("member")
    assert 403 == front.status("GET", COMPLAINTS, by=member)
