"""A service's refusal said on the page that was refused, so that what was typed is not lost."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import grpc
from flask import flash

from chassis.rpc_errors import refusal_of
from services.gateway.pages.forms import Form, Refused, shown_on
from services.gateway.pages.problem_pages import meaning, meaning_of
from services.gateway.problems import of_remote


@contextmanager
def said_on(form: Form, words: Mapping[str, Any]) -> Iterator[None]:
    """Turn a refusal of fields, or for a reason in `words`, into the form's errors.

    The words follow what the reason means in general; where that says it all they are empty.

    Raises:
        Refused: it was refused, and the form says why.
        grpc.RpcError: it is about something else.
    """
    try:
        with shown_on(form):
            yield
    except grpc.RpcError as error:
        problem = of_remote(refusal_of(error))
        if problem.reason not in words:
            raise
        said = f"{meaning(problem)} {words[problem.reason]}".strip()
        form.form_errors = [*form.form_errors, said]
        raise Refused(problem.status.value) from error


@contextmanager
def told(*reasons: str) -> Iterator[None]:
    """Let a refusal for one of these reasons pass, to be told by the page that comes next.

    Raises:
        grpc.RpcError: it is about something else.
    """
    try:
        yield
    except grpc.RpcError as error:
        reason = refusal_of(error).reason
        if reason not in reasons:
            raise
        flash(meaning_of(reason), "important")
