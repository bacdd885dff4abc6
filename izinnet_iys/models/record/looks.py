"""Whole addresses that reach a person are counted, and kept once a transaction (L-8)."""

from contextlib import contextmanager
from functools import partial

_LOOKS = "izinnet_iys.looks"
_EXPORT = "izinnet_iys.export"


def note_look(record):
    """Count that a person read a whole address of one record; see ``iys.look``.

    Called for every value that is shown, so it costs a dictionary and no query. Nothing
    is counted while an export runs: that one is in the day log with its own figure.
    """
    cr = record.env.cr
    looks = cr.precommit.data.get(_LOOKS)
    if looks is None:
        if is_exporting(cr):
            return
        looks = cr.precommit.data[_LOOKS] = {}
        cr.precommit.add(partial(_keep, looks))
    key = record.env.uid, record._name
    if key not in looks:
        looks[key] = record.env, set()
    looks[key][1].add(record._ids[0])


def _keep(looks):
    env, _ids = next(iter(looks.values()))
    env["iys.look"]._keep(looks)


@contextmanager
def exporting(cr):
    """Let rows of one model leave in a file; whoever enters has checked and noted it."""
    cr.cache[_EXPORT] = True
    try:
        yield
    finally:
        cr.cache.pop(_EXPORT, None)


def is_exporting(cr):
    """Tell whether an export that was checked and noted runs in a transaction."""
    return bool(cr.cache.get(_EXPORT))
