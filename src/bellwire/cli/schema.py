"""`bellwire schema`: the JSON Schema of what goes out."""

import click

from bellwire.model.codec import encode_plain, json_schema


@click.command("schema")
@click.argument("kind", type=click.Choice(["report", "relation", "story"]), default="report")
def command(kind: str) -> int:
    """Print the JSON Schema of a report (or of a relation, or a story).

    \b
    Example:
      bellwire schema > report.schema.json
    """
    click.echo(encode_plain(json_schema(kind), indent=2).decode())
    return 0
