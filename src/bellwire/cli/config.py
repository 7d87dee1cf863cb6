"""`bellwire config`: each setting, its value and where it came from."""

import click

from bellwire.settings import MEANING, resolve
from bellwire.store import shown


@click.command("config")
def command() -> int:
    """Print each setting, its value, and where the value came from (flag, environment, bellwire.toml, default).

    \b
    Example:
      bellwire config
      BELLWIRE_STORE=desk.sqlite bellwire config
    """
    resolved = resolve()
    for name, meaning in MEANING.items():
        value = getattr(resolved.settings, name)
        said = "not set" if value is None else str(value).lower() if isinstance(value, bool) else shown(str(value))
        click.echo(f"{name:12} {said:20} {resolved.origin[name]:24} {meaning}")
    return 0
