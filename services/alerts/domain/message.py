"""What a mail or a text about an alert says: from the approved version alone."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from kernel.access import may_read
from kernel.markings import Tlp
from services.alerts.domain.acts import Ending
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.asking import asking
from services.alerts.domain.exercise import MARK, bare
from services.alerts.domain.public_part import has_public_part
from services.alerts.domain.recipient import Recipient
from services.alerts.domain.wording import CapStatus

_WORDS: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/delivery_words.json").read_text("utf-8")
)
CARRIED: Final = frozenset({Tlp.CLEAR, Tlp.GREEN})
"""What may be said by mail or text at all; of anything above only that there is a message."""

LONGEST_TEXT: Final = 918
"""Characters that one text message may have (GOV.UK Notify)."""

VERIFY: Final = "verify"
INSTEAD: Final = "instead"
HOW_TO_STOP: Final = "how to stop"
OPTIONAL: Final = (VERIFY, INSTEAD, HOW_TO_STOP)
"""What a text that is too long does without, in this order: where it can be checked (the alert's
page says it too), that it takes the place of another ("Update" stands first), and the words around
the address that stops. If it is too long still, our own address being long, the end of its headline
goes. Never what to do, nor how to answer."""

LONGEST_ENDING_IN_A_TEXT: Final = 300
"""Characters of an all-clear's own words that a text carries; of longer ones it carries none."""

_CUT: Final = "..."
_LONDON: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes out. `stop` is the address that ends all alerts to the recipient, if there is one.

    A text message has no subject. A push notification alone has a topic, by which a later one of
    the same thread takes its place, the seconds for which it is worth keeping, and whether it is to
    wake a device.
    """

    text: str
    subject: str = ""
    stop: str | None = None
    topic: str = ""
    seconds: int = 0
    urgent: bool = False


def mail(
    alert: Alert,
    notice: Status,
    to: Recipient,
    public_url: str,
    *,
    code: str = "",
    answer: str = "",
) -> Message:
    """Return the mail that tells a recipient of an alert or of its end.

    `code` is what anyone checks it by; `answer` is the address at which they answer, where they
    are asked.
    """
    template = _template(alert, notice, to)
    words = _WORDS["mails"][template][to.language]
    said = _said(alert, to, public_url)
    paragraphs = [each.format(**said) for each in words["paragraphs"]]
    if answer:
        paragraphs.append(asking("drill_mail" if alert.drill else "mail", answer, to.language))
    paragraphs.append(_verify("verify_line", to, public_url, code))
    stop = _stop(to, public_url)
    if stop is not None:
        line = "stop_line" if to.subject is None else "account_stop_line"
        paragraphs.append(_WORDS[line][to.language].format(stop=stop))
    subject = _one_line(words["subject"].format(**said))
    return Message(
        subject=_marked(subject, alert, to, " "),
        text=_marked("\n\n".join(filter(None, paragraphs)), alert, to, "\n\n") + "\n",
        stop=stop,
    )


def text(
    alert: Alert,
    notice: Status,
    to: Recipient,
    public_url: str,
    *,
    code: str = "",
    answer: str = "",
) -> Message:
    """Return the text message that tells a recipient of an alert or of its end.

    `code` and `answer` are as in `mail`. It has `LONGEST_TEXT` characters at most and does without
    some of `OPTIONAL` where it must: what is longer reaches nobody.
    """
    said, over = "", 0
    for left_out in (*range(len(OPTIONAL) + 1), len(OPTIONAL)):
        parts = frozenset(OPTIONAL[left_out:])
        said = _short(
            alert, notice, to, public_url, code=code, answer=answer, parts=parts, over=over
        )
        over = max(0, len(said) - LONGEST_TEXT) if not parts else 0
        if len(said) <= LONGEST_TEXT:
            break
    return Message(text=said, stop=_stop(to, public_url))


def _short(
    alert: Alert,
    notice: Status,
    to: Recipient,
    public_url: str,
    *,
    code: str,
    answer: str,
    parts: frozenset[str],
    over: int,
) -> str:
    """Return what a text says, with those of its optional parts, and its headline so much shorter.

    A headline that is nothing but what is cut off is still there by its dots.
    """
    words = _WORDS["texts"][_template(alert, notice, to)][to.language]
    instead = _WORDS["text_instead"][to.language] if INSTEAD in parts else ""
    fields = _said(alert, to, public_url) | {"instead": instead}
    if over:
        fields["headline"] = f"{fields['headline'][: -over - len(_CUT)].rstrip()}{_CUT}"
    if len(fields["ending"]) > LONGEST_ENDING_IN_A_TEXT:
        fields["ending"] = ""  # the link leads to it: half of it could say what the whole does not
    said = _one_line(words.format(**fields))
    if answer:
        asked = asking("drill_text" if alert.drill else "text", answer, to.language)
        said = f"{said} {asked}"
    if VERIFY in parts:
        said = _one_line(f"{said} {_verify('text_verify_line', to, public_url, code)}")
    stop = _stop(to, public_url)
    if stop is not None:
        line = "text_stop_line" if HOW_TO_STOP in parts else "text_stop_short"
        said = f"{said} {_WORDS[line][to.language].format(stop=stop)}"
    return _marked(said, alert, to, " ")


def _template(alert: Alert, notice: Status, to: Recipient) -> str:
    """Return which words: those that name nothing where the alert may not be named.

    Of what is Immediate everyone is told what to do, and that what they were told ended.
    """
    marking = alert.content.marking
    reads = may_read(to.principal(), marking)
    named = marking.tlp in CARRIED and reads
    if alert.drill is not None:
        return "drill" if notice is Status.ISSUED and named else "drill_over"
    if not named and has_public_part(alert.content):
        again = notice is Status.ISSUED and alert.thread.updates is not None
        return "line_updated" if again else f"line_{notice.value.lower()}"
    if notice is Status.ISSUED and alert.thread.updates is not None:
        return "updated" if named else "restricted" if reads else "restricted_end"
    if notice is Status.ISSUED:
        return "issued" if named else "restricted"
    return notice.value.lower() if named else "restricted_end"


def _said(alert: Alert, to: Recipient, public_url: str) -> dict[str, str]:
    content, ending = alert.content, alert.ending
    own = bare if _is_exercise(alert) else str.strip
    welsh = next((each for each in content.translations if each.language == "cy-GB"), None)
    words = welsh if to.language == "cy" and welsh is not None else content
    return {
        "headline": _one_line(own(words.headline)).rstrip("."),
        "action_line": own(words.action_line),
        "description": own(words.description),
        "instruction": own(words.instruction),
        "in_english": _WORDS["in_english"][to.language] if words is content else "",
        "severity": _WORDS["severity"][to.language][content.severity.value],
        "expires": f"{content.expires_at.astimezone(_LONDON):%d.%m.%Y %H:%M}",
        "ending": own(_ending(ending, to)) if ending else "",
        "reference": ending.authority_reference if ending else "",
        "link": f"{_site(to, public_url)}/alerts/{alert.alert_id}",
    }


def _ending(ending: Ending, to: Recipient) -> str:
    """Return how an alert ended in the recipient's language, else as it was decided."""
    return (to.language == "cy" and ending.text_cy) or ending.text


def _stop(to: Recipient, public_url: str) -> str | None:
    if not to.stop_token:
        return None
    return f"{_site(to, public_url)}/alerts/by-post-code/stop?token={to.stop_token}"


def _verify(line: str, to: Recipient, public_url: str, code: str) -> str:
    """Return how anyone can check that the message is ours; nothing where it has no code."""
    if not code:
        return ""
    verify = f"{_site(to, public_url)}/alerts/verify/{code}"
    words: str = _WORDS[line][to.language]
    return words.format(code=code, verify=verify)


def _site(to: Recipient, public_url: str) -> str:
    return f"{public_url}/cy" if to.language == "cy" else public_url


def _marked(said: str, alert: Alert, to: Recipient, between: str) -> str:
    """Put the mark of an exercise first and last, so that nobody takes it for the real thing."""
    if not _is_exercise(alert):
        return said
    mark = MARK + _WORDS["exercise_besides"][to.language]
    return f"{mark}{between}{said}{between}{mark}"


def _is_exercise(alert: Alert) -> bool:
    return alert.content.cap_status is CapStatus.EXERCISE


def _one_line(said: str) -> str:
    return " ".join(said.split())
