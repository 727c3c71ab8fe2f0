"""Anyone is told by which key browsers know us."""

import base64

from services.alerts.outbound.web_pushes import VapidKey
from services.alerts.usecases.get_push_key import GetPushKey


def test_it_is_a_point_and_the_same_for_the_same_secret() -> None:
    key = VapidKey(b"k" * 32)
    shown = GetPushKey(public_key=key.public)()
    point = base64.urlsafe_b64decode(shown + "=")
    assert (65, 4) == (len(point), point[0])
    assert shown == VapidKey(b"k" * 32).public
    assert shown != VapidKey(b"l" * 32).public
    assert "kkkk" not in repr(key)
