"""The pages of what people hold for a time: staff roles."""

from typing import Final

from stack.browser.page import Page, press

STANDING_PAGES: Final = (
    Page(name="desk-roles", path="/desk/roles", who="hub", welsh_picture=True),
    Page(name="desk-role", path="/desk/roles/{role_proposed}", who="admin", welsh_picture=True),
    Page(
        name="desk-role-errors",
        path="/desk/roles/{role_proposed}",
        who="admin",
        act=press("[value=refuse]"),
    ),
    Page(name="desk-role-held", path="/desk/roles/{role_held}", who="admin"),
    Page(name="desk-role-own", path="/desk/roles/{role_proposed}", who="hub"),
    Page(name="desk-role-new", path="/desk/roles/new", who="hub"),
    Page(
        name="desk-role-new-errors",
        path="/desk/roles/new",
        who="hub",
        act=press(""),
        welsh_picture=True,
    ),
    Page(name="my-roles", path="/account/roles", who="school", welsh_picture=True),
    Page(name="my-role", path="/account/roles/{role_held}", who="school", welsh_picture=True),
    Page(
        name="my-role-errors",
        path="/account/roles/{role_held}",
        who="school",
        act=press("[value=take-up]"),
    ),
    Page(name="my-roles-none", path="/account/roles", who="shop"),
)
