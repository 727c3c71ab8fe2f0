"""Who calls, as far as the gateway needs to know: for rate limits, and for /v1/session."""

from flask import current_app, request

from chassis.errors import TokenNeeded, TokenRefused, Unavailable
from chassis.tokens import Token, TokenVerifier


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


def rate_key() -> str:
    """Return whom a rate limit counts: the subject of a good token, else the address."""
    if "Authorization" in request.headers:
        try:
            return f"subject:{token().subject}"
        except (TokenNeeded, TokenRefused, Unavailable):
            return f"address:{request.remote_addr}"
    return f"address:{request.remote_addr}"
