"""Trains the line model of `bellwire.clean` and says how good it is on pages that it has not seen.

    python bench/train_lines.py PAGES --cv              figures by cross-validation, grouped by web domain
    python bench/train_lines.py PAGES -o MODEL.txt      fits on all pages and writes the weights

PAGES is a folder with `input.jsonl` (id, text, url) and `gold.jsonl` (id, lines with start, end, label). The model sees
numbers only (bellwire.clean.features); no word of the pages gets into the weights. Pages are seen several times, each
time changed: headlines of other pages put between paragraphs, heads made of the next paragraph's words, captions
doubled, forms added, menus cut away, blank lines all there or all gone.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

import lightgbm
import numpy as np

from bellwire.clean.features import features
from bellwire.clean.rules import mended, start
from bellwire.clean.segment import Line, lines_of
from bellwire.knowledge import language
from bellwire.model.words import ROLES

COPIES = 4
ROUNDS = 55
PARAMS = {
    "objective": "multiclass", "num_class": len(ROLES), "learning_rate": 0.1, "num_leaves": 31, "min_data_in_leaf": 60,
    "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0, "num_threads": 1, "seed": 7,
    "deterministic": True, "force_row_wise": True, "verbose": -1, "max_bin": 63,
}  # fmt: skip
FORM = (
    "Leave a Reply", "Leave a comment", "Your email address will not be published.", "Name *", "Email *", "Website",
    "Post Comment", "Fill in your details below or click an icon to log in:", "You are commenting using your account.",
    "Notify me of new posts via email.", "Save my name for the next time I comment.", "Share this:", "Like this:",
    "Loading...", "Cancel", "Log Out / Change )", "Comments are closed.", "Sign up for our newsletter", "Print",
)  # fmt: skip
MIDDLE = (
    "Advertisement", "Story continues below advertisement", "Read more", "Share", "Related", "Read also", "Image",
    "Presentational grey line", "Sign up for our daily newsletter", "Article continues below", "[ad]",
    "Photo: Getty Images",
    "Tweet", "Subscribe", "Click here to support our work", "Listen to this article", "Recommended", "Trending",
    "See also",
)  # fmt: skip
OPENERS = ("RELATED: ", "Read more: ", "READ ALSO: ", "See also: ", "", "", "", "", "", "", "", "Opinion: ", "Watch: ")
Page = list[tuple[str, str]]
Lines = tuple[Line, ...]
Version = tuple[np.ndarray, np.ndarray, np.ndarray, Lines]
"""Features, role numbers, which lines were injected, and the lines of one version of a page."""


def load(folder: Path) -> list[tuple[str, Page]]:
    """Web domain and labelled lines (text, role) of each page."""
    gold = {r["id"]: r for r in map(json.loads, (folder / "gold.jsonl").open(encoding="utf-8"))}
    pages = []
    for row in map(json.loads, (folder / "input.jsonl").open(encoding="utf-8")):
        lines = [(row["text"][line["start"] : line["end"]], line["label"]) for line in gold[row["id"]]["lines"]]
        gaps = {line.start: line.gap for line in lines_of(row["text"])}
        spaced: Page = []
        for line, (text, label) in zip(gold[row["id"]]["lines"], lines, strict=True):
            spaced += [("", "")] * gaps.get(line["start"], 0) + [(text, label)]
        domain = re.sub(r"^www\.", "", re.split(r"[/:]+", row.get("url") or row["id"])[1 if row.get("url") else 0])
        pages.append((domain, spaced))
    return pages


def headlines(pages: list[tuple[str, Page]]) -> list[str]:
    """Headlines and teasers to put into other pages."""
    found = {
        t
        for _, page in pages
        for t, label in page
        if label == "headline" or (label == "related" and 4 < len(t.split()) < 16)
    }
    return sorted(found)


def head_from(paragraph: str, rng: random.Random) -> str:
    """A head made of some words of a paragraph."""
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", paragraph)
    if len(words) < 12:
        return ""
    size, at = rng.randint(1, 6), rng.randint(0, len(words) - 7)
    head = " ".join(words[at : at + size])
    head = head[0].upper() + head[1:]
    return rng.choice((head, head, head, head.title(), head + "?", "‘" + head + "’"))


def changed(page: Page, pool: list[str], rng: random.Random) -> tuple[Page, list[bool]]:
    """The page with dirt added and cut away; which of its lines were injected headlines."""
    out: list[tuple[str, str, bool]] = []
    bodies = [i for i, (_, label) in enumerate(page) if label == "paragraph"]
    if not bodies:
        return page, [False] * len(page)
    first, last = bodies[0], bodies[-1]
    crop = rng.random() < 0.6
    before, after = (rng.randint(0, 14), rng.randint(0, 14)) if crop else (10**6, 10**6)
    heads = [i for i, (_, label) in enumerate(page) if label in ("headline", "byline", "standfirst") and i < first]
    start = max(0, (min(heads) if heads else first) - before)
    inject, make, double, dirt = rng.random() < 0.7, rng.random() < 0.6, rng.random() < 0.5, rng.random() < 0.5
    for i, (text, label) in enumerate(page):
        if not start <= i <= last + after:
            continue
        if first < i <= last and label == "paragraph" and page[i - 1][1] in ("paragraph", ""):
            if inject and rng.random() < 0.15:
                for _ in range(rng.choice((1, 1, 1, 2))):
                    teaser = rng.choice(OPENERS) + rng.choice(pool) + rng.choice(("", "", "", "", "...", ".", " – BBC"))
                    out.append((teaser, "related", True))
            elif make and rng.random() < 0.08 and (head := head_from(text, rng)):
                out.append((head, "heading", False))
            elif dirt and rng.random() < 0.06:
                out.append((rng.choice(MIDDLE), "boilerplate", False))
        out.append((text, label, False))
        if label == "caption" and double and len(text.split()) > 4:
            out.append((text if rng.random() < 0.6 else " ".join(text.split()[: rng.randint(4, 12)]), label, False))
    if rng.random() < 0.4:
        out += [(text, "boilerplate", False) for text in rng.sample(FORM, rng.randint(3, 9))]
    spacing = rng.choice(("kept", "all", "none"))
    if spacing != "kept":
        solid = [x for x in out if x[0]]
        out = [y for x in solid for y in ((x, ("", "", False)) if spacing == "all" else (x,))]
    return [(t, label) for t, label, _ in out], [j for _, _, j in out]


def version(page: Page, marked: list[bool]) -> Version:
    """A page's solid lines as the model sees them."""
    at = [i for i, (text, _) in enumerate(page) if text.strip()]
    lines = lines_of("\n".join(" ".join(text.split()) for text, _ in page))
    roles = np.array([ROLES.index(page[i][1]) for i in at])
    return features(lines, language("en")), roles, np.array([marked[i] for i in at], dtype=bool), lines


def prepared(pages: list[tuple[str, Page]], copies: int, seed: int) -> list[list[Version]]:
    """For each page, the features, roles and injected lines of the page as it is and of changed copies.

    Headlines come from all pages: the model sees numbers only, so a held-out page's headline tells it nothing.
    """
    pool, found = headlines(pages), []
    for number, (_, page) in enumerate(pages):
        rng, versions = random.Random(seed * 100_003 + number), []
        for copy in range(copies + 1):
            versions.append(version(*((page, [False] * len(page)) if copy == 0 else changed(page, pool, rng))))
        found.append(versions)
    return found


def stacked(versions: list[list[Version]]) -> tuple[np.ndarray, np.ndarray]:
    """Features and roles of all versions of the pages."""
    return np.concatenate([v[0] for page in versions for v in page]), np.concatenate(
        [v[1] for page in versions for v in page]
    )


def fit(x: np.ndarray, y: np.ndarray, rounds: int = ROUNDS) -> lightgbm.Booster:
    """The model of features and roles."""
    return lightgbm.train(PARAMS, lightgbm.Dataset(x, y), num_boost_round=rounds)


def scores(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """F1 of each role, their mean and the accuracy."""
    right, said, gold = (
        Counter(a for a, b in pairs if a == b),
        Counter(b for _, b in pairs),
        Counter(a for a, _ in pairs),
    )
    each = {role: 2 * right[role] / max(1, said[role] + gold[role]) for role in ROLES if gold[role]}
    return each | {"macro": sum(each.values()) / len(each), "accuracy": sum(right.values()) / len(pairs)}


def cross_validate(pages: list[tuple[str, Page]], folds: int, copies: int) -> None:
    """Prints figures on pages whose domains the model has not seen, as they are and changed."""
    domains = sorted({d for d, _ in pages})
    random.Random(3).shuffle(domains)
    versions = prepared(pages, copies, 1)
    print("features made", file=sys.stderr)
    pairs: dict[str, list[tuple[str, str]]] = {}
    injected: dict[str, list[str]] = {"model": [], "with rules": []}
    for fold in range(folds):
        held = set(domains[fold::folds])
        model = fit(*stacked([v for v, (d, _) in zip(versions, pages, strict=True) if d not in held]))
        for page in (v for v, (d, _) in zip(versions, pages, strict=True) if d in held):
            for name, (x, y, marked, lines) in zip(("as they are", "changed"), page, strict=False):
                odds = model.predict(x).astype(np.float32)
                alone = [ROLES[i] for i in odds.argmax(axis=1)]
                for how, said in (("model", alone), ("with rules", mended(start(lines, odds, language("en"))).roles)):
                    pairs.setdefault(f"{name}, {how}", []).extend((ROLES[a], b) for a, b in zip(y, said, strict=True))
                    injected[how] += [role for role, mark in zip(said, marked, strict=True) if mark]
        print(f"fold {fold + 1} of {folds}", file=sys.stderr)
    for name, found in pairs.items():
        print(name, {k: round(v, 3) for k, v in scores(found).items()})
    for how, roles in injected.items():
        out = sum(role != "paragraph" for role in roles) / max(1, len(roles))
        print(f"injected headlines kept out, {how}: {out:.3f} of {len(roles)}")


NEEDLESS = ("split_gain=", "leaf_weight=", "leaf_count=", "internal_", "tree_sizes=")
"""Lines of LightGBM's text form that prediction does without."""


def lean(text: str) -> str:
    """The model's text without what prediction does not need; numbers with seven digits."""
    trees, _ = text.split("end of trees")
    lines = (line for line in trees.split("\n") if not line.startswith(NEEDLESS))
    short = (re.sub(r"-?\d+\.\d{7,}(?:e[+-]?\d+)?", lambda m: f"{float(m.group()):.7g}", line) for line in lines)
    return "\n".join(short) + "end of trees\n"


def head(folder: Path, pages: int, figures: str) -> str:
    """What the weights were trained on, as comment lines."""
    return (
        f"# Weights of the line model (bellwire.clean.model): gradient-boosted trees over numbers, no words.\n"
        f"# Trained by bench/train_lines.py on {pages} news pages in English whose lines carry roles ({folder.name}),\n"
        f"# each seen as it is and in {COPIES} changed copies; LightGBM {lightgbm.__version__}, 2026-11.\n"
        f"# Cross-validated by web domain: {figures or 'not measured'}\n"
    )


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--cv", action="store_true")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--copies", type=int, default=COPIES)
    parser.add_argument("--figures", default="", help="what --cv gave, for the head of the weights")
    given = parser.parse_args()
    pages = load(given.pages)
    if given.cv:
        cross_validate(pages, given.folds, given.copies)
    if given.out:
        model = fit(*stacked(prepared(pages, given.copies, 1)))
        given.out.write_text(
            head(given.pages, len(pages), given.figures) + lean(model.model_to_string()), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
