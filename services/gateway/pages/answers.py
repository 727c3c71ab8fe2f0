"""Pages as answers, and parts of pages that may be missing while a service is away."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import grpc
from flask import Response, render_template

from services.gateway.clients import clients

R = TypeVar("R")

_AWAY: Final = frozenset({grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED})


def page(name: str, status: int = 200, **said: Any) -> Response:
    """Return a page."""
    return Response(render_template(name, **said), status, mimetype="text/html")


def ask(rpc: Any, message: Any) -> Any:
    """Call an RPC as the page's visitor."""
    return clients().call(rpc, message)


def part(asked: Callable[[], R]) -> R | None:
    """Return a part of a page; None while what it needs is away, which the page must say."""
    try:
        return asked()
    except grpc.RpcError as error:
        if error.code() in _AWAY:
            return None
        raise
