"""Posters, codes and sheets of forms, for who may read the form. GET changes nothing."""

from odoo import http
from odoo.http import Response, content_disposition, request

from ..models.form.iys_form_print import MOST_CODES, SHEET
from ..report.poster import SIZES

#: How one code is drawn alone.
PICTURES = {
    "svg": ("image/svg+xml", lambda point: point.qr_svg()),
    "png": ("image/png", lambda point: point.qr_png()),
}
ROUTE = {"type": "http", "auth": "user", "methods": ["GET"], "readonly": True}


class IysFormPrint(http.Controller):
    @http.route("/iys/codes/<string:what>", **ROUTE)
    def codes(self, what, ids="", **_params):
        """Give posters of some links (``what`` is a size), or the code of one.

        404 for who may not read them, and for links that are not there.
        """
        points = self._points(ids)
        if points and what in SIZES:
            return self._answer(points._posters(what), "application/pdf", f"{what}.pdf")
        if len(points) == 1 and what in PICTURES:
            media, draw = PICTURES[what]
            return self._answer(draw(points), media, f"qr-{points.id}.{what}")
        raise request.not_found()

    @http.route("/iys/codes/batch/<int:batch_id>", **ROUTE)
    def batch(self, batch_id, **_params):
        """Stream the ZIP of a list of links; 404 for who may not read it, or not yet."""
        batches = request.env["iys.form.batch"]
        batch = batches.has_access("read") and batches.search([("id", "=", batch_id)])
        if not batch or not batch.has_file:
            raise request.not_found()
        headers = self._headers("application/zip", f"qr-{batch.id}.zip")
        return Response(batch._stream(), direct_passthrough=True, headers=headers)

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
        return request.make_response(content, headers=self._headers(media, name))

    def _headers(self, media, name):
        place = "inline" if media == "application/pdf" else "attachment"
        return [
            ("Content-Type", media),
            ("Content-Disposition", content_disposition(name, place)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
