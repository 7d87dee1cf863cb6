"""Exports: what the filter shows, or one incident, as known on the chosen day, in the forms that other tools read."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from bellwire.export import Options, all_formats
from bellwire.publish.policy import Policy
from bellwire.web.exporting import OWN, format_here, nameless, sent, wish_of
from bellwire.web.here import Asked, Here
from bellwire.web.pages.incident import the_incident
from bellwire.web.pages.publish import chosen, policies, today
from bellwire.web.pages.situation import chips
from bellwire.web.query import params_of
from bellwire.web.show.export import counted, keeps_back_only_rejected, offers

router = APIRouter()


@router.get("/export", response_class=HTMLResponse)
def export(here: Asked) -> HTMLResponse:
    """The formats with what each is for, and how much goes out under the chosen policy."""
    wanted, id = here.filter, here.asked("incident") or None
    policy = nameless(chosen(here, here.asked("policy") or OWN))
    with here.view() as view:
        only = the_incident(view, id) if id else None
        count = counted(view, policy, wanted, only, today())
    given = [("incident", id)] if id else params_of(wanted)
    given += [("as_known_on", here.as_known_on)] if here.as_known_on else []
    return here.render(
        "export.html.j2",
        wanted=wanted,
        only=only,
        given=given,
        chips=() if only else tuple(chips(here, wanted)),
        count=count,
        rejected_alone=keeps_back_only_rejected(policy),
        api=here.url("/api/v1/export/" + next(iter(all_formats())), [*given, *_unless_own(policy)]),
        policy=policy,
        policies=policies(here.settings.store)[0],
        offers=offers(all_formats().values()),
    )


def _unless_own(policy: Policy) -> list[tuple[str, str]]:
    """The policy as an address has it: left out where it is the one that holds without it."""
    return [] if policy.name == OWN else [("policy", policy.name)]


@router.get("/export/{name}")
def download(here: Asked, name: str) -> Response:
    """The file, sent while it is written."""
    options = Options(
        table=here.asked("table") or None,
        codes=_is_on(here, "codes"),
        bom=_is_on(here, "bom"),
        raw_csv=_is_on(here, "raw"),
    )
    wish = wish_of(here, format_here(name), here.asked("policy") or OWN, options, here.asked("incident") or None)
    return sent(here, wish)


def _is_on(here: Here, name: str) -> bool:
    """Whether a box of the form is ticked."""
    return here.asked(name).lower() in ("true", "yes", "on", "1")
