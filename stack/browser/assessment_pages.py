"""The pages of assessment and accreditation."""

from typing import Final

from stack.browser.page import Page, press

ASSESSMENT_PAGES: Final = (
    Page(name="training", path="/learn/mine", who="shop"),
    Page(name="certificate", path="/learn/certificates/{certificate}", who="shop"),
    Page(name="certificate-revoked", path="/learn/certificates/{revoked}", who="shop"),
    Page(name="extra-time", path="/learn/extra-time", who="shop"),
    Page(name="desk-versions", path="/desk/course-versions", who="trainer"),
    Page(name="desk-version", path="/desk/course-versions/{course}/1", who="trainer"),
    Page(
        name="desk-version-errors",
        path="/desk/course-versions/{course}/1",
        who="trainer",
        act=press(""),
    ),
    Page(name="certificate-anew", path="/learn/certificates/{certificate}/anew", who="shop"),
)
