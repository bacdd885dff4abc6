"""Which backups stay: some days, weeks and months, never without a proven one (R-40)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

#: How the periods are told apart.
_DAY: Final[Callable[[datetime], object]] = datetime.date
_WEEK: Final[Callable[[datetime], object]] = lambda at: at.isocalendar()[:2]  # noqa: E731
_MONTH: Final[Callable[[datetime], object]] = lambda at: (at.year, at.month)  # noqa: E731


@dataclass(frozen=True)
class Kept:
    """One backup at a target."""

    name: str
    at: datetime
    proven: bool = False


@dataclass(frozen=True)
class Keeping:
    """One backup a day for ``days`` days that have one, and so on; none older than
    ``longest_days``, because it holds personal data."""

    days: int = 7
    weeks: int = 4
    months: int = 1
    longest_days: int = 35


def surplus(backups: Iterable[Kept], rule: Keeping, now: datetime) -> set[str]:
    """Return the names that may go.

    Whatever the rule says, the last proven backup stays and so does everything made
    after it: what is not proven yet never pushes out what is.
    """
    newest_first = sorted(backups, key=lambda b: (b.at, b.name), reverse=True)
    stay = _since_last_proven(newest_first)
    limit = now - timedelta(days=rule.longest_days)
    young = [b for b in newest_first if b.at >= limit]
    for count, period in (
        (rule.days, _DAY),
        (rule.weeks, _WEEK),
        (rule.months, _MONTH),
    ):
        stay |= _one_each(young, count, period)
    return {b.name for b in newest_first} - stay


def _since_last_proven(newest_first: list[Kept]) -> set[str]:
    names = set()
    for backup in newest_first:
        names.add(backup.name)
        if backup.proven:
            break
    return names


def _one_each(
    newest_first: list[Kept], count: int, period: Callable[[datetime], object]
) -> set[str]:
    """Name one backup of each of the last ``count`` periods, a proven one if there is."""
    chosen: dict[object, Kept] = {}
    for backup in newest_first:
        slot = period(backup.at)
        if slot not in chosen:
            if len(chosen) == count:
                break
            chosen[slot] = backup
        elif backup.proven and not chosen[slot].proven:
            chosen[slot] = backup
    return {backup.name for backup in chosen.values()}
