"""The page that leads to a second factor."""

from apiflask import APIBlueprint
from flask import Response, flash, session
from flask_babel import gettext

from services.gateway.pages.answers import page
from services.gateway.pages.sign_in import LEVELS
from services.gateway.pages.visitors import came, signed_in, visitor

second_factor = APIBlueprint("second_factor", __name__, enable_openapi=False)


@second_factor.get("/account/second-factor")
@signed_in
def own() -> Response:
    """Say whether one came in by it, and lead to Keycloak's pages where one is made."""
    match session.pop("was_set_up", None):
        case True:
            flash(gettext("Your second factor is set up. Try it now: sign in with it."), "success")
        case False:
            flash(gettext("No second factor was set up."))
    who = visitor()
    proven = who is not None and who.acr == LEVELS[1]
    return page("second_factor.html", proven=proven, by_passkey=came().by_passkey)
