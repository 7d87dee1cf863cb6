"""What a page can fail with, and the status that it answers with.

BellwireError
└── PageError       a page cannot be shown, or a request not be done
    ├── NotFound    404: there is none of that id
    ├── NotLoggedIn 401: nobody is signed in
    ├── Refused     403: this person, or this page, may not
    ├── Conflict    409: it has changed since it was shown
    ├── TooLarge    413: more than is read
    └── NotThatKind 415: a kind of content that is not read
"""

from bellwire.errors import (
    BellwireError,
    ConfigError,
    InputError,
    JudgementError,
)

OUR_FAULT = (
    "This is a fault of Bellwire, not yours. Nothing was lost that was kept before. What happened is printed where the "
    "desk was started: please send it to whoever keeps this desk."
)
"""What is said of a fault that is nobody's but ours; the fault itself is only printed where the desk was started."""


class PageError(BellwireError):
    """A page cannot be shown, or a request not be done; `status` is the HTTP status."""

    status = 400


class NotFound(PageError):
    """There is none of that id."""

    status = 404


class NotLoggedIn(PageError):
    """Nobody is signed in."""

    status = 401


class Refused(PageError):
    """This person, or this page, may not do this."""

    status = 403


class Conflict(PageError):
    """It has changed since it was shown."""

    status = 409


class TooLarge(PageError):
    """More was sent than is read."""

    status = 413


class NotThatKind(PageError):
    """A kind of content that is not read."""

    status = 415


def status_of(error: BellwireError) -> int:
    """The HTTP status that an error is answered with.

    >>> from bellwire.errors import StoreError
    >>> status_of(NotFound("no incident i-1")), status_of(InputError("no such type")), status_of(StoreError("gone"))
    (404, 422, 500)
    """
    if isinstance(error, PageError):
        return error.status
    if isinstance(error, JudgementError):
        return 409
    return 422 if isinstance(error, InputError | ConfigError) else 500
