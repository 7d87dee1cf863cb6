"""The REST API, /api/v1: one module a resource, and one line here."""

from importlib import import_module

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute

from bellwire.web.api.described import only_known
from bellwire.web.api.problems import problem_of
from bellwire.web.security import needs

__all__ = ["PREFIX", "RESOURCES", "problem_of", "router"]
PREFIX = "/api/v1"
RESOURCES = (
    "overview", "incidents", "reports", "claims", "relations", "judgements", "log", "ingest", "briefs", "publish",
    "export", "tokens", "about",
)  # fmt: skip
"""Modules of this package, each with a `router`."""


def _named(route: APIRoute) -> str:
    """Operations are known by the names of their functions: those who generate clients read them."""
    return route.name


router = APIRouter(
    prefix=PREFIX, dependencies=[Depends(needs("viewer")), Depends(only_known)], generate_unique_id_function=_named
)
for _name in RESOURCES:
    router.include_router(import_module(f"bellwire.web.api.{_name}").router)
