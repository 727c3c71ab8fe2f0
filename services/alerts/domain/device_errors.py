"""What may stand against a device's registration."""

from chassis.errors import NotFound, Unmet


class TooManyDevices(Unmet):
    """The person has as many devices notified as one may have."""

    reason = "TOO_MANY_DEVICES"


class MobilePushOff(Unmet):
    """This platform notifies no app: nobody set it up for that."""

    reason = "MOBILE_PUSH_OFF"


class DeviceNotFound(NotFound):
    """There is no such device of the caller's."""

    reason = "DEVICE_NOT_FOUND"
