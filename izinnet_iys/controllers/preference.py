"""The preference page: shows on GET, acts on POST, raises nothing by itself (R-46, R-47)."""

import logging
from urllib.parse import quote

from markupsafe import Markup

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.form.iys_confirmation_words import moment_text
from .preference_words import words_for
from .refuse import HEADERS, ROUTE

_logger = logging.getLogger(__name__)

#: Longer than any e-mail address.
LONGEST = 320


class IysPreferences(http.Controller):
    """The link is the credential, so there is no session and no CSRF token: a page
    elsewhere cannot know it (R-49). Unknown, used and old links get one and the same
    answer, and so do known and unknown addresses (R-45)."""

    @http.route("/iys/preferences", **ROUTE)
    def ask(self, email="", **_params):
        """Ask for a link (GET) or take the wish (POST); a job looks the address up."""
        if request.httprequest.method != "POST":
            return self._page("ask")
        # sudo: visitors have no rights; all they can do is leave an address
        asks_sudo = request.env["iys.preference.ask"].sudo()
        asks_sudo._note(str(email)[:LONGEST], self._language())
        return self._page("sent")

    @http.route("/iys/preferences/<string:token>", **ROUTE)
    def preferences(self, token, choice="", **_params):
        """Show what stands (GET) or do what one button says (POST); nothing but
        ``choice`` is read (R-48)."""
        # sudo: the token opens what belongs to its one row, for whoever holds it
        page_sudo = request.env["iys.preference"].sudo()
        try:
            holder = page_sudo._open(token)
            if not holder:
                return self._page("gone")
            done = ""
            if request.httprequest.method == "POST":
                done = page_sudo._press(holder, choice, self._evidence())
            action = f"/iys/preferences/{quote(token, safe='')}"
            return self._show(page_sudo, holder, action, done)
        except UserError as error:
            request.env.cr.rollback()
            _logger.error("The preference page could not work: %s", error)
            return self._page("failed", status=503)

    def _show(self, page_sudo, holder, action, done, csrf=""):
        """Render what stands; buttons post to ``action``, with ``csrf`` if there is a
        session to protect."""
        blocks = page_sudo._overview(holder)
        lines = [line for block in blocks for line in block["channels"]]
        return self._page(
            "show",
            action=action,
            csrf=csrf,
            done=done,
            blocks=blocks,
            identity=holder.home._iys_identity(),
            moment=moment_text,
            can_raise=any(line.can_raise for line in lines),
            has_phone="MESAJ" in holder.addresses,
        )

    def _evidence(self):
        return {
            "ip": request.httprequest.remote_addr,
            "browser": (request.httprequest.user_agent.string or "")[:200],
        }

    def _language(self):
        return words_for(request.httprequest.accept_languages)[0]

    def _page(self, step, status=200, **values):
        language, words = words_for(request.httprequest.accept_languages)
        values = {"step": step, "language": language, "words": words, **values}
        html = request.env["ir.qweb"]._render("izinnet_iys.preference_page", values)
        html = Markup("<!DOCTYPE html>\n") + html.strip()
        return request.make_response(html, headers=list(HEADERS.items()), status=status)
