"""Policies attacked: what is redacted, under embargo, coarsened or cut short must be nowhere in what goes out."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.web.desk import client_of, create_app, fill, opened, reports

from bellwire import code
from bellwire.web.security import Guarded

ALL = 'review = ["unreviewed", "accepted", "edited"]\ngrades = ["confirmed", "fair", "weak", "contested", "none"]\n'
POLICIES = {
    "all": ALL,
    "coarse": ALL + 'coordinates = [{to = "decimals", decimals = 0}]\n',
    "short": ALL + "quote_words = 3\n",
}
TEXT = (
    "Market shelled in Gao\n\nAt least 12 people were killed on Wednesday when shells hit the cellar behind Hamid "
    "pharmacy in Gao, residents of Zarho said. The army said 14 people were killed by shells in Gao on Wednesday, as "
    "troops left Wabaria camp."
)
ACROSS = "cellar behind Hamid pharmacy in Gao, residents of Zarho said"
WITHIN = "14 people were killed by shells in Gao on Wednesday, as troops left Wabaria camp"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, str, str]]:
    """A desk whose first report is redacted twice, the report's id, and a brief of all."""
    folder = tmp_path_factory.mktemp("policies")
    (folder / "policies").mkdir()
    first = code(TEXT, kind="article", url="https://gaopost.example/1", outlet="Gao Post", published="2024-05-02")
    others = reports()[1:]
    nameless = code("Six people were killed in Kidal on Friday, a doctor said.", kind="article", published="2024-05-04")
    embargo = f'{ALL}embargoed_reports = ["{others[0].id}"]\n'
    for name, text in (POLICIES | {"embargo": embargo}).items():
        (folder / "policies" / f"{name}.toml").write_text(text)
    with opened(folder / "desk.sqlite") as station:
        fill(station[0], [first, *others, nameless])
        client = client_of(create_app(*station, Guarded(analyst="ana")))
        for words in (ACROSS, WITHIN):
            start = TEXT.index(words)
            hidden = {"start": start, "end": start + len(words)}
            made = client.post("/api/v1/judgements", json={"verb": "redact", "subject": first.id, "value": hidden})
            assert made.status_code == 201, made.text
        brief = client.post("/api/v1/briefs", json={"filter": {}, "title": "Strike at 16.27167, -0.04472"}).json()["id"]
        yield client, first.id, brief


def site(client: TestClient, policy: str) -> str:
    """All texts of the site that goes out under a policy."""
    digest = client.get(f"/api/v1/publish?policy={policy}").json()["digest"]
    packed = client.post(f"/api/v1/publish?policy={policy}&form=zip&digest={digest}")
    assert packed.status_code == 200, packed.text
    with zipfile.ZipFile(io.BytesIO(packed.content)) as files:
        return "\n".join(files.read(name).decode() for name in files.namelist() if not name.startswith("static/"))


def test_a_redaction_holds_across_the_edge_of_a_claim_and_over_what_was_read_within_it(
    desk: tuple[TestClient, str, str],
) -> None:
    """A hiding place that an analyst took out would stand on the published site."""
    client, _, brief = desk
    out = [site(client, "all"), *(client.get(f"/briefs/{brief}.{form}?policy=all").text for form in ("md", "json"))]
    for text in out:
        for word in ("Hamid", "cellar behind", "Wabaria", "14 people"):
            assert word not in text, (word, text[max(0, text.index(word) - 80) : text.index(word) + 40])


def test_sources_in_bibtex_go_out_under_no_policy(desk: tuple[TestClient, str, str]) -> None:
    """A report's address, or one under embargo, would go out with the list of sources."""
    client, _, brief = desk
    assert client.get(f"/briefs/{brief}.bib?policy=all").status_code == 422
    assert client.get(f"/api/v1/briefs/{brief}/file?form=bib&policy=all").status_code == 422
    assert "Published under" in client.get(f"/api/v1/briefs/{brief}/file?form=md&policy=embargo").text


def test_a_point_in_a_title_or_a_note_is_coarsened_with_the_rest(desk: tuple[TestClient, str, str]) -> None:
    """The exact place would stand in the headline."""
    client, _, brief = desk
    assert "16.27" not in client.get(f"/briefs/{brief}.md?policy=coarse").text
    assert "16.27" in client.get(f"/briefs/{brief}.md?policy=all").text


def test_what_only_a_report_under_embargo_says_is_in_no_range(desk: tuple[TestClient, str, str]) -> None:
    """The toll of an embargoed report would go out as the end of a range."""
    client, _, brief = desk
    text = client.get(f"/briefs/{brief}.md?policy=embargo").text
    assert "17" not in text.partition("**Sources")[0].replace("2024-05-17", "") and "River Radio" not in text


def test_accounts_are_cut_as_quotations_are(desk: tuple[TestClient, str, str]) -> None:
    """Whole sentences of an outlet would be copied out."""
    client, _, brief = desk
    assert "were killed in the shelling of Gao's market" not in client.get(f"/briefs/{brief}.md?policy=short").text


def test_a_page_without_outlet_goes_out_as_one(desk: tuple[TestClient, str, str]) -> None:
    """One pasted text would keep the whole site from going out."""
    assert "Kidal" in site(desk[0], "all")
