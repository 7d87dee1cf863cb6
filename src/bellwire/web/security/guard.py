"""The guard around the desk: what every request passes, from the outside in."""

from starlette.types import ASGIApp

from bellwire.web.security.bodies import Bodies
from bellwire.web.security.config import Guarded
from bellwire.web.security.gate import Gate
from bellwire.web.security.headers import Headers
from bellwire.web.security.hosts import Hosts
from bellwire.web.security.origins import Origins
from bellwire.workspace import Workspace


def guard(app: ASGIApp, config: Guarded, workspace: Workspace) -> ASGIApp:
    """The application behind its guard: no page is run for a request that any of these refuses."""
    return Headers(Hosts(Origins(Bodies(Gate(app, config, workspace), config)), config))
