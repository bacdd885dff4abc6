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
            ("code", "Code to be typed by the person"),
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
        is_news = self.visit_outcome in (False, "nothing") or (
            taken.code and self.visit_outcome == "confirm"
        )
        if taken.outcome == "taken" and is_news:
            self.write(
                {
                    "visit_outcome": _outcome(taken),
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
        return self._told(point, super()._take(version, point, answer, partner))

    @api.model
    def _told(self, point, taken):
        """Override of `izinnet_iys`: the screen of a visit learns of the answer."""
        if point and point.kind == "visit":
            point.sudo()._note_visit(taken)  # visitors have no rights
        return super()._told(point, taken)


class IysConfirmation(models.Model):
    _inherit = "iys.confirmation"

    def _confirm(self, evidence):
        """Override of `izinnet_iys`: the screen of a visit learns of it."""
        done = super()._confirm(evidence)
        if done and self.point_id.kind == "visit":
            self.point_id.visit_outcome = "taken"
        return done


def _outcome(taken):
    """Name what the screen of the visit says next."""
    if taken.code:
        return "code"
    return "confirm" if taken.confirm else "taken"
