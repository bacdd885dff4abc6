"""Download of the exported seal, streamed; the screen has asked and logged why."""

from odoo import http
from odoo.http import request

from .proof import IysProofDownload


class IysSealDownload(IysProofDownload):
    """Only who asked gets the file, and only after the reason is in the day log."""

    @http.route("/iys/seal/<int:export_id>", type="http", auth="user", methods=["GET"])
    def seal(self, export_id, **_params):
        """Stream the ZIP of one export; 404 for everybody else."""
        export = self._own("iys.seal.export", export_id)
        if not export.taken_at:
            raise request.not_found()
        name = f"seal-{export.taken_at:%Y%m%d-%H%M}.zip"
        return self._answer(export._stream(), name, "zip")
