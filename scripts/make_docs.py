#!/usr/bin/env python3
"""Writes the generated pages of docs/reference from the code: commands, settings, report, parts, tables.

python scripts/make_docs.py            write them
python scripts/make_docs.py --check    exit 1 where one is not what the code says
"""

import os
import subprocess
import sys
import tomllib
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import partial
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by scripts/make_docs.py: change the code, not this page. -->\n"


def commands_page() -> str:
    """Each command's help text."""
    from bellwire.cli.group import bellwire

    root = click.Context(bellwire, info_name="bellwire", terminal_width=100)
    lines = [MADE, "# Commands", "```", bellwire.get_help(root), "```"]
    for verb in bellwire.list_commands(root):
        command = bellwire.get_command(root, verb)
        if command is None:
            raise SystemExit(f"no command {verb}")
        context = click.Context(command, info_name=verb, parent=root, terminal_width=100)
        lines += [f"## bellwire {verb}", "```", command.get_help(context), "```"]
        for name, part in (command.commands if isinstance(command, click.Group) else {}).items():
            inner = click.Context(part, info_name=name, parent=context, terminal_width=100)
            lines += [f"### bellwire {verb} {name}", "```", part.get_help(inner), "```"]
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """Each setting with its default, its variable and its meaning."""
    from bellwire.settings import MEANING, Settings

    lines = [
        MADE,
        "# Settings",
        "Flags beat the environment, which beats `bellwire.toml` (in the folder, else in `~/.config/bellwire/`),",
        "which beats the default. `bellwire config` prints each value and where it came from.",
        "",
        "| setting | default | environment | meaning |",
        "|---|---|---|---|",
    ]
    for name, meaning in MEANING.items():
        lines.append(f"| `{name}` | `{getattr(Settings(), name)}` | `BELLWIRE_{name.upper()}` | {meaning} |")
    return "\n".join(lines) + "\n"


def report_page() -> str:
    """Each record of a report with its fields and their types."""
    from bellwire.model import records

    lines = [MADE, "# The report", "Offsets are Unicode code points, half-open. Absent is null.", ""]
    for record in vars(records).values():
        if isinstance(record, type) and is_dataclass(record) and record.__module__ == records.__name__:
            lines += [f"## {record.__name__}", (record.__doc__ or "").split("\n\n")[0].strip(), ""]
            lines += ["| field | type |", "|---|---|"]
            hints = typing.get_type_hints(record)
            lines += [f"| `{f.name.rstrip('_')}` | {_type(hints[f.name])} |" for f in fields(record)]
            lines.append("")
    return "\n".join(lines)


def _type(hint: object) -> str:
    if typing.get_origin(hint) is typing.Literal:
        return " · ".join(f"`{word}`" for word in typing.get_args(hint))
    if typing.get_origin(hint) is tuple:
        return f"list of {_type(typing.get_args(hint)[0])}"
    options = typing.get_args(hint)
    if options and type(None) in options:
        return f"{_type(next(o for o in options if o is not type(None)))}, or null"
    names = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false"}
    name = getattr(hint, "__name__", str(hint))
    return names.get(name, name)


def parts_page() -> str:
    """The parts of the pipeline, in order."""
    from bellwire.pipeline import PARTS, load_parts

    lines = [
        MADE,
        "# Parts of the pipeline",
        "",
        "| part | version | needs | gives | what it does |",
        "|---|---|---|---|---|",
    ]
    for module, part in zip(PARTS, load_parts(), strict=True):
        what = (sys.modules[module].__doc__ or "").split("\n")[0]
        lines.append(f"| {part.name} | {part.version} | {', '.join(part.needs)} | {', '.join(part.gives)} | {what} |")
    return "\n".join(lines) + "\n"


def tables_page() -> str:
    """The tables of knowledge with their columns and sources."""
    from bellwire.knowledge import read_table
    from bellwire.knowledge.tables import ROOT as KNOWLEDGE

    lines = [MADE, "# Tables of knowledge", "Below `src/bellwire/knowledge/`. A row a line, cells parted by tabs.", ""]
    for path in sorted(KNOWLEDGE.rglob("*.tsv")):
        table = read_table(path)
        schema = tomllib.loads((KNOWLEDGE / "schemas" / f"{path.stem}.toml").read_text(encoding="utf-8"))["columns"]
        lines += [f"## {path.relative_to(KNOWLEDGE).with_suffix('').as_posix()}", f"{len(table.rows)} rows.", ""]
        lines += [f"Source: {source}" for source in table.sources]
        lines += ["", "| column | meaning |", "|---|---|"]
        lines += [f"| `{column}` | {schema[column]['meaning']} |" for column in table.columns]
        lines.append("")
    return "\n".join(lines)


def api_page() -> str:
    """The REST API, operation by operation."""
    from bellwire.web.api.openapi import ABOUT
    from bellwire.web.api.reference import operations, problems, shared

    lines = [
        MADE,
        "# The REST API",
        ABOUT,
        "A desk shows this page at `/api/v1/docs`, with examples of all answers, and",
    ]
    lines += ["describes itself as OpenAPI 3.1 at `/api/v1/openapi.json`.", "", API_FIRST, "## The filter"]
    lines += ["What chooses incidents, in the API as in the addresses of the desk's pages.", "", *_taken(shared()), ""]
    tag = ""
    for each in operations():
        lines += [f"## {each.tag.capitalize()}", ""] if each.tag != tag else []
        tag = each.tag
        lines += [f"### `{each.method} {each.path}`", each.about, ""]
        lines += ["It takes [the filter](#the-filter).", ""] if each.filters else []
        lines += [*_taken(each.taken), ""] if each.taken else []
        lines += ["An example of what is sent:", "", "```json", each.body, "```", ""] if each.body else []
        lines += [f"Answers `{each.media}`; statuses: {', '.join(each.statuses)}." if each.media else "", ""]
    lines += ["## Problems", "", "| status | kind |", "|---|---|"]
    lines += [f"| {status} | {kind} |" for status, kind in problems()]
    return "\n".join(lines) + "\n"


def export_page(name: str) -> str:
    """A format of the exports: what it is for, its options, its columns with the rule that makes each value."""
    from bellwire.export import format_named
    from bellwire.export.columns import FOLDER, said
    from bellwire.knowledge import read_table

    form = format_named(name)
    module = sys.modules[form.write.__module__]
    lines = [MADE, f"# Export: {name}", form.about, "", f"    $ bellwire export {name} -o incidents{form.suffix}", ""]
    lines += [f"Media type `{form.media}`. " + (f"Needs `pip install 'bellwire[{form.needs}]'`." if form.needs else "")]
    given = [f"`--{option.replace('_', '-')}`" for option in form.options]
    lines += [f"Options of its own: {', '.join(given)}.", ""] if given else [""]
    lines += [(module.__doc__ or "").partition("\n\n")[2].strip(), ""]
    for columns in form.columns:
        table = read_table(FOLDER / f"{columns}.tsv")
        lines += [f"## {columns}", "", *(f"Rules by: {source}" for source in table.sources), ""]
        lines += ["| name | kind | rule |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {c.kind} | {c.rule.replace('|', chr(92) + '|')} |" for c in said(columns)]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def exports_page() -> str:
    """The formats of the exports in a table."""
    from bellwire.export import all_formats

    lines = [MADE, "# Exports", EXPORTS_FIRST, "| format | file | what it is |", "|---|---|---|"]
    lines += [f"| [{f.name}](exports/{f.name}.md) | `{f.suffix}` | {f.about} |" for f in all_formats().values()]
    return "\n".join(lines) + "\n"


EXPORTS_FIRST = """`bellwire export FORMAT` writes the incidents that a filter finds, as a publish policy lets them
out; `--as-known-on` a day writes them as they were known then. Each page says what stands in the file, and by which
rule each value is made. Kinds of values: text, list (parted by `; ` where a cell holds it), whole (a whole number),
number, day (ISO), moment (ISO, UTC), truth (yes or no). [How to export](../how-to/export.md).
"""

API_FIRST = """A first question, with [curl](https://curl.se):

    $ curl -H "Authorization: Bearer $TOKEN" "http://127.0.0.1:8321/api/v1/incidents?country=ML&start=2024-05&limit=5"
"""


def _taken(rows: "typing.Iterable[typing.Any]") -> list[str]:
    lines = ["| name | in | form | meaning |", "|---|---|---|---|"]
    for row in rows:
        about, kind = (text.replace("|", "\\|").replace("\n", " ") for text in (row.about, row.kind))
        lines.append(f"| `{row.name}`{' *' if row.required else ''} | {row.where} | {kind} | {about} |")
    return lines


def readme() -> str:
    """The README with its example's real output and the floors that the gate holds."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return _between(_between(text, "example", _example()), "figures", _figures())


def _between(text: str, name: str, made: str) -> str:
    first, last = f"<!-- {name}: made by scripts/make_docs.py -->\n", f"<!-- /{name} -->"
    head, rest = text.split(first)
    return head + first + made + last + rest.split(last)[1]


def _example() -> str:
    call = ["bellwire", "explain", "docs/tutorial/page.txt"]
    command = [sys.executable, "-m", *call]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=ROOT, env=os.environ | {"COLUMNS": "110"}
    )
    return f"    $ {' '.join(call)}\n" + "".join(f"    {line}".rstrip() + "\n" for line in done.stdout.splitlines())


def _figures() -> str:
    floors = tomllib.loads((ROOT / "bench" / "floors.toml").read_text(encoding="utf-8"))
    lines = ["", "| labelled set | figure | at least |", "|---|---|---|"]
    for name, each in floors.items():
        for figure, least in each["floors"].items():
            if figure not in each.get("ceilings", ()):
                lines.append(f"| {name} | {figure} | {least} |")
    return "\n".join(lines) + "\n\n"


PAGES = {
    "commands": commands_page,
    "settings": settings_page,
    "report": report_page,
    "parts": parts_page,
    "tables": tables_page,
    "api": api_page,
    "exports": exports_page,
}


def pages() -> dict[str, Callable[[], str]]:
    """All generated pages of the reference, by their names."""
    from bellwire.export import all_formats

    return PAGES | {f"exports/{name}": partial(export_page, name) for name in all_formats()}


def main() -> int:
    """Writes or checks the pages."""
    stale = []
    made = readme()
    if made != (ROOT / "README.md").read_text(encoding="utf-8"):
        stale.append("README")
        if "--check" not in sys.argv:
            (ROOT / "README.md").write_text(made, encoding="utf-8")
    for name, make in pages().items():
        path, text = REFERENCE / f"{name}.md", make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    if stale:
        print(f"{'stale' if '--check' in sys.argv else 'written'}: {', '.join(stale)}")
    return int("--check" in sys.argv and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
