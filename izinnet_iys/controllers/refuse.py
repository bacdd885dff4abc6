"""The refusal link of every message: a page that asks, a click that acts (L-43, R-46)."""

import logging
from urllib.parse import quote

from markupsafe import Markup

from odoo import http
from odoo.exceptions import UserError
from odoo.http import Response, request

from ..models.gate.iys_refusal_message import SCOPES
from .refuse_words import words_for

_logger = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    ),
}
#: The token is the credential, and mail programs and mail pages cannot have another:
#: there is no session to forge, so no CSRF token. No cookie is set either.
ROUTE = {
    "type": "http",
    "auth": "public",
    "methods": ["GET", "POST"],
    "csrf": False,
    "save_session": False,
    "sitemap": False,
    "max_content_length": 64 * 1024,
}


class IysRefuse(http.Controller):
    """Only POST acts. A known token and any other text get the same answer; only the
    question names the brand, to who holds the link. Nothing but the message log is
    needed, neither İYS nor mailing, mail or contact (R-50)."""

    @http.route("/iys/refuse/<string:token>", **ROUTE)
    def refuse(self, token, choice="channel", **_params):
        """Ask (GET) or record the refusal (POST); ``choice`` is one of ``SCOPES``."""
        if request.httprequest.method != "POST":
            return self._ask(token)
        if self._record(token, choice, "refusal_page", "HS_WEB"):
            return self._page("done")
        return self._page("failed", status=503)

    @http.route("/iys/refuse/<string:token>/oneclick", **ROUTE)
    def one_click(self, token, **_params):
        """Take the click of a mail program (RFC 8058); shows the page to a person."""
        if request.httprequest.method != "POST":
            return self._ask(token)
        stored = self._record(token, "channel", "one_click", "HS_EPOSTA")
        return Response(status=200 if stored else 503, headers=HEADERS)

    def _ask(self, token):
        message_sudo = self._find(token)
        brand_sudo = message_sudo.brand_id.exists()
        return self._page(
            "ask",
            token=quote(token, safe=""),
            kind=f"this_{message_sudo.type or ''}",
            brand=brand_sudo.name,
            has_more=len(message_sudo._brands_refused("company")) > 1,
        )

    def _find(self, token):
        # sudo: the token opens this one row for whoever holds it
        return request.env["iys.message"].sudo()._by_token(token)

    def _record(self, token, choice, road, source):
        """Record what the holder of a token decides; False when it cannot be kept."""
        scope = choice if choice in SCOPES else "channel"
        message_sudo = self._find(token)
        if not message_sudo:
            return True  # the same answer as for a known one
        evidence = {
            "road": road,
            "ip": request.httprequest.remote_addr,
            "browser": (request.httprequest.user_agent.string or "")[:200],
        }
        try:
            message_sudo._refuse(scope, source, evidence)
        except UserError as error:
            request.env.cr.rollback()
            _logger.error("A refusal could not be stored: %s", error)
            return False
        return True

    def _page(self, step, status=200, **values):
        language, words = words_for(request.httprequest.accept_languages)
        values = {"step": step, "language": language, "words": words, **values}
        html = request.env["ir.qweb"]._render("izinnet_iys.refuse_page", values)
        html = Markup("<!DOCTYPE html>\n") + html.strip()
        return request.make_response(html, headers=list(HEADERS.items()), status=status)
