"""Whether a template can print a figure without who holds it: read from the template itself, before it is used.

It is strict rather than clever. What is printed must be named outright (`account.words`), and what it has to stand
with must be printed wherever it is: under no condition, and in no loop, that the words are not under as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

BESIDE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "words": (("holder", "source", "report"), "who holds them: print {of}.holder beside them"),
    "around": (("source", "report"), "the source: print {of}.source beside them"),
    "text": (
        ("refs", "by"),
        "what the sentence rests on: print the numbers in {of}.refs beside it ({of}.by of a note)",
    ),
}
"""Each field that says something, with those of which one must be printed beside it, and what to do where none is."""
BARE = frozenset(("toll", "low", "high", "best"))
"""Numbers that have no holder of their own."""
PLAIN = frozenset(("md", "e", "escape", "trim", "string", "upper", "lower", "capitalize", "title"))
"""Filters through which words are printed whole."""
NEEDED: Mapping[str, str] = {
    "method": "how the brief was made is told nowhere: print part.method in the loop over brief.parts",
    "sources": "the sources are listed nowhere: loop over brief.sources, and print each one's number and outlet",
}
ONE_FILE = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
FIELDS = frozenset((*BESIDE, *BARE))
Path = tuple[nodes.Node | tuple[int, str], ...]
"""What a place in a template stands under: loops, macros, branches of conditions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """What is wrong with a template, at a line, and what to do."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of something that is named in a template."""

    of: nodes.Expr
    name: str
    line: int
    under: Path
    printed: bool


@dataclass(slots=True)
class _Found:
    fields: list[_Field] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


def flaws_of(tree: nodes.Template) -> tuple[Flaw, ...]:
    """What is wrong with a parsed template, by line.

    >>> from jinja2 import Environment
    >>> rows = "{% for a in point.accounts %}{{ a.words }} {{ refs(a.refs) }}{% endfor %}"
    >>> for flaw in flaws_of(Environment().parse(rows + "{{ part.method }}{% for s in brief.sources %}{% endfor %}")):
    ...     print(flaw.line, flaw.message)
    1 a.words is printed without who holds them: print a.holder beside them
    """
    found = _Found()
    for child in tree.iter_child_nodes():
        _walk(child, (), False, found)
    flaws = [*found.flaws, *(f for each in found.fields for f in _alone(each, found.fields))]
    named = {each.name for each in found.fields if each.printed or each.name == "sources"}
    flaws += [Flaw(line=1, message=message) for name, message in NEEDED.items() if name not in named]
    return tuple(sorted(dict.fromkeys(flaws), key=lambda flaw: (flaw.line, flaw.message)))


def _alone(one: _Field, every: list[_Field]) -> Iterator[Flaw]:
    """What a field lacks beside it."""
    if one.name in BARE:
        message = (
            f"{_said(one.of)}.{one.name} is a number without a holder; print the sentences, or the accounts, instead"
        )
        yield Flaw(line=one.line, message=message)
    if one.name not in BESIDE:
        return
    beside, hint = BESIDE[one.name]
    if not any(_stands_with(other, one) for other in every if other.name in beside):
        of = _said(one.of)
        yield Flaw(line=one.line, message=f"{of}.{one.name} is printed without {hint.format(of=of)}")


def _stands_with(other: _Field, one: _Field) -> bool:
    """Whether a field is printed wherever another is, of the same thing."""
    binder = next((u for u in reversed(one.under) if _binds(u, _root(one.of))), None)
    printed = other.printed or other.name == "refs"
    return (
        printed
        and other.of == one.of
        and set(other.under) <= set(one.under)
        and (binder is None or binder in other.under)
    )


def _binds(under: object, name: str | None) -> bool:
    """Whether a loop or a macro gives a name its meaning."""
    if isinstance(under, nodes.For):
        return any(
            n.name == name for n in (under.target, *under.target.find_all(nodes.Name)) if isinstance(n, nodes.Name)
        )
    return isinstance(under, nodes.Macro) and any(arg.name == name for arg in under.args)


def _root(expression: nodes.Node) -> str | None:
    while isinstance(expression, nodes.Getattr | nodes.Getitem):
        expression = expression.node
    return expression.name if isinstance(expression, nodes.Name) else None


def _said(expression: nodes.Node) -> str:
    """An expression as it is written, as far as it is a path."""
    if isinstance(expression, nodes.Name):
        return str(expression.name)
    if isinstance(expression, nodes.Getattr):
        return f"{_said(expression.node)}.{expression.attr}"
    return "(…)"


def _walk(node: nodes.Node, under: Path, printed: bool, found: _Found) -> None:
    """Finds the fields that are named below a node; `printed` says that the node itself is put out as it stands."""
    _refused(node, found)
    if isinstance(node, nodes.Getattr):
        found.fields.append(_Field(node.node, node.attr, node.lineno, under, printed))
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        found.fields.append(_Field(node.node, node.arg.value, node.lineno, under, printed))
    for name, child in _children(node):
        _walk(child, (*under, *_step(node, name)), _is_printed(node, name, printed), found)


def _children(node: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    for name, value in node.iter_fields():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, nodes.Node):
                yield name, child


def _step(node: nodes.Node, name: str) -> Path:
    """What is stood under by going into a field of a node: a loop's body is run for each, a branch perhaps never."""
    if isinstance(node, nodes.For):
        return (node,) if name == "body" else () if name == "iter" else ((id(node), name),)
    if isinstance(node, nodes.If | nodes.CondExpr):
        return () if name == "test" else ((id(node), name),)
    return (
        (node,)
        if isinstance(node, nodes.Macro | nodes.CallBlock | nodes.FilterBlock | nodes.AssignBlock | nodes.Block)
        else ()
    )


def _is_printed(node: nodes.Node, name: str, printed: bool) -> bool:
    """Whether what stands in a field of a node is put out whole."""
    if isinstance(node, nodes.Output):
        return True
    if isinstance(node, nodes.Filter):
        return printed and name == "node" and node.name in PLAIN
    return printed and isinstance(node, nodes.Concat | nodes.Add)


def _refused(node: nodes.Node, found: _Found) -> None:
    """What cannot be followed, and is therefore not allowed."""
    if isinstance(node, ONE_FILE):
        found.flaws.append(
            Flaw(line=node.lineno, message="a template is one file: nothing can be included or imported")
        )
    elif isinstance(node, nodes.Filter) and node.name in ("safe", "attr", "tojson", "pprint", "xmlattr", "format"):
        why = (
            "prints what a page said as mark-up"
            if node.name == "safe"
            else "cannot be followed; name the field outright"
        )
        found.flaws.append(Flaw(line=node.lineno, message=f"the filter {node.name} {why}"))
    elif isinstance(node, nodes.Getattr) and node.attr in ("format", "format_map"):
        found.flaws.append(Flaw(line=node.lineno, message="what format() prints cannot be followed; print the fields"))
    elif isinstance(node, nodes.Mod) and not isinstance(node.right, nodes.Const):
        found.flaws.append(Flaw(line=node.lineno, message="what % prints cannot be followed; print the fields"))
    elif _names(node) == "plotted":
        message = "what is on the map has numbers and no holders; print the pictures, or the sentences"
        found.flaws.append(Flaw(line=node.lineno, message=message))
    elif isinstance(node, nodes.Filter | nodes.Test):
        for name in _named_fields(node):
            if name in FIELDS:
                message = f"the filter {node.name} takes {name} out of its row; loop over the rows and print both"
                found.flaws.append(Flaw(line=node.lineno, message=message))
    elif isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const | nodes.Slice | nodes.Getattr):
        if not (isinstance(node.node, nodes.Name) and node.node.name == "relied"):
            found.flaws.append(Flaw(line=node.lineno, message="a field is named outright, as in account.words"))
    elif isinstance(node, nodes.ScopedEvalContextModifier):
        found.flaws.append(
            Flaw(line=node.lineno, message="what pages said is always escaped: leave autoescape as it is")
        )


def _names(node: nodes.Node) -> str | None:
    """The field that an expression takes out of something."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return str(node.arg.value)
    return None


def _named_fields(node: nodes.Filter | nodes.Test) -> Iterator[str]:
    """The fields that a filter such as map(attribute="words") names."""
    given = [*node.args, *(k.value for k in node.kwargs if k.key == "attribute")]
    for each in given:
        if isinstance(each, nodes.Const) and isinstance(each.value, str):
            yield from each.value.split(".")
