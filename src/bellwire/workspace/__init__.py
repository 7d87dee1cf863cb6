"""What belongs to the desk and not to the record: people, tokens, drafts, what is watched."""

from bellwire.workspace.database import Workspace, workspace_of

__all__ = ["Workspace", "workspace_of"]
