"""Tables that a non-programmer can edit: tab-separated files with a source line and a schema.

A table is a UTF-8 file `NAME.tsv`: comment lines begin with `#`, of which one says `# source: ...`; then a line of
column names; then a row a line. Its schema is `schemas/NAME.toml`: for each column a `meaning` and, where wanted,
`required`, `values` (the only words allowed) or `pattern` (a regular expression that the whole cell matches).
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bellwire.errors import KnowledgeError

ROOT = Path(__file__).parent
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table's rows (every cell a string, empty where absent) and the sources that its head names."""

    name: str
    sources: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def _fault(path: Path, number: int, message: str) -> KnowledgeError:
    return KnowledgeError(f"{path.name}, line {number}: {message}")


def read_table(path: Path) -> Table:
    """The table at a path; raises KnowledgeError where a row has another number of cells than the head."""
    sources: list[str] = []
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# source:"):
            sources.append(line.removeprefix("# source:").strip())
        elif line.startswith("#") or not line.strip():
            continue
        elif not columns:
            columns = tuple(line.split("\t"))
        else:
            cells = line.split("\t")
            if len(cells) > len(columns):
                raise _fault(path, number, f"{len(cells)} cells under {len(columns)} columns: {line!r}")
            cells += [""] * (len(columns) - len(cells))
            rows.append(dict(zip(columns, cells, strict=True)))
    if not columns:
        raise _fault(path, 1, "no line of column names")
    return Table(name=path.stem, sources=tuple(sources), columns=columns, rows=tuple(rows))


def check_table(path: Path, schemas: Path = ROOT / "schemas", *, schema: Path | None = None) -> list[str]:
    """What is wrong with a table, a line a fault; empty where it keeps its schema: the one of its name, or `schema`."""
    table = read_table(path)
    schema_path = schema or schemas / f"{path.stem}.toml"
    if not schema_path.exists():
        return [f"{path.name}: no schema {schema_path.name}"]
    rules = tomllib.loads(schema_path.read_text(encoding="utf-8"))["columns"]
    faults = [] if table.sources else [f"{path.name}: no '# source:' line"]
    faults += [f"{path.name}: column {c!r} is not in the schema" for c in table.columns if c not in rules]
    faults += [f"{path.name}: no column {c!r}" for c in rules if c not in table.columns]
    for row in table.rows:
        for column, rule in rules.items():
            cell = row.get(column, "")
            where = f"{path.name}, row {next(iter(row.values()))!r}, {column}"
            if not cell:
                if rule.get("required"):
                    faults.append(f"{where}: empty")
            elif "values" in rule and cell not in rule["values"]:
                faults.append(f"{where}: {cell!r} is not one of {rule['values']}")
            elif "pattern" in rule and not re.fullmatch(rule["pattern"], cell):
                faults.append(f"{where}: {cell!r} does not match {rule['pattern']}")
    return faults


@cache
def table(*parts: str) -> tuple[Row, ...]:
    """The rows of a table below this folder, read once: `table("actors", "armed_groups")`.

    Raises KnowledgeError, naming the tables that are there, where there is none of that name.
    """
    path = ROOT.joinpath(*parts).with_suffix(".tsv")
    if not path.exists():
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.tsv"))) or "none"
        raise KnowledgeError(f"no table {'/'.join(parts)!r}; there are: {known}")
    return read_table(path).rows
