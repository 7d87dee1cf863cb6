"""What an expression means: from the words of a match to the days that it names.

A reading is a function of a match and its context; `time_patterns.tsv` names it beside each pattern. It gives a
Reading, `UNRESOLVED` where the expression is relative and the page has no date, or None where it is no date at all.
"""

from collections.abc import Callable

from bellwire.annotate import time_dates, time_relative, time_seasons
from bellwire.annotate.time_context import Context, Reading
from bellwire.annotate.time_lexer import Match

Reader = Callable[[Match, Context], Reading | None]
READERS: dict[str, Reader] = {
    "date": time_dates.dated,
    "days": time_dates.dated_days,
    "numeric": time_dates.numeric,
    "slashed": time_dates.slashed,
    "month": time_dates.month,
    "nth_of": time_dates.nth_of,
    "shift_month": time_dates.shift_month,
    "year": time_dates.year,
    "bare_year": time_dates.bare_year,
    "years": time_dates.years,
    "spoken_year": time_dates.spoken_year,
    "decade": time_dates.decade,
    "century": time_dates.century,
    "weekday": time_relative.weekday,
    "shift_weekday": time_relative.shift_weekday,
    "relday": time_relative.relday,
    "relday_beyond": time_relative.relday_beyond,
    "daypart": time_relative.daypart,
    "last_night": time_relative.last_night,
    "overnight": time_relative.overnight,
    "all_night": time_relative.all_night,
    "all_day": time_relative.all_day,
    "sharp": time_relative.sharp,
    "shift_daypart": time_relative.shift_daypart,
    "then": time_relative.then,
    "clock": time_relative.clock,
    "shift_unit": time_relative.shift_unit,
    "past_unit": time_relative.past_unit,
    "units_past": time_relative.units_past,
    "ago": time_relative.ago,
    "week_from": time_relative.week_from,
    "units_ahead": time_relative.units_ahead,
    "offset": time_relative.offset,
    "weekend": time_relative.weekend,
    "own_unit": time_relative.own_unit,
    "full_unit": time_relative.full_unit,
    "latest_unit": time_relative.latest_unit,
    "quarter": time_seasons.quarter,
    "q_quarter": time_seasons.q_quarter,
    "this_quarter": time_seasons.this_quarter,
    "latest_quarter": time_seasons.latest_quarter,
    "year_quarter": time_seasons.year_quarter,
    "ago_quarter": time_seasons.ago_quarter,
    "half": time_seasons.half,
    "last_half": time_seasons.last_half,
    "season": time_seasons.season,
    "season_of": time_seasons.season_of,
    "bare_season": time_seasons.bare_season,
    "year_end": time_seasons.year_end,
    "holiday": time_seasons.holiday,
    "holiday_of": time_seasons.holiday_of,
}
"""Readings by the names that patterns give them."""


def read(match: Match, context: Context) -> Reading | None:
    """What a match names; None where it names nothing, or a day that no calendar has."""
    try:
        return READERS[match.reading](match, context)
    except (ValueError, OverflowError):
        return None
