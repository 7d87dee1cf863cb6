"""Puts the desk's messages into its catalogues: src/bellwire/web/messages/*.po. Run it after a template has changed.

    python scripts/make_messages.py            collect messages; keep the translations there are
    python scripts/make_messages.py --check    fail where a catalogue is not up to date, or lacks a translation
    python scripts/make_messages.py --new fr   begin a language

Messages stand in the templates, in the Python of the desk (`_("...")`), in web/words.toml and in web/pages/table.py.
"""

import argparse
import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from bellwire.knowledge import table
from bellwire.publish.graphic import categories
from bellwire.web.pages.table import NAV
from bellwire.web.reasons import reasons
from bellwire.web.words import shown_words

ROOT = Path(__file__).parents[1]
WEB = ROOT / "src/bellwire/web"
FOLDER = WEB / "messages"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
Found = tuple[str | tuple[str, ...], list[str]]


def _in_files(pattern: str, method: str) -> Iterator[Found]:
    for file in sorted(WEB.glob(pattern)):
        with file.open("rb") as stream:
            options = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "trimmed": "false", "encoding": "utf-8"}
            for _, message, comments, _ in extract(method, stream, KEYWORDS, ("NOTE:",), options):
                yield message, list(comments)


def _in_data() -> Iterator[Found]:
    for vocabulary in shown_words().values():
        yield from ((message, []) for message in vocabulary.values())
    yield from ((entry.name, []) for entry in NAV)
    yield from ((category, []) for category in categories())
    yield from ((reason, []) for texts in reasons().values() for reason in texts)
    yield from ((row["meaning"], []) for row in table("grades"))


def collected() -> Catalog:
    """All messages, in a fixed order."""
    catalogue = Catalog(project="Bellwire", charset="utf-8", fuzzy=False)
    found = [
        *_in_files("templates/**/*.j2", "jinja2.ext:babel_extract"),
        *_in_files("**/*.py", "python"),
        *_in_data(),
    ]
    for message, comments in found:
        if message and message != ("", ""):
            catalogue.add(message, auto_comments=comments)
    return catalogue


def updated(file: Path, template: Catalog) -> Catalog:
    """A language's catalogue with the messages that there are now, and the translations that it has of them."""
    with file.open("rb") as stream:
        had = read_po(stream, locale=file.stem)
    made = Catalog(locale=file.stem, project="Bellwire", charset="utf-8", fuzzy=False)
    for message in sorted((m for m in template if m.id), key=lambda m: str(m.id)):
        old = had.get(message.id if isinstance(message.id, str) else message.id[0])
        string = old.string if old is not None and old.string else None
        several = isinstance(message.id, tuple)
        if several != isinstance(string, tuple):
            string = None
        made.add(message.id, string, flags=message.flags - {"fuzzy"}, auto_comments=message.auto_comments)
    return made


def text_of(catalogue: Catalog, head: str) -> str:
    """A catalogue as a file, without what changes by itself."""
    stream = BytesIO()
    write_po(stream, catalogue, omit_header=True, width=120)
    plural = f'"Plural-Forms: nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};\\n"\n'
    fixed = f'{head}msgid ""\nmsgstr ""\n"Language: {catalogue.locale}\\n"\n{plural}'
    fixed += '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return fixed + stream.getvalue().decode()


def missing(catalogue: Catalog) -> list[str]:
    """The messages without a translation."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def main() -> int:
    """1 where `--check` finds a fault."""
    parser = argparse.ArgumentParser(description=ast.get_docstring(ast.parse(Path(__file__).read_text())))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--new", metavar="LANGUAGE")
    given = parser.parse_args()
    template = collected()
    if given.new:
        (FOLDER / f"{given.new}.po").touch()
    faults = 0
    for file in sorted(FOLDER.glob("*.po")):
        head = f"# The desk's messages: {file.stem}\n# source: own translation of the templates' English messages\n"
        made = updated(file, template)
        text = text_of(made, head)
        lacks = missing(made)
        print(f"{file.name}: {len([m for m in made if m.id])} messages, {len(lacks)} not translated")
        if given.check:
            faults += text != file.read_text(encoding="utf-8") or bool(lacks)
            for message in lacks[:10]:
                print(f"  {message}")
        else:
            file.write_text(text, encoding="utf-8")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
