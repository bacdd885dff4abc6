"""Where operators push reports and texts to: stored, answered, read by a job (R-29)."""

from urllib.parse import urlencode

from odoo import http
from odoo.http import Response, request

KINDS = ("report", "inbound", "iys")
#: The token in the path is the credential: no session, no cookie, nothing to forge.
ROUTE = {
    "type": "http",
    "auth": "public",
    "methods": ["POST"],
    "csrf": False,
    "save_session": False,
    "sitemap": False,
    "max_content_length": 64 * 1024,
}


class IysSmsPush(http.Controller):
    """One address for each account and kind; a wrong token and an unknown account are
    answered alike, with nothing in the body. A body too large is answered 413 by Odoo.
    Nothing of a body is looked at here but its end: the operators wait for the answer.
    """

    @http.route("/iys/sms/<string:number>/<string:token>/<string:kind>", **ROUTE)
    def push(self, number, token, kind, **_params):
        """Keep what an operator pushed and answer 200; 404 for who is none of ours."""
        # sudo: an operator has no user; the token is what lets it in
        gateway_sudo = request.env["iys.sms.gateway"].sudo()._by_push(number, token)
        if not gateway_sudo or kind not in KINDS:
            return Response(status=404)
        body = self._body()
        if body:
            request.env["iys.sms.event"].sudo()._note(
                gateway_sudo, kind, body, request.httprequest.content_type or ""
            )
        return Response("OK", content_type="text/plain")

    def _body(self):
        """The body as it came; Odoo has read a form before we are asked."""
        http_request = request.httprequest
        if "form-urlencoded" in (http_request.content_type or ""):
            return urlencode(list(http_request.form.items(multi=True))).encode()
        return http_request.get_data()
