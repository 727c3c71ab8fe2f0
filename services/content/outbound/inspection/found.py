"""What a look into a file may end with."""

from services.content.domain.attachment import Refusal


class Refused(Exception):
    """The file is refused; says why."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why
