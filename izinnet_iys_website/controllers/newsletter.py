"""Odoo's newsletter boxes: a request of the brand, or no subscription at all."""

import logging

from odoo import http, tools
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.izinnet_iys.models.form.form_taken import Taken

from .block import LOOK
from .block_words import words_for
from .visitor_answer import LONGEST, take

_logger = logging.getLogger(__name__)

#: Odoo's kind of address → field of an answer and channel.
CHANNELS = {"email": ("email", "EPOSTA"), "mobile": ("phone", "MESAJ")}


class IysNewsletter(http.Controller):
    """What stands under a newsletter box, so that people see what they agree to."""

    @http.route(
        "/iys/newsletter/content",
        **LOOK,
    )
    def content(self, kind="email", lang="", **_params):
        """Return the approval the box asks for, with where to read its text."""
        point_sudo, question = asked_for(kind, lang)
        return request.make_json_response(
            {
                "label": question.get("label", ""),
                "url": f"/izin/{point_sudo.token}" if question else "",
                "words": words_for(lang),
            },
            headers={"Cache-Control": "no-store"},
        )


def asked_for(kind, lang=""):
    """Return (point, question) that a newsletter box of this kind stands for.

    Empty ones when the website has no form for it, or when the form does not confirm
    addresses: anybody can type anybody's address into a newsletter box.
    """
    website = request.website
    point_sudo = website._iys_chosen_point("iys_newsletter_point_id")
    block = website._iys_block(point_sudo, lang)
    channel = CHANNELS.get(kind, ("", ""))[1]
    found = (one for one in block.get("questions", ()) if one["type"] == channel)
    question = next(found, {}) if block.get("confirm") and channel else {}
    return (point_sudo, question) if question else (point_sudo.browse(), {})


def subscribe(join, list_id=None, value="", subscription_type="email", **_params):
    """Answer a newsletter box; returns Odoo's {toast_type, toast_content}.

    ``join()`` is Odoo's own way into the list. A place in a list is no consent: the gate
    lets nothing pass before the person confirms. It is given up when no request came of
    it, and an opt-out stays an opt-out.
    """
    words = words_for(request.env.lang)
    refused = {"toast_type": "danger", "toast_content": words["newsletter_closed"]}
    point_sudo, question = asked_for(subscription_type)
    if not question or not _is_of_brand(list_id, point_sudo.brand_id):
        return refused
    savepoint = request.env.cr.savepoint()
    joined = join()
    if joined.get("toast_type") != "success":
        savepoint.close(rollback=True)
        return joined
    taken = _ask(point_sudo, question, str(value), subscription_type)
    savepoint.close(rollback=taken.outcome != "taken")
    if taken.outcome == "faulty":
        texts = [words.get(key, words["field"]) for key in taken.faults.values()]
        return {**refused, "toast_content": " ".join(texts)}
    if taken.outcome != "taken" or not taken.confirm:
        _logger.info("A newsletter box came to %s", taken.outcome)
        return refused
    return {"toast_type": "success", "toast_content": words["confirm"]}


def _is_of_brand(list_id, brand_sudo):
    """Tell whether a list may be joined for a brand: its own, or a list of no brand."""
    if not str(list_id).isdecimal():
        return False
    # sudo: which brand a list belongs to is nothing visitors may read
    lists_sudo = request.env["mailing.list"].sudo()
    list_sudo = lists_sudo.browse(int(list_id)).exists()
    return bool(list_sudo) and list_sudo.iys_brand_id in (
        brand_sudo,
        brand_sudo.browse(),
    )


def _ask(point_sudo, question, value, kind):
    field = CHANNELS[kind][0]
    name, address = tools.parse_contact_from_email(value[:LONGEST])
    if field != "email":
        name, address = "", value[:LONGEST]
    values = {
        "point": point_sudo.token,
        "version": point_sudo.form_id.version_id._signed(),
        "language": request.env.lang or "",
        f"box_{question['id']}": "1",
    }
    if not name and not request.env.user._is_public():
        name = request.env.user.name
    try:
        # no approval for an address without a name (L-17): the form says so
        request.env["iys.key"]._hasher()  # without it the job could not ask
        return take(values, "newsletter", is_proved=True, name=name, **{field: address})
    except UserError as error:
        _logger.error("A newsletter request could not be stored: %s", error)
        return Taken("closed")
