"""The desk's pages: one line adds one."""

from dataclasses import dataclass

PAGES = (
    "briefs",
    "claims",
    "log",
    "situation",
    "add",
    "account",
    "people",
    "incident",
    "report",
    "judge",
    "judge_many",
    "review",
    "review_agreement",
    "review_forms",
    "publish",
    "export",
)
"""Modules of this package, each with a `router`."""


@dataclass(frozen=True, slots=True)
class Nav:
    """An entry of the navigation: its path, its name (a message), and the least role that may open it."""

    path: str
    name: str
    role: str = "viewer"


NAV = (
    Nav("/", "Situation"),
    Nav("/claims", "Claims"),
    Nav("/review", "Review", "analyst"),
    Nav("/briefs", "Briefs"),
    Nav("/add", "Add reports", "analyst"),
    Nav("/publish", "Publish", "editor"),
    Nav("/log", "Log"),
)
