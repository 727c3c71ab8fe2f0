"""What a body must be before a route reads it: JSON that Python can read, or what a route says."""

from typing import Final

from apiflask import APIFlask
from flask import json, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

OTHER: Final = {
    "cap.import_cap": ("application/cap+xml", 1024 * 1024),
    "attachments.put_upload_piece": ("application/octet-stream", 1024 * 1024),
    "packages.put_package_piece": ("application/octet-stream", 1024 * 1024),
}
"""Routes whose body is not JSON: its media type, and how many bytes it may have."""

PAGES: Final = {
    "attachments_desk.upload": 26 * 1024 * 1024,
    "packages_desk.upload": 26 * 1024 * 1024,
    "staff_training_pages.take_file": 256 * 1024,
}
"""Pages to which more is sent than what somebody types: how many bytes with all that is around."""

_WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: APIFlask) -> None:
    """Refuse a body that is not JSON (415), or that cannot be read (400)."""

    @app.before_request
    def read() -> None:
        if request.method in _WITHOUT_BODY:
            return
        if not request.path.startswith("/v1/"):
            _, _, endpoint = (request.endpoint or "").partition(".")  # without the language
            if most := PAGES.get(endpoint):
                request.max_content_length = most
            return
        if (other := OTHER.get(request.endpoint or "")) is not None:
            kind, request.max_content_length = other
            if request.mimetype != kind:
                raise UnsupportedMediaType
            return
        if not request.get_data():
            return
        if not request.is_json:
            raise UnsupportedMediaType
        try:
            json.loads(request.get_data())
        except (RecursionError, ValueError):
            raise BadRequest from None
