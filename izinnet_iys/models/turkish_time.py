"""Days and moments as people in Türkiye write them; the database keeps naive UTC."""

from datetime import date, datetime, time, timedelta

from odoo.fields import Datetime

#: Türkiye has had one offset since 2016 (law file, section 2).
TRT = timedelta(hours=3)
FIRST_DAY = date(2015, 1, 1)


def today():
    """Return the date in Türkiye, whatever the user's time zone."""
    return (Datetime.now() + TRT).date()


def span(first, last):
    """Return (start, end) of some days as naive UTC, the last day included.

    Empty ends are the first day there can be anything, and today. Raises ValueError when
    the last day comes before the first.
    """
    first, last = first or FIRST_DAY, last or today()
    if first > last:
        raise ValueError("the last day comes before the first")
    start = datetime.combine(first, time()) - TRT
    return start, datetime.combine(last + timedelta(days=1), time()) - TRT


def local_text(moment):
    """Spell a naive UTC moment day first, ``23.11.2026 15:04:05``; '' for none."""
    return f"{moment + TRT:%d.%m.%Y %H:%M:%S}" if moment else ""


def local_iso(moment):
    """Spell a naive UTC moment in ISO 8601 with its offset; None for none."""
    return f"{(moment + TRT).isoformat(timespec='seconds')}+03:00" if moment else None
