"""The link in a confirmation mail: a page that asks, a press that acts (L-27, R-47)."""

import logging
from urllib.parse import quote

from markupsafe import Markup

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.form.iys_confirmation_words import page_words
from .refuse import HEADERS, ROUTE

_logger = logging.getLogger(__name__)

#: What the page says in the end, where it is not about an approval and its receipt.
DONE = {"verify": "done_verify", "confirm_explicit": "done_explicit"}


class IysConfirm(http.Controller):
    """Only POST acts. A used, an expired, an unknown and a senseless link get the same
    answer, byte for byte (R-45). The secret is the credential: a page elsewhere cannot
    know it, so there is no other CSRF token (R-49)."""

    @http.route("/iys/confirm/<string:token>", **ROUTE)
    def confirm(self, token, **_params):
        """Ask (GET) or confirm (POST); nothing but the secret is read (R-48)."""
        try:
            asked_sudo = self._find(token)
            if asked_sudo.purpose == "preferences":
                url = f"/iys/preferences/{quote(token, safe='')}"
                return request.redirect(url, code=303)
            if request.httprequest.method == "POST":
                return self._act(asked_sudo)
        except UserError as error:
            request.env.cr.rollback()
            _logger.error("A confirmation could not be stored: %s", error)
            return self._page("failed", status=503)
        return self._page("ask" if asked_sudo else "gone", asked_sudo, token=token)

    def _find(self, token):
        # sudo: the secret opens this one row for whoever holds it
        return request.env["iys.confirmation"].sudo()._by_secret(token)

    def _act(self, asked_sudo):
        purpose = asked_sudo.purpose
        evidence = {
            "ip": request.httprequest.remote_addr,
            "browser": (request.httprequest.user_agent.string or "")[:200],
        }
        if asked_sudo and asked_sudo._confirm(evidence):
            return self._page("done", purpose=purpose)
        return self._page("gone")

    def _page(self, step, asked_sudo=None, status=200, token="", purpose=None):
        brand_sudo = asked_sudo and asked_sudo.brand_id
        purpose = purpose or (asked_sudo and asked_sudo.purpose)
        language, words = page_words(
            request.httprequest.accept_languages,
            brand_sudo,
            purpose if asked_sudo else None,
        )
        values = {
            "step": step,
            "language": language,
            "words": words,
            "token": quote(token, safe=""),
            "is_verify": purpose == "verify",
            "done": DONE.get(purpose, "done"),
            "purposes": asked_sudo and asked_sudo._purposes_shown(),
            "identity": brand_sudo and brand_sudo._iys_identity(),
            "notice": asked_sudo and asked_sudo._notice_shown(),
            "privacy": asked_sudo and asked_sudo._privacy_shown(),
        }
        html = request.env["ir.qweb"]._render("izinnet_iys.confirm_page", values)
        html = Markup("<!DOCTYPE html>\n") + html.strip()
        return request.make_response(html, headers=list(HEADERS.items()), status=status)
