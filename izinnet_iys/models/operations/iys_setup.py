"""What a person sets up is in the day log: what was touched, never a value (L-8, R-59)."""

from odoo import api, models


class IysSetup(models.AbstractModel):
    """For models people set up. What the system writes there (sudo) is no set-up; its
    doors for people write rows of their own."""

    _name = "iys.setup"
    _description = "Records that people set up"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: something new is in the day log."""
        records = super().create(vals_list)
        records._log_setup("Set-up added")
        return records

    def write(self, vals):
        """Override of `base`: so is a change, with the names of the fields."""
        done = super().write(vals)
        changed = sorted(self._set_by_people() & set(vals))
        if changed:
            self._log_setup("Set-up changed", fields=changed)
        return done

    def unlink(self):
        """Override of `base`: so is what goes; its name stays in the log."""
        self._log_setup("Set-up deleted")
        return super().unlink()

    @api.model
    def _set_by_people(self):
        """Return the names of the fields people fill in."""
        return {
            name
            for name, field in self._fields.items()
            if field.store and not field.readonly
        }

    def _setup_name(self):
        """Return what to call one record in the log, or False where it names a person."""
        return self.display_name

    def _log_setup(self, message, **data):
        if self.env.su:
            return
        for record in self:
            name = record._setup_name()
            told = {"name": name, **data} if name else data
            self.env["iys.log"]._add("setup", message, record=record, data=told)
