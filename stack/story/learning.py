"""Step 4: a course is taken, its certificate is checked by a stranger, revoked, and fails."""

import base64
import gzip
import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import jwt
import requests

from stack.places import CHECKOUT
from stack.story.front import Front, Person, StoryBroken

Say = Callable[[str], None]
COURSE: Final = "Awareness"
NAME: Final = "Cafe Owner"
_FILES: Final = CHECKOUT / "services" / "training" / "domain" / "data" / "courses" / "awareness"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """What the step left behind."""

    path: str
    credential: str


def learned(version: int) -> dict[str, list[str]]:
    """Return what somebody knows who paid attention: the right choices of every question."""
    return {
        question["id"]: [each["id"] for each in question["choice"] if each.get("right")]
        for file in (_FILES / f"v{version}").glob("*.toml")
        for question in tomllib.loads(file.read_text("utf-8")).get("question", ())
    }


def learn(front: Front, owner: Person, say: Say) -> Certified:
    """The owner takes the course, passes, downloads the certificate; a stranger verifies it."""
    found = front.ask("GET", "/v1/courses").json()["courses"]
    course = next(each for each in found if each["title"] == COURSE)
    say(f"anyone reads '{course['title']}': {len(course['modules'])} modules; {course['banner']}")
    place = f"/v1/courses/{course['course_id']}/enrolments"
    enrolment = front.ask("POST", place, by=owner, key=True, expect=201).json()
    path = f"/v1/enrolments/{enrolment['enrolment_id']}"
    early = front.ask(
        "POST", f"{path}/certificate", by=owner, body={"name": NAME}, key=True, expect=409
    ).json()
    say(f"a certificate before the course is passed is refused: {early['reason']}")
    _fail_once(front, owner, path, course, say)
    knows = learned(course["version"])
    for module in course["modules"]:
        attempt = _tried(front, owner, path, module)
        answers = [_answer(each, knows[each["question_id"]]) for each in attempt["questions"]]
        marked = _handed_in(front, owner, attempt, answers)
        if not marked["result"]["passed"]:
            raise StoryBroken(f"right answers to {module['title']} did not pass: {marked}")
    if marked["enrolment"]["status"] != "COMPLETED":
        raise StoryBroken(f"all modules are passed, the course is {marked['enrolment']['status']}")
    say("every module is passed; marked on the server, with feedback on each question")
    made = front.ask(
        "POST", f"{path}/certificate", by=owner, body={"name": NAME}, key=True, expect=201
    )
    address = made.headers["Location"]
    answer = front.ask("GET", f"{address}/credential", by=owner)
    if not answer.headers["Content-Type"].startswith("application/vc+jwt"):
        raise StoryBroken(f"the credential came as {answer.headers['Content-Type']}")
    verified = front.ask("GET", address).json()
    if not verified["valid"] or verified["certificate"]["name"] != NAME:
        raise StoryBroken(f"the certificate does not verify: {verified}")
    say("the owner downloaded it; a stranger verified it by its address, without an account")
    if alone(front, answer.text) != NAME:
        raise StoryBroken("the credential names somebody else")
    say("and by the public keys and the public status list alone, with another program")
    _tamper(front, answer.text, say)
    return Certified(path=address, credential=answer.text)


def revoke(front: Front, certified: Certified, say: Say) -> None:
    """A trainer revokes the certificate; then it fails, for us and for a program of others."""
    trainer = front.sign_in_demo("trainer")
    why = {"reason": "Issued in the demonstration."}
    front.ask("POST", f"{certified.path}/revocation", by=trainer, body=why)
    by_address = front.ask("GET", certified.path).json()
    shown = front.ask(
        "POST", "/v1/certificates/verification", body={"credential": certified.credential}
    ).json()
    for found in (by_address, shown):
        if found["valid"] or reasons(found) != ["REVOKED"]:
            raise StoryBroken(f"the revoked certificate is not called that: {found}")
    try:
        alone(front, certified.credential)
    except StoryBroken as refused:
        if "revoked" not in str(refused):
            raise
    else:
        raise StoryBroken("the public status list does not know of the revocation")
    say("a trainer revoked it: it fails as REVOKED here, and by the public status list alone")


def reasons(found: dict[str, Any]) -> list[str]:
    """Return the words of the checks that failed."""
    return [each["reason"] for each in found["checks"] if each["outcome"] == "FAILED"]


def alone(front: Front, credential: str) -> str:
    """Verify a credential as a stranger's program does; return the name on it.

    It knows the issuer's address and nothing else of us: W3C VC Data Model 2.0, Open Badges 3.0
    and Bitstring Status List 1.0 say the rest. The library that opens it did not sign it.

    Raises:
        StoryBroken: it does not hold.
    """
    keys = jwt.PyJWKSet.from_dict(_fetched(f"{front.gateway}/v1/credentials/jwks.json").json())
    said = _opened(credential, keys)
    issuer = _fetched(said["issuer"]["id"]).json()
    if issuer["id"] != said["iss"] or issuer["name"] != said["issuer"]["name"]:
        raise StoryBroken(f"the issuer is another: {issuer}")
    if "OpenBadgeCredential" not in said["type"]:
        raise StoryBroken(f"it is no badge: {said['type']}")
    status = said["credentialStatus"]
    listed = _opened(_fetched(status["statusListCredential"]).text, keys)
    if (listed["iss"], listed["id"]) != (said["iss"], status["statusListCredential"]):
        raise StoryBroken("the status list is of somebody else")
    encoded = listed["credentialSubject"]["encodedList"]
    packed = base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
    bits, index = gzip.decompress(packed), int(status["statusListIndex"])
    if encoded[0] != "u" or len(bits) * 8 < 131_072:
        raise StoryBroken("the status list is not as the standard has it")
    if bits[index // 8] & 0x80 >> index % 8:
        raise StoryBroken("it is revoked, the status list says")
    name: str = said["credentialSubject"]["identifier"][0]["identityHash"]
    return name


def _opened(text: str, keys: jwt.PyJWKSet) -> dict[str, Any]:
    try:
        key = keys[jwt.get_unverified_header(text)["kid"]]
        said: dict[str, Any] = jwt.decode(
            text, key, algorithms=["RS256"], options={"require": ["nbf", "exp"]}
        )
    except (jwt.PyJWTError, KeyError) as error:
        raise StoryBroken(f"the credential does not hold: {error}") from error
    return said


def _fetched(url: str) -> requests.Response:
    answer = requests.get(url, timeout=20)
    if not answer.ok:
        raise StoryBroken(f"GET {url} answered {answer.status_code}")
    return answer


def _tamper(front: Front, credential: str, say: Say) -> None:
    """The control: what was changed after signing fails, with words of its own."""
    header, payload, signature = credential.split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    said["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    other = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    forged = {"credential": f"{header}.{other}.{signature}"}
    found = front.ask("POST", "/v1/certificates/verification", body=forged).json()
    if found["valid"] or reasons(found) != ["BAD_SIGNATURE"] or found["certificate"]:
        raise StoryBroken(f"a tampered credential is not called that: {found}")
    say("with another name on it it fails as BAD_SIGNATURE, and nothing it says is shown")


def _fail_once(front: Front, owner: Person, path: str, course: dict[str, Any], say: Say) -> None:
    """Guess, learn from the feedback; forged and repeated answers are refused."""
    attempt = _tried(front, owner, path, course["modules"][0])
    again = _tried(front, owner, path, course["modules"][0])
    if again != attempt:
        raise StoryBroken("asking again drew other questions")
    forged = [{"question_id": "never-drawn", "choice_ids": ["a"]}]
    place = f"/v1/attempts/{attempt['attempt_id']}/answers"
    refused = front.ask(
        "POST", place, by=owner, body={"answers": forged}, key=True, expect=400
    ).json()
    marked = _handed_in(front, owner, attempt, [])
    if marked["result"]["passed"] or not all(
        each["feedback"] and not each["right"] for each in marked["result"]["questions"]
    ):
        raise StoryBroken(f"an empty attempt was not marked as one: {marked}")
    twice = front.ask("POST", place, by=owner, body={"answers": []}, key=True, expect=409).json()
    say(f"a forged answer is refused as {refused['reason']}, a second one as {twice['reason']}")


def _tried(front: Front, owner: Person, path: str, module: dict[str, Any]) -> dict[str, Any]:
    place = f"{path}/modules/{module['module_id']}/attempts"
    attempt: dict[str, Any] = front.ask("POST", place, by=owner, key=True, expect=201).json()
    shown = {name for each in attempt["questions"] for choice in each["choices"] for name in choice}
    if shown != {"choice_id", "text"}:
        raise StoryBroken("the questions tell which answers are right")
    return attempt


def _answer(question: dict[str, Any], right: list[str]) -> dict[str, Any]:
    return {"question_id": question["question_id"], "choice_ids": right}


def _handed_in(
    front: Front, owner: Person, attempt: dict[str, Any], answers: list[dict[str, Any]]
) -> dict[str, Any]:
    place = f"/v1/attempts/{attempt['attempt_id']}/answers"
    marked: dict[str, Any] = front.ask(
        "POST", place, by=owner, body={"answers": answers}, key=True
    ).json()
    return marked
