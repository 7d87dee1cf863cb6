"""Reading jobs: pages to read, relate and keep, one after the other, while people work."""

from bellwire.desk import Desk
from bellwire.web.writing import Writing
from bellwire.workspace import Workspace


class Jobs:
    """What is to be read at a desk, and what became of it."""

    def __init__(self, desk: Desk, workspace: Workspace, writing: Writing) -> None:
        self.desk, self.workspace, self.writing = desk, workspace, writing

    def start(self) -> None:
        """Begins to work."""

    def stop(self) -> None:
        """Ends after the page in hand."""
