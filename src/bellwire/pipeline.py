"""One page in, one report out. Pure: no disk, clock, network or globals; the same page gives the same report."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from bellwire.annotate.sentences import model_stamp
from bellwire.draft import LAYER_OF, Draft, Part
from bellwire.errors import BellwireError, PartError
from bellwire.knowledge import language, languages
from bellwire.model import Block, Document, Issue, MadeBy, Report
from bellwire.version import __version__

PARTS = (
    "bellwire.clean.label",
    "bellwire.annotate.sentences",
    "bellwire.annotate.quotes",
    "bellwire.annotate.times",
    "bellwire.resolve.places",
    "bellwire.resolve.actors",
    "bellwire.extract.claims",
    "bellwire.extract.figures",
    "bellwire.extract.events",
    "bellwire.extract.redact",
)
"""The parts, in the order in which they run. A line a part; each module has a PART."""


def load_parts(names: Iterable[str] = PARTS) -> tuple[Part, ...]:
    """The parts of the modules named."""
    return tuple(import_module(name).PART for name in names)


def check_parts(parts: Sequence[Part]) -> None:
    """Raises PartError, naming part and layer, where a part needs what none before it gives."""
    given = {"document"}
    for part in parts:
        missing = [layer for layer in part.needs if layer not in given]
        if missing:
            raise PartError(f"part {part.name!r} needs {', '.join(missing)}, which no part before it gives")
        given.update(part.gives)


def run_part(draft: Draft, part: Part, code: str, *, strict: bool) -> Draft:
    """The draft with what the part gave. A part that fails gives an issue instead; in strict mode its error."""
    found: dict[str, list[object]] = {layer: [] for layer in (*part.gives, "issues")}
    try:
        for record in part.run(draft, language(code)):
            layer = LAYER_OF.get(type(record))
            if layer not in found:
                raise PartError(f"part {part.name!r} gave a {type(record).__name__}, but says it gives {part.gives}")
            found[layer].append(record)
    except Exception as error:  # the one guard: one part's fault must not lose the page
        if strict or isinstance(error, BellwireError):
            raise
        message = f"part {part.name} failed and gave nothing: {type(error).__name__}: {error}"
        found = {layer: [] for layer in part.gives} | {"issues": [Issue(code="part_failed", message=message)]}
    layers: dict[str, Any] = {layer: (*getattr(draft, layer), *records) for layer, records in found.items()}
    return replace(draft, **layers)


def code_document(
    document: Document,
    *,
    id: str | None = None,
    blocks: Sequence[Block] = (),
    issues: Sequence[Issue] = (),
    parts: Sequence[Part] | None = None,
    config_sha256: str | None = None,
    strict: bool = False,
) -> Report:
    """The report of a document. `blocks` and `issues` are what the reader already knows of it.

    A language without tables gives a report with its blocks, and an issue that says so.
    """
    parts = load_parts() if parts is None else parts
    check_parts(parts)
    draft = Draft(document=document, blocks=tuple(blocks), issues=tuple(issues))
    code = document.language or "en"
    known = code in languages()
    for part in parts:
        if _runs_on(part, code, known=known):
            draft = run_part(draft, part, code if known else "en", strict=strict)
    if not known:
        message = f"the text is in {code!r}, for which there are no tables; nothing was read from it"
        draft = replace(draft, issues=(*draft.issues, Issue(code="language", message=message)))
    return _report(draft, id=id or document.id, code=code if known else None, config_sha256=config_sha256)


def _runs_on(part: Part, code: str, *, known: bool) -> bool:
    """Whether a part runs on a language: on one without tables, only what needs the bare document does."""
    if not known:
        return part.languages == ("*",) and part.needs == ("document",)
    return "*" in part.languages or code in part.languages


def _report(draft: Draft, *, id: str, code: str | None, config_sha256: str | None) -> Report:
    stamp = model_stamp(code) if code else None
    return Report(
        id=id,
        document=draft.document,
        blocks=draft.blocks,
        actors=draft.actors,
        places=draft.places,
        times=draft.times,
        claims=draft.claims,
        figures=draft.figures,
        events=draft.events,
        redact=draft.redact,
        issues=draft.issues,
        made_by=MadeBy(
            bellwire=__version__,
            model=stamp.name if stamp else None,
            model_sha256=stamp.sha256 if stamp else None,
            config_sha256=config_sha256,
        ),
    )
