"""The `calendar` pack: rest days and make-up days of each year, as the State Council's yearly notice says."""

from __future__ import annotations

from datetime import date

import msgspec

from yiwang.kernel.calendar import WorkCalendar, YearDays


class YearEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One year: days of rest (holidays), weekend days that are worked (makeup)."""

    holidays: tuple[date, ...] = ()
    makeup: tuple[date, ...] = ()
    provisional: bool = False
    """Statutory days only; the notice with the make-up days is not out yet."""


class CalendarBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of a `calendar` pack."""

    years: dict[str, YearEntry]

    def working_calendar(self, *, version: str) -> WorkCalendar:
        """Return the calendar that counts limits on these years."""
        years = {
            int(year): YearDays(holidays=frozenset(days.holidays), makeup=frozenset(days.makeup), provisional=days.provisional)
            for year, days in self.years.items()
        }
        return WorkCalendar(years=years, version=version)
