"""A search of attachments asks no more than its user may read (R-59)."""

from odoo import api, models
from odoo.fields import Domain


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        """Override of `base`: refuse conditions on fields that are closed to the user.

        Odoo filters attachments as the superuser and looks at rights afterwards, so
        ``company_id.iys_stamp_password ilike 'a%'`` told any employee whether it is so.
        Raises AccessError as every other model does.
        """
        if not (self.env.su or bypass_access):
            self._iys_check_fields(Domain(domain))
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

    @api.model
    def _iys_check_fields(self, domain):
        """Compile a domain that leads to other models as its user; nothing is run."""
        if any(
            "." in condition.field_expr or "any" in condition.operator
            for condition in domain.iter_conditions()
        ):
            # the base class's own: it checks each field on the way
            models.BaseModel._search(self, domain)
