"""Posters, codes and sheets of forms, for who may read the form. GET changes nothing."""

from odoo import http
from odoo.http import Response, content_disposition, request

from ..models.form.iys_form_print import MOST_CODES
from ..models.form.iys_sheet import SHEET
from ..report.poster import SIZES

#: How one code is drawn alone.
PICTURES = {
    "svg": ("image/svg+xml", lambda point: point._qr_svg()),
    "png": ("image/png", lambda point: point._qr_png()),
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

    @http.route("/iys/sheet/<string:number>", **ROUTE)
    def sheet(self, number, **_params):
        """Lead from the code on a sheet to its screen, after the log-in."""
        sheet = self._sheet(number)
        path = f"/odoo/action-izinnet_iys.iys_sheet_action/{sheet.id}"
        return request.redirect(path, code=303)

    @http.route("/iys/sheet/<string:number>/paper", **ROUTE)
    def paper(self, number, **_params):
        """Show a sheet as it is printed."""
        sheet = self._sheet(number)
        return self._answer(sheet._paper(), "application/pdf", f"{sheet.number}.pdf")

    def _sheet(self, number):
        """Return a sheet; raises NotFound for who may not read it."""
        sheets = request.env["iys.sheet"]
        named = bool(SHEET.fullmatch(number)) and sheets.has_access("read")
        sheet = sheets._by_code(number) if named else sheets
        if not sheet:
            raise request.not_found()
        return sheet

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
