"""Download of proof and reports, streamed; the screens have asked and logged why."""

from odoo import http
from odoo.http import Response, content_disposition, request

GROUPS = ("izinnet_iys.group_manager", "izinnet_iys.group_auditor")
TYPES = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class IysProofDownload(http.Controller):
    """Only who asked gets the file (transient rows are their maker's own), and only
    after the reason is in the day log."""

    @http.route(
        "/iys/proof/<int:proof_id>/<string:file_format>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def proof(self, proof_id, file_format, **_params):
        """Stream the PDF or ZIP of one proof; 404 for everybody else."""
        proof = self._own("iys.proof", proof_id)
        if not proof.taken_at or file_format not in ("pdf", "zip"):
            raise request.not_found()
        name = f"proof-{proof.taken_at:%Y%m%d-%H%M}.{file_format}"
        return self._answer(proof._stream(file_format), name, file_format)

    @http.route(
        "/iys/report/<int:screen_id>", type="http", auth="user", methods=["GET"]
    )
    def report(self, screen_id, **_params):
        """Stream the file of one report; 404 for everybody else."""
        screen = self._own("iys.report.screen", screen_id)
        if not screen.asked_at:
            raise request.not_found()
        file_format = screen.file_format
        name = f"{screen.code}-{screen.asked_at:%Y%m%d-%H%M}.{file_format}"
        return self._answer(screen._stream(), name, file_format)

    def _own(self, model, record_id):
        if not any(request.env.user.has_group(group) for group in GROUPS):
            raise request.not_found()
        return request.env[model].search([("id", "=", record_id)])

    def _answer(self, stream, name, file_format):
        return Response(
            stream,
            direct_passthrough=True,
            headers=[
                ("Content-Type", TYPES[file_format]),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
