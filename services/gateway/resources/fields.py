"""Fields that let nothing through that cannot be sent on."""

from datetime import UTC, datetime
from typing import Any

from apiflask import fields


class String(fields.String):
    """Text in whole characters: JSON can say half a surrogate pair, UTF-8 cannot."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, *args, **kwargs)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise self.make_error("invalid_utf8") from error
        return text


class Moment(fields.AwareDateTime):
    """A time with an offset, as UTC; one that UTC has no year for is none."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        said: datetime = super()._deserialize(value, *args, **kwargs)
        try:
            return said.astimezone(UTC)
        except OverflowError as error:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE) from error
