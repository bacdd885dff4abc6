"""The look-up lists of cities and towns (section 9.6), read from ``places.csv``.

City codes are the plate numbers. Town codes run in one series over all cities, as İYS's
do; the document shows the first three of them, the others here are our own.
"""

import csv
from pathlib import Path
from typing import Any


class Places:
    """Rows as İYS answers them: ``{code, name}`` and ``{code, name, city_code}``."""

    def __init__(self):
        path = Path(__file__).with_name("places.csv")
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        self.cities = [{"code": int(r["code"]), "name": r["city"]} for r in rows]
        self.towns = _towns(rows)

    def find(self, rows: list[dict[str, Any]], code: int) -> dict[str, Any] | None:
        """The row of a code, or None."""
        return next((row for row in rows if row["code"] == code), None)


def _towns(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    pairs = [
        (int(row["code"]), name) for row in rows for name in row["towns"].split(" ")
    ]
    return [
        {"name": name.replace("_", " "), "code": number, "city_code": city}
        for number, (city, name) in enumerate(pairs, start=1)
    ]
