"""Who calls: REST by its bearer token only, pages by their session only."""

from flask import current_app, request

from chassis.errors import TokenNeeded, TokenRefused, Unavailable
from chassis.tokens import Token, TokenVerifier
from services.gateway.pages.visitors import bearer_for, visitor


def token() -> Token:
    """Return the good token of the present request.

    Raises:
        TokenNeeded: none came.
        TokenRefused: it is no good.
        KeysUnavailable: it cannot be checked at the moment.
    """
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        raise TokenNeeded("Sign in first.")
    if scheme.lower() != "bearer" or not text:
        raise TokenRefused("The token is not a bearer token.")
    verifier: TokenVerifier = current_app.extensions["isp-verifier"]
    return verifier.verify(text)


def authorization(contract: str) -> str | None:
    """Return the Authorization of a call that the present request makes; None for nobody.

    `contract` is the package of what is called, such as isp.alerts.v1.

    Raises:
        Unavailable: a page's session cannot be told at the moment.
    """
    if is_rest():
        return request.headers.get("Authorization")
    return bearer_for(contract)


def is_rest() -> bool:
    """Tell whether the present request is one of the REST interface."""
    return request.path.startswith("/v1/")


def rate_key() -> str:
    """Return whom a rate limit counts: the subject of a good token, else the address."""
    if not is_rest():
        who = visitor()
        return f"subject:{who.subject}" if who else f"address:{request.remote_addr}"
    if "Authorization" in request.headers:
        try:
            return f"subject:{token().subject}"
        except (TokenNeeded, TokenRefused, Unavailable):
            return f"address:{request.remote_addr}"
    return f"address:{request.remote_addr}"
