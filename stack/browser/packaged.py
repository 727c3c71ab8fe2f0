"""The desks of trainers: certificates, and packages that wait, are published, were refused.

And what a learner sees of a package that is published.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from stack.browser.page import Page, press
from stack.packaging import bring, packed, publish, withdraw
from stack.story.front import Front, eventually

TRAINER_PAGES: Final = (
    Page(name="desk-certificates", path="/desk/certificates", who="trainer"),
    Page(name="desk-certificate", path="/desk/certificates/{certificate}", who="trainer"),
    Page(
        name="desk-certificate-errors",
        path="/desk/certificates/{certificate}",
        who="trainer",
        act=press(""),
    ),
    Page(name="desk-packages", path="/desk/packages", who="trainer", welsh_picture=True),
    Page(
        name="desk-packages-errors",
        path="/desk/packages",
        who="trainer",
        act=press("[value=upload]"),
    ),
    Page(name="desk-package", path="/desk/packages/{package}", who="trainer2"),
    Page(
        name="desk-package-published",
        path="/desk/packages/{package_published}",
        who="trainer",
        welsh_picture=True,
    ),
    Page(name="desk-package-refused", path="/desk/packages/{package_refused}", who="trainer"),
)
UNIT_PAGES: Final = (
    Page(name="units", path="/learn/{package_course}/units", who="member", welsh_picture=True),
    Page(name="unit-opened", path="/learn/{package_course}/units", who="member", act=press("")),
)


@contextmanager
def staged_packages(front: Front) -> Iterator[dict[str, str]]:
    """Bring three packages, enrol a learner in one, and withdraw the two that stand."""
    trainer = front.sign_in_demo("trainer")
    waits = bring(front, trainer, "gates.zip", packed())
    made = bring(front, trainer, "gates.zip", packed())
    refused = bring(front, trainer, "slip.zip", packed({"../out.html": b"x"}))
    out = publish(front, front.sign_in_demo("trainer2"), made)
    try:
        _enrol(front, out)
        yield {
            "package": waits["package_id"],
            "package_published": out["package_id"],
            "package_course": out["course_id"],
            "package_refused": refused["package_id"],
        }
    finally:
        for each in (waits, out):
            withdraw(front, front.sign_in_demo("trainer"), each)


def _enrol(front: Front, package: Mapping[str, Any]) -> None:
    """Let the member begin a package, once the catalogue offers it."""
    eventually(
        lambda: front.ask("GET", "/v1/courses?page_size=100").json()["courses"],
        lambda found: package["course_id"] in {each["course_id"] for each in found},
        15,
        "the catalogue does not follow",
    )
    place = f"/v1/courses/{package['course_id']}/enrolments"
    front.ask("POST", place, by=front.sign_in_demo("member", "aal1"), key=True, expect=201)
