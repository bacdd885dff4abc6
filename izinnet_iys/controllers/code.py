"""The page on which the code of an SMS is typed; a press acts, looking does not (R-47)."""

import logging
from urllib.parse import quote

from markupsafe import Markup

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.form.iys_confirmation_words import spoken
from .code_words import CHANNELS, CONSEQUENCES, PAGE, filled, words_for
from .refuse import HEADERS, ROUTE

_logger = logging.getLogger(__name__)

#: Only these fields of a page are read (R-48).
PURPOSES = ("confirm_mesaj", "confirm_arama", "verify")
#: What a wish for a new code may come to; a link with another word says nothing.
TOLD = ("resent", "press", "number_wait", "number_limit", "busy", "gone")
#: Longer than any code with its spaces.
LONGEST = 20


class IysCodePage(http.Controller):
    """The secret in the address is the browser's own and the code the phone's: both are
    needed, and a page elsewhere knows neither (R-49). Works without JavaScript; the answer
    is the same whoever the number belongs to and whatever it refused before (R-45)."""

    @http.route("/iys/code/<string:secret>", **ROUTE)
    def code(self, secret, again="", mail="", told="", **params):
        """Show the page (GET), or take codes and the wish for a new one (POST).

        After a wish the page is opened anew: a reload asks for nothing, and a code whose
        place was committed beside this transaction is seen. ``told`` is its answer.
        """
        codes_sudo = request.env["iys.code"].sudo()  # the secret opens its own rows
        note = told if told in TOLD else ""
        try:
            if request.httprequest.method == "POST" and again:
                told = codes_sudo._send_again(secret, self._evidence())
                mark = "&mail=1" if mail else ""
                url = f"{self._path(secret)}?told={told}{mark}"
                return request.redirect(url, code=303)
            if request.httprequest.method == "POST":
                note = self._act(codes_sudo, secret, params)
            page = codes_sudo._look(secret, note)
        except UserError as error:
            request.env.cr.rollback()
            _logger.error("A code could not be used: %s", error)
            return self._empty("failed", status=503)
        return self._show(page, secret, bool(mail)) if page else self._empty("gone")

    def _act(self, codes_sudo, secret, params):
        typed = {
            purpose: str(params.get(f"code_{purpose}") or "")[:LONGEST]
            for purpose in PURPOSES
        }
        return codes_sudo._enter(secret, typed, self._evidence())

    def _evidence(self):
        return {
            "ip": request.httprequest.remote_addr,
            "browser": (request.httprequest.user_agent.string or "")[:200],
        }

    def _show(self, page, secret, mail):
        language = spoken(page.language)
        facts = {"address": page.address, "seconds": page.wait, **page.words}
        words = words_for(language, **facts)
        lines = [self._line(line, language, page.brand) for line in page.lines]
        only_check = all(line.confirmation.purpose == "verify" for line in page.lines)
        done = "done_verify" if only_check else "done"
        return self._render(
            "done" if page.is_done else "ask",
            language,
            words,
            page=page,
            lines=lines,
            note=words.get(page.note, ""),
            done=words[done],
            mail=mail,
            action=self._path(secret),
            identity=page.brand._iys_identity(),
        )

    def _line(self, line, language, brand):
        """Put the words of one consent together."""
        asked, channels = line.confirmation, CHANNELS[language]
        channel = channels.get(asked.purpose, "")
        consequence = CONSEQUENCES[language].get(asked.purpose, "")
        return {
            "line": line,
            "label": filled(PAGE[language]["code"], channel=channel),
            "channel": channel,
            "consequence": filled(consequence, brand=brand.name),
            "notice": asked._notice_shown(),
            "privacy": asked._privacy_shown(),
        }

    def _path(self, secret):
        return f"/iys/code/{quote(secret, safe='')}"

    def _empty(self, step, status=200):
        accepted = request.httprequest.accept_languages
        language = accepted.best_match(PAGE, "en") if accepted else "tr"
        return self._render(step, language, words_for(language), status=status)

    def _render(self, step, language, words, status=200, **values):
        values = {
            "step": step,
            "language": language,
            "words": words,
            "kiosk": "",
            "script": "",
            **values,
        }
        html = request.env["ir.qweb"]._render("izinnet_iys.code_page", values)
        html = Markup("<!DOCTYPE html>\n") + html.strip()
        return request.make_response(html, headers=list(HEADERS.items()), status=status)
