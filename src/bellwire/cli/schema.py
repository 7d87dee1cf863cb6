"""`bellwire schema`: the JSON Schema of what goes out."""

import click

from bellwire.model.codec import SCHEMAS, encode_plain, json_schema


@click.command("schema")
@click.argument("kind", type=click.Choice(sorted(SCHEMAS)), default="report")
def command(kind: str) -> int:
    """Print the JSON Schema of a report (or of a relation, a story, an incident, a judgement).

    \b
    Example:
      bellwire schema > report.schema.json
    """
    click.echo(encode_plain(json_schema(kind), indent=2).decode())
    return 0
