"""The preference page: shows on GET, acts on POST, raises nothing by itself (R-46, R-47)."""

import logging
import secrets
from urllib.parse import quote

from markupsafe import Markup

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.form.iys_confirmation import SECRET_BYTES
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
    def ask(self, email="", phone="", **_params):
        """Ask for a link or code (GET) or take the wish (POST); a job looks it up."""
        if request.httprequest.method != "POST":
            return self._page("ask", knows_phones=self._codes()._knows_phones())
        if phone:
            return self._ask_phone(str(phone)[:LONGEST])
        # sudo: visitors have no rights; all they can do is leave an address
        asks_sudo = request.env["iys.preference.ask"].sudo()
        asks_sudo._note(str(email)[:LONGEST], self._language())
        return self._page("sent")

    def _codes(self):
        return request.env["iys.code"].sudo()  # visitors have no rights

    def _ask_phone(self, phone):
        """Take the wish for a code; the page is the same for every number (R-45)."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        self._codes()._ask_preferences(
            phone, self._language(), secret, self._evidence()
        )
        return self._page("code", secret=secret)

    @http.route("/iys/preferences/code", **{**ROUTE, "methods": ["POST"]})
    def code(self, secret="", code="", **_params):
        """Open the page with the right code; wrong, old and unknown are the same (R-45)."""
        link = self._codes()._open_preferences(
            str(secret)[:64], str(code)[:20], self._evidence()
        )
        if link:
            return request.redirect(f"/iys/preferences/{link}", code=303)
        return self._page("code", secret=str(secret)[:64], wrong=True)

    @http.route("/iys/preferences/<string:token>", **ROUTE)
    def preferences(self, token, choice="", **_params):
        """Show what stands (GET) or do what one button says (POST); nothing but
        ``choice`` is read (R-48)."""
        # sudo: the token opens what belongs to its one row, for whoever holds it
        page_sudo = request.env["iys.preference"].sudo()
        try:
            holder = page_sudo._open(token)
            if not holder:
                return self._page("gone", knows_phones=self._codes()._knows_phones())
            done = ""
            if request.httprequest.method == "POST":
                done = page_sudo._press(holder, choice, self._evidence())
                if done.startswith("/"):
                    return request.redirect(done, code=303)
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
            can_raise=any(each.can_raise for each in lines if each.type == "EPOSTA"),
            has_phone="MESAJ" in holder.addresses,
            by_code=any(each.can_raise for each in lines if each.type != "EPOSTA"),
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
        values = {
            "step": step,
            "language": language,
            "words": words,
            "knows_phones": False,
            "wrong": False,
            **values,
        }
        html = request.env["ir.qweb"]._render("izinnet_iys.preference_page", values)
        html = Markup("<!DOCTYPE html>\n") + html.strip()
        return request.make_response(html, headers=list(HEADERS.items()), status=status)
