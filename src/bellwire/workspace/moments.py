"""Times as the workspace keeps them: UTC, to the second, so that they are compared as text."""

from datetime import UTC, datetime, timedelta

FORM = "%Y-%m-%dT%H:%M:%SZ"


def later(moment: str, seconds: float) -> str:
    """A moment some seconds later; earlier where they are fewer than none.

    >>> later("2024-05-02T10:00:00Z", 90), later("2024-05-02T10:00:00Z", -60)
    ('2024-05-02T10:01:30Z', '2024-05-02T09:59:00Z')
    """
    found = datetime.strptime(moment, FORM).replace(tzinfo=UTC)
    return (found + timedelta(seconds=seconds)).strftime(FORM)
