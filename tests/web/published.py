"""A record for the tests of publishing: what must never leave it is on every page."""

from datetime import date
from pathlib import Path

from tests.web import desk as made

from bellwire import code
from bellwire.desk import Desk
from bellwire.model import Report
from bellwire.publish.policy import policy_of
from bellwire.publish.selection import Selection, select
from bellwire.store import Filter, View
from bellwire.web.messages import Language
from bellwire.web.site import Site, site_of

TODAY = date(2024, 6, 1)
SECRETS = ("Amina", "Duba", "Ousmane", "16.2716", "-0.0446", "blue house", "secret.example", "amina-duba")
"""What stands in the record and in no byte of what goes out."""
POLICY = """
review = ["unreviewed", "accepted", "edited"]
grades = ["confirmed", "fair", "weak", "contested", "none"]
links = "hide"
[[coordinates]]
to = "decimals"
decimals = 1
"""
PAGES = (
    ("https://secret.example/amina-duba", "Gao Post", "2024-05-02",
     "Amina Duba, 34, killed in Gao\n\nGunmen shot dead Amina Duba, 34, and 11 other people beside the blue house at "
     "16.2716, -0.0446 in Gao on Wednesday, residents said.\n\n“Amina was selling onions,” said her brother Ousmane "
     "Duba, 40. Corpses lay in the street, he said."),
    ("https://river.example/9", "River Radio", "2024-05-03",
     "Gao toll rises\n\nThe army said on Thursday that 17 people, Duba among them, were shot dead by the blue house "
     "in Gao on Wednesday."),
    ("https://coast.example/7", "Daily Coast", "2024-05-04",
     "Protest in Bamako\n\nHundreds of people marched in Bamako on Friday to protest against fuel prices, police said. "
     "Officers arrested 23 protesters."),
)  # fmt: skip
"""Invented reports of invented people."""


def fill(store: Path) -> None:
    """A store with these reports, the blue house redacted by somebody."""
    with made.opened(store) as (desk, _):
        reports = [
            code(t, kind="article", url=u, outlet=o, published=d, title=t.split("\n")[0]) for u, o, d, t in PAGES
        ]
        made.fill(desk, reports)
        at = PAGES[0][3].index("blue house")
        value = {"start": at, "end": at + len("blue house"), "why": "somebody lives there"}
        desk.judge("redact", reports[0].id, by="ana", value=value, now=made.NOW)


def _report(url: str, outlet: str, day: str, text: str) -> Report:
    return code(text, kind="article", url=url, outlet=outlet, published=day, title=text.split("\n")[0])


def selection(desk: Desk, view: View, rules: str = POLICY, wanted: Filter | None = None) -> Selection:
    """What the rules let out of the record."""
    policy = policy_of(rules, "test")
    return select(view, policy, wanted or Filter(), TODAY, lambda ids: desk.judged_reports(view, ids))


def site(desk: Desk, rules: str = POLICY, language: str = "en") -> Site:
    """The site that the rules make of the record."""
    with desk.view() as view:
        return site_of(selection(desk, view, rules), Language(language))
