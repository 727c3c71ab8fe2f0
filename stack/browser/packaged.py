"""The desks of trainers: certificates, and packages that wait, are published, were refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from stack.browser.page import Page, press
from stack.packaging import bring, packed, publish, withdraw
from stack.story.front import Front

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


@contextmanager
def staged_packages(front: Front) -> Iterator[dict[str, str]]:
    """Bring three packages, and withdraw the two that stand."""
    trainer = front.sign_in_demo("trainer")
    waits = bring(front, trainer, "gates.zip", packed())
    made = bring(front, trainer, "gates.zip", packed())
    refused = bring(front, trainer, "slip.zip", packed({"../out.html": b"x"}))
    out = publish(front, front.sign_in_demo("trainer2"), made)
    try:
        yield {
            "package": waits["package_id"],
            "package_published": out["package_id"],
            "package_refused": refused["package_id"],
        }
    finally:
        for each in (waits, out):
            withdraw(front, front.sign_in_demo("trainer"), each)
