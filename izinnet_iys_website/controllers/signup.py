"""The consent boxes on the sign-up page."""

from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.auth_signup.controllers.main import AuthSignupHome

from .visitor_answer import clean, fault_beside, pop_ours, take_beside


class IysSignup(AuthSignupHome):
    """An account is made whether or not a box is ticked (L-22)."""

    def _signup_with_values(self, token, values, do_login):
        """Override of `auth_signup`: take the boxes for the person who just signed up.

        :raises UserError: a ticked box lacks what its consent needs; nothing is made yet.
        """
        # a reset of the password comes this way too, without values of ours
        ours = clean(pop_ours(dict(request.params)))
        if ours and (fault := fault_beside(ours, "signup", **self._iys_person(ours))):
            raise UserError(fault)
        result = super()._signup_with_values(token, values, do_login)
        if ours:
            take_beside(
                ours,
                "signup",
                self._iys_partner(values.get("login") or ""),
                **self._iys_person(ours),
            )
        return result

    def _iys_person(self, ours):
        typed = clean(request.params)
        login = typed.get("login", "")
        phone = ours.get("phone", "")
        return {"name": typed.get("name", ""), "email": login, "phone": phone}

    def _iys_partner(self, login):
        # sudo: the new account is not yet the one of this request
        users_sudo = request.env["res.users"].sudo()
        domain = users_sudo._get_login_domain(login)
        return users_sudo.search(domain, limit=1).partner_id
