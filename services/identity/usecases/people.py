"""Who acts: a person with an account, always."""

from chassis.errors import TokenNeeded
from kernel.principals import Principal


def subject_of(caller: Principal) -> str:
    """Return the caller's subject.

    Raises:
        TokenNeeded: nobody is signed in; the access rule should have refused them already.
    """
    if caller.subject is None:
        raise TokenNeeded("Sign in first.")
    return caller.subject
