"""`make story`: tells the story on what `make up` runs; exits 1 when a built step does not hold."""

import sys
import time
from collections.abc import Callable

from stack.signin import SignInFailed
from stack.story.advice import Published, advise
from stack.story.answering import answer
from stack.story.asking import ask
from stack.story.figures import read_figures
from stack.story.following import follow
from stack.story.front import Front, Person, StoryBroken
from stack.story.learning import Certified, learn, revoke
from stack.story.partnering import sign_in_at_partner
from stack.story.proving import prove
from stack.story.shop import ask_without_account
from stack.story.steps import register, suspend, verify, warn
from stack.streaming import NoStream


class Teller:
    """Runs steps and prints what each saw."""

    def __init__(self) -> None:
        self.broken = 0

    def tell(
        self, number: str, what: str, act: Callable[[Callable[[str], None]], object]
    ) -> object:
        """Run one step; a broken one is said and the story goes on."""
        print(f"\n{number:<4}{what}", flush=True)
        began = time.monotonic()
        try:
            result = act(lambda seen: print(f"      - {seen}", flush=True))
        except (StoryBroken, SignInFailed, NoStream, OSError) as error:
            self.broken += 1
            print(f"    BROKEN: {error}", flush=True)
            return None
        print(f"    held, {time.monotonic() - began:.1f} s", flush=True)
        return result


def main() -> int:
    """Tell the story and return the number of broken steps."""
    front, teller = Front.of_make_up(), Teller()
    published = teller.tell(
        "1",
        "Advice on hostile vehicles is found by those who may see it",
        lambda say: advise(front, say),
    )
    teller.tell(
        "2a",
        "A shop with no account gives a postcode and a confirmed address, and can stop",
        lambda say: ask_without_account(front, say),
    )
    owner = teller.tell(
        "2b",
        "A cafe owner registers, confirms the e-mail, signs in through Keycloak",
        lambda say: register(front, say),
    )
    if isinstance(owner, Person):
        known = published if isinstance(published, Published) else None
        teller.tell(
            "2c",
            "Officers' checks meet M1A; the tier becomes VERIFIED without signing in again",
            lambda say: verify(front, owner, say, known),
        )
    teller.tell(
        "3",
        "Two officers warn retail in London; the open stream shows it; an all-clear follows",
        lambda say: warn(front, say),
    )
    teller.tell(
        "3a",
        "E-mail and SMS follow, to who asked by postcode, and so does the end",
        lambda say: follow(front, say),
    )
    teller.tell(
        "3c",
        "An organisation's endpoint, the CAP feeds and the public log have it",
        lambda say: prove(front, say),
    )
    if isinstance(owner, Person):
        teller.tell(
            "3b",
            'The owner taps "safe", a shop answers by its link, and the board counts it',
            lambda say: answer(front, owner, say),
        )
        certified = teller.tell(
            "4a",
            "The owner takes a course and passes; a stranger verifies the certificate",
            lambda say: learn(front, owner, say),
        )
        if isinstance(certified, Certified):
            teller.tell(
                "4b", "It is revoked and then fails", lambda say: revoke(front, certified, say)
            )
        teller.tell(
            "6a",
            "The owner asks an expert of the region and gets an answer",
            lambda say: ask(front, owner, say),
        )
    teller.tell(
        "6b",
        "The analyst sees the month's figures with today's in them, and nobody in them",
        lambda say: read_figures(front, say),
    )
    if isinstance(owner, Person):
        teller.tell(
            "5",
            "The partner trade site signs the owner in, and learns a code for them and yes or no",
            lambda say: sign_in_at_partner(front, owner, say),
        )
        teller.tell(
            "+", "A suspended account is out at once", lambda say: suspend(front, owner, say)
        )
    print()
    print("The story holds." if not teller.broken else f"{teller.broken} broken.")
    return teller.broken


if __name__ == "__main__":
    sys.exit(main())
