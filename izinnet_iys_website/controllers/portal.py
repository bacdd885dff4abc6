"""The preference page of who is signed in: no link is needed, the log-in is the proof."""

from odoo import http
from odoo.http import request

from odoo.addons.izinnet_iys.controllers.preference import IysPreferences


class IysPortal(IysPreferences):
    @http.route(
        "/my/message-preferences",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def my_preferences(self, choice="", **_params):
        """Show what stands for the address of the log-in (GET), or do what one button
        says (POST, with Odoo's own token). Who logs in with something else than an
        e-mail asks for a link."""
        # sudo: people at the portal have no rights; the page holds their address alone
        page_sudo = request.env["iys.preference"].sudo()
        company = request.website.company_id
        holder = page_sudo._of_login(request.env.user, company)
        if not holder:
            return request.redirect("/iys/preferences")
        done = ""
        if request.httprequest.method == "POST":
            done = page_sudo._press(holder, choice, self._evidence())
        token = request.csrf_token()
        return self._show(page_sudo, holder, "/my/message-preferences", done, token)
