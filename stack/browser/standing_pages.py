"""The pages of what people hold for a time: staff roles, and places in closed groups."""

from typing import Final

from stack.browser.page import Page, press

STANDING_PAGES: Final = (
    Page(name="desk-courses", path="/desk/courses", who="trainer"),
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
    Page(name="groups", path="/account/groups", who="school", welsh_picture=True),
    Page(name="groups-invited", path="/account/groups", who="chapel", welsh_picture=True),
    Page(name="groups-none", path="/account/groups", who="shop"),
    Page(name="groups-all", path="/account/groups/all", who="hub"),
    Page(name="group-owned", path="/account/groups/{group}", who="school", welsh_picture=True),
    Page(
        name="group-owned-errors",
        path="/account/groups/{group}",
        who="school",
        act=press("[value=invite]"),
    ),
    Page(name="group-sponsored", path="/account/groups/{group}", who="hub"),
    Page(name="group-new", path="/account/groups/new", who="hub"),
    Page(name="group-new-errors", path="/account/groups/new", who="hub", act=press("")),
)
