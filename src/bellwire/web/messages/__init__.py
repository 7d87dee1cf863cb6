"""The desk's messages in other languages: one .po file each, read by Babel when they are first asked for.

English is what the templates say. `python scripts/make_messages.py` puts new messages into the files.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

FOLDER = Path(__file__).parent
ENGLISH = "en"
_YEAR, _MONTH, _DAY = (re.compile(p) for p in (r"(\d{4})", r"(\d{4})-(\d\d)", r"(\d{4})-(\d\d)-(\d\d)"))


@cache
def languages() -> tuple[str, ...]:
    """The languages that the desk speaks, by their codes; English first."""
    return (ENGLISH, *sorted(file.stem for file in FOLDER.glob("*.po")))


@cache
def _translations(code: str) -> Translations:
    if code == ENGLISH:
        return Translations()
    with (FOLDER / f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


@dataclass(frozen=True, slots=True)
class Language:
    """A language to speak in: messages, dates and numbers. Figures are written 0 to 9 in every language."""

    code: str = ENGLISH

    @property
    def locale(self) -> Locale:
        """What Babel knows of it."""
        return Locale.parse(self.code)

    @property
    def rtl(self) -> bool:
        """Whether it is written from right to left."""
        return self.locale.text_direction == "rtl"

    @property
    def name(self) -> str:
        """Its name in itself."""
        return self.locale.get_display_name(self.locale) or self.code

    def gettext(self, message: str) -> str:
        """The message in this language; as it is where it was not translated."""
        return _translations(self.code).ugettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The message for a number."""
        return _translations(self.code).ungettext(one, many, number)

    def number(self, value: float | None) -> str:
        """A number as it is written; nothing for none.

        >>> Language("en").number(14000.0), Language("en").number(7.5), Language("en").number(None)
        ('14,000', '7.5', '')
        """
        return "" if value is None else format_decimal(value, locale=self.locale)

    def day(self, value: str | None) -> str:
        """A date of the record (EDTF: a year, a month, a day, or two of them) in words; nothing for none.

        >>> english = Language("en")
        >>> english.day("2019-03-20"), english.day("2019-03"), english.day("2019-03-01/2019-03-04")
        ('20 Mar 2019', 'Mar 2019', '1 Mar 2019 – 4 Mar 2019')
        """
        if not value:
            return ""
        if "/" in value:
            first, _, last = value.partition("/")
            return " – ".join(self.day(part) if part not in ("", "..") else "…" for part in (first, last))
        return self._moment(value) if "T" in value else self._date(value)

    def _date(self, value: str) -> str:
        plain = value.rstrip("~?%")
        for pattern, form in ((_DAY, "d MMM y"), (_MONTH, "MMM y"), (_YEAR, "y")):
            found = pattern.fullmatch(plain)
            if found:
                parts = [int(part) for part in found.groups()]
                try:
                    return format_date(date(*[*parts, 1, 1][:3]), form, locale=self.locale)
                except ValueError:
                    break
        return value

    def _moment(self, value: str) -> str:
        from datetime import datetime

        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        return format_datetime(moment, "d MMM y, HH:mm", locale=self.locale)


def language_of(asked: str | None, accepted: str | None = None) -> Language:
    """The language that was asked for, else the first that the browser accepts, else English.

    >>> language_of(None, "fr-CH, fr;q=0.9, en;q=0.8").code, language_of("xx").code
    ('en', 'en')
    """
    wanted = [asked or "", *(part.partition(";")[0].strip() for part in (accepted or "").split(","))]
    for code in wanted:
        short = code.replace("_", "-").partition("-")[0].lower()
        if short in languages():
            return Language(short)
    return Language()
