"""Writing an export to its place: what is asked is checked first, and a file is there whole or not at all."""

from pathlib import Path

from bellwire.errors import InputError
from bellwire.export.form import Format, Options, Source
from bellwire.export.formats import needed
from bellwire.publish.folder import new_file


def check_options(form: Format, options: Options) -> None:
    """Raises InputError for what a format cannot do, or needs, before anything is read."""
    missing = needed(form)
    if missing:
        raise InputError(missing)
    for name in ("table", "codes", "raw_csv", "bom", "partition_by"):
        if getattr(options, name) not in (None, False, ()) and name not in form.options:
            raise InputError(f"the format {form.name} has no use for --{name.replace('_', '-')}")
    if options.table is not None and options.table not in form.tables:
        raise InputError(f"{form.name} has no table {options.table!r}; there are: {', '.join(form.tables)}")


def write_to(form: Format, source: Source, path: Path, options: Options) -> None:
    """Writes an export into a file, or into a new folder where it is laid out by columns."""
    if form.spread is not None and options.partition_by:
        form.spread(source, path, options)
        return
    with new_file(path) as file:
        form.write(source, file, options)
