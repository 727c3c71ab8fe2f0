"""Writes answers as JSON by orjson: a page of hits took a third of what the gateway adds."""

from typing import Any, Final

import orjson
from flask import Response
from flask.json.provider import DefaultJSONProvider

_OURS: Final = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
"""What is neither text, number, list nor mapping is written as Flask writes it."""


class QuickJson(DefaultJSONProvider):
    """Flask's own JSON, but for how an answer is written. Bodies are read as before."""

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a value as an answer in UTF-8.

        What orjson does not take is written as Flask does: keys that are no text, and half of a
        surrogate pair, which JSON can say and UTF-8 cannot.
        """
        said = self._prepare_response_obj(args, kwargs)
        try:
            written = orjson.dumps(said, default=self.default, option=_OURS)
        except TypeError:
            return Response(self.dumps(said, separators=(",", ":")) + "\n", mimetype=self.mimetype)
        return Response(written + b"\n", mimetype=self.mimetype)
