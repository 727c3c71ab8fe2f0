"""The pages of organisations, of how one is told, and of reaching people."""

from typing import Final

from stack.browser.page import Page, press

_NOBODY: Final = "11111111-1111-4111-8111-111111111111"

ORGANISATION_PAGES: Final = (
    Page(name="organisation", path="/account/organisation", who="venue", welsh_picture=True),
    Page(name="organisation-member", path="/account/organisation", who="lead"),
    Page(name="staff-training", path="/account/organisation/training", who="venue"),
    Page(name="staff-training-refused", path="/account/organisation/training", who="owner"),
    Page(
        name="staff-training-file",
        path="/account/organisation/training/file",
        who="venue",
        welsh_picture=True,
    ),
    Page(
        name="staff-training-file-errors",
        path="/account/organisation/training/file",
        who="venue",
        act=press(""),
    ),
    Page(name="training-passport", path="/learn/passport", who="shop", welsh_picture=True),
    Page(name="passport-check", path="/passport"),
    Page(name="passport-check-errors", path="/passport", act=press("")),
    Page(name="organisation-name", path="/account/organisation/name", who="venue"),
    Page(name="organisation-leave", path="/account/organisation/leave", who="venue"),
    Page(name="invitation", path="/invitation?token={invitation}", welsh_picture=True),
    Page(name="invitation-unknown", path="/invitation?token=abc"),
    Page(name="invitations", path="/account/invitations", who="owner"),
    Page(name="telling", path="/account/telling", who="venue", welsh_picture=True),
    Page(name="telling-new", path="/account/telling/new", who="owner"),
    Page(name="telling-new-errors", path="/account/telling/new", who="owner", act=press("")),
    Page(name="telling-code", path=f"/account/telling/code/{_NOBODY}", who="owner"),
    Page(name="telling-confirm", path="/account/telling/confirm?token=abc", who="owner"),
    Page(name="relay", path="/account/relay", who="owner", welsh_picture=True),
    Page(name="relay-errors", path="/account/relay", who="owner", act=press("")),
    Page(name="branch", path="/account/branch", who="lead", welsh_picture=True),
    Page(name="branch-none", path="/account/branch", who="owner"),
    Page(name="record-freezes", path="/desk/record-freezes", who="privacy"),
)
"""Lines of the table of pages."""
