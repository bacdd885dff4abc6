"""Download of exported consents, streamed."""

from odoo import http
from odoo.http import Response, content_disposition, request

GROUP = "izinnet_iys.group_manager"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class IysExportDownload(http.Controller):
    """The second half of the export wizard, which has asked and logged the reason."""

    @http.route(
        "/iys/export/<int:export_id>", type="http", auth="user", methods=["GET"]
    )
    def download(self, export_id, **_params):
        """Stream the file of one export; 404 unless its own user may export it."""
        if not request.env.user.has_group(GROUP):
            raise request.not_found()
        export = request.env["iys.export"].search([("id", "=", export_id)])
        if not export.exported_at:
            raise request.not_found()
        what = "consents" if export._is_consents() else "list"
        name = f"{what}-{export.exported_at:%Y%m%d-%H%M}.{export.file_format}"
        return Response(
            export._stream(),
            direct_passthrough=True,
            headers=[
                ("Content-Type", TYPES[export.file_format]),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
