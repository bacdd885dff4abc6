"""From what a browser sent to an `Answer`; one way for every block of a website."""

import logging

from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.izinnet_iys.models.form.form_taken import Answer, Taken

from .block_words import words_for

_logger = logging.getLogger(__name__)

#: Our values in foreign forms are called like this, so nothing else is touched.
PREFIX = "iys_"
BOX = "box_"
LONGEST = 2000


def pop_ours(params):
    """Take the values called ``iys_…`` out of ``params``; return them without prefix."""
    names = [name for name in params if name.startswith(PREFIX)]
    ours = {name[len(PREFIX) :]: params.pop(name) for name in names}
    ours.pop("secret", None)  # nobody types a code beside Odoo's own form
    return ours


def clean(values):
    """Keep the texts of a mapping, each cut at ``LONGEST`` characters."""
    if not isinstance(values, dict):
        return {}
    return {
        str(name)[:100]: value.strip()[:LONGEST]
        for name, value in values.items()
        if isinstance(value, str)
    }


def boxes_of(values):
    """Return {question id as text: True} of the ticked boxes among ``values``."""
    return {
        name[len(BOX) :]: True
        for name, value in values.items()
        if name.startswith(BOX) and value
    }


def seen(values):
    """Return (version, point) an answer belongs to; empty ones if forged or foreign.

    ``values`` are ours: ``point`` (token) and ``version`` (signed).
    """
    point_sudo = request.website._iys_point(values.get("point"))
    # sudo: the signature is the credential of who saw this version
    versions_sudo = request.env["iys.form.version"].sudo()
    version_sudo = versions_sudo._by_signed(values.get("version") or "")
    if version_sudo.form_id != point_sudo.form_id:
        return versions_sudo.browse(), point_sudo.browse()
    return version_sudo, point_sudo


def answer_of(values, layout, **person):
    """Return the `Answer` in ``values``; ``person`` are its name, addresses, extras."""
    page = {
        **page_of(layout),
        "language": values.get("language", ""),
        "stamp": values.get("stamp", ""),
    }
    secret = values.get("secret", "")  # there is a page that can go on to a code
    return Answer(boxes=boxes_of(values), page=page, secret=secret, **person)


def take(values, layout, partner=None, is_proved=False, **person):
    """Take an answer in for the form it belongs to; returns a `Taken`.

    A job records it moments later, so a post only adds rows (R-61, R-62).
    """
    version_sudo, point_sudo = seen(values)
    if not version_sudo or not point_sudo:
        return Taken("closed")
    answer = answer_of(values, layout, **person)
    forms_sudo = request.env["iys.form"].sudo()  # visitors have no rights of their own
    return forms_sudo._accept(version_sudo, point_sudo, answer, partner, is_proved)


def fault_beside(values, layout, **person):
    """Return a text for who ticked a box that could not be taken as filled in, or ''.

    With all boxes empty there never is one: nothing depends on a consent (L-22).
    """
    version_sudo, _point_sudo = seen(values)
    if not boxes_of(values) or not version_sudo:
        return ""
    reading = version_sudo._read_answer(answer_of(values, layout, **person))
    words = words_for(values.get("language"))
    texts = [words.get(key, words["field"]) for key in reading.faults.values()]
    return " ".join([words["untick"], *texts]) if texts else ""


def take_beside(values, layout, partner=None, **person):
    """Like `take`, beside something that must go on whatever comes of it (L-22).

    Without a box nothing is asked. What fails is undone and logged without personal data.
    """
    if not boxes_of(values):
        return Taken("nothing")
    try:
        with request.env.cr.savepoint():
            taken = take(values, layout, partner, is_proved=True, **person)
    except UserError as error:
        _logger.error("An answer beside a %s was not taken: %s", layout, error)
        return Taken("faulty")
    if taken.outcome != "taken":
        _logger.info("An answer beside a %s came to %s", layout, taken.outcome)
    return taken


def page_of(layout):
    """Return how the visitor saw the texts: address of the page, layout, ip, browser."""
    visit = request.httprequest
    return {
        "url": (visit.referrer or visit.url)[:500].split("?")[0],
        "layout": layout,
        "ip": visit.remote_addr,
        "browser": (visit.user_agent.string or "")[:200],
    }
