"""A visit: one contact, one link, half an hour; the person's answer closes it."""

from datetime import timedelta

from odoo import api, fields, models

#: The link shown to one person works for so long.
LIFE = timedelta(minutes=30)
#: After the answer only a double click of the same person may still come in.
DOUBLE_CLICK = timedelta(seconds=10)


class IysFormPoint(models.Model):
    _inherit = "iys.form.point"

    visit_outcome = fields.Selection(
        [
            ("taken", "Consents given"),
            ("confirm", "To be confirmed by the person"),
            ("nothing", "Nothing ticked"),
        ],
        readonly=True,
        copy=False,
    )

    def _visit_state(self):
        """Tell how a visit stands: ``waiting``, an outcome or ``expired``."""
        self.ensure_one()
        if self.visit_outcome:
            return self.visit_outcome
        return "waiting" if self._is_open() else "expired"

    def _note_visit(self, taken):
        """Note what became of the answer to a visit's link; given consents close it.

        Who ticked nothing may go back and answer once more.
        """
        if taken.outcome == "taken":
            self.write(
                {
                    "visit_outcome": "confirm" if taken.confirm else "taken",
                    "ends_at": fields.Datetime.now() + DOUBLE_CLICK,
                }
            )
        elif taken.outcome == "nothing" and not self.visit_outcome:
            self.visit_outcome = "nothing"


class IysForm(models.Model):
    _inherit = "iys.form"

    @api.model
    def _take(self, version, point, answer, partner=None):
        """Override of `izinnet_iys`: the screen of a visit learns of the answer."""
        taken = super()._take(version, point, answer, partner)
        if point and point.kind == "visit":
            point.sudo()._note_visit(taken)  # visitors have no rights
        return taken
