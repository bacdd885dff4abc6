"""The consent boxes inside any form of the form builder."""

import json

from odoo.addons.website.controllers.form import WebsiteForm

from .visitor_answer import clean, fault_beside, pop_ours, take_beside

#: Where forms of Odoo keep the person when the block names no field.
USUAL = {
    "name": ("name", "contact_name", "partner_name"),
    "email": ("email_from", "email", "partner_email"),
    "phone": ("phone", "mobile", "partner_phone"),
}


class IysWebsiteForm(WebsiteForm):
    """The form's own record is made as ever, with all boxes empty too (L-22)."""

    def _handle_website_form(self, model_name, **kwargs):
        """Override of `website`: our values are no part of the record; they are taken
        once the record is there."""
        ours = clean(pop_ours(kwargs))
        if not ours:
            return super()._handle_website_form(model_name, **kwargs)
        person = self._iys_person(ours, clean(kwargs))
        if fault := fault_beside(ours, "form", **person):
            return json.dumps({"error": fault})
        result = super()._handle_website_form(model_name, **kwargs)
        if self._iys_is_made(result):
            take_beside(ours, "form", **person)
        return result

    def _iys_is_made(self, result):
        made = json.loads(result) if isinstance(result, str) else None
        return isinstance(made, dict) and bool(made.get("id"))

    def _iys_person(self, ours, values):
        """Return name, email and phone, from the fields the block found in its form."""
        person = {}
        for key, names in USUAL.items():
            names = (ours.get(f"{key}_field", ""), *names)
            person[key] = next((values[n] for n in names if values.get(n)), "")
        return person
