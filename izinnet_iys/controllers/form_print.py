"""Posters, codes and sheets of forms, for who may read the form. GET changes nothing."""

import io

from odoo import http
from odoo.http import content_disposition, request

from ..models.form.iys_form_print import MOST_CODES, SHEET
from ..report.poster import SIZES

ROUTE = {"type": "http", "auth": "user", "methods": ["GET"], "readonly": True}


class IysFormPrint(http.Controller):
    @http.route("/iys/codes/<string:what>", **ROUTE)
    def codes(self, what, ids="", **_params):
        """Give posters (``what`` is a size) or everything as ``zip`` of some links.

        404 for who may not read them, and for links that are not there.
        """
        points = self._points(ids)
        if not points or (what != "zip" and what not in SIZES):
            raise request.not_found()
        if what == "zip":
            file = io.BytesIO()
            points._write_zip(file)
            return self._answer(file.getvalue(), "application/zip", "codes.zip")
        return self._answer(points._posters(what), "application/pdf", f"{what}.pdf")

    @http.route("/iys/form/<int:form_id>/paper/<string:number>", **ROUTE)
    def paper(self, form_id, number, **_params):
        """Show the sheet of a published form under the number it was given."""
        forms = request.env["iys.form"]
        form = forms.has_access("read") and forms.search([("id", "=", form_id)])
        if not form or not form.version_id or not SHEET.fullmatch(number):
            raise request.not_found()
        return self._answer(form._paper(number), "application/pdf", f"{number}.pdf")

    def _points(self, ids):
        points = request.env["iys.form.point"]
        wanted = [
            int(one) for one in ids.split(",") if one.isdecimal() and one.isascii()
        ]
        if not points.has_access("read") or len(wanted) > MOST_CODES:
            return points
        return points.search([("id", "in", wanted)])

    def _answer(self, content, media, name):
        place = "attachment" if media == "application/zip" else "inline"
        return request.make_response(
            content,
            headers=[
                ("Content-Type", media),
                ("Content-Disposition", content_disposition(name, place)),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
