"""Errors of operators in one sentence: cause and next step, in the reader's language."""

from odoo import models

from ...sms_gateways import (
    AccountError,
    Ambiguous,
    BalanceError,
    RateLimited,
    Transient,
)


class IysSmsGateway(models.Model):
    _inherit = "iys.sms.gateway"

    def _explain_error(self, error):
        """Turn a typed error into one sentence with cause and cure."""
        if isinstance(error, AccountError):
            said = self._explain_reason(error.reason)
        elif isinstance(error, BalanceError):
            said = self._explain_reason("credit")
        elif isinstance(error, RateLimited):
            said = self.env._(
                "The operator allows no more calls right now. It goes on by itself."
            )
        elif isinstance(error, Transient):
            said = self.env._(
                "The operator could not be reached. Nothing was sent; it is tried again"
                " by itself."
            )
        elif isinstance(error, Ambiguous):
            said = self.env._(
                "The operator's answer did not come or was not understood: nobody can"
                " say yet whether the messages left."
            )
        else:
            said = self.env._("The operator refused the request.")
        return f"{said} ({error.code})" if error.code else said

    def _explain_reason(self, reason):
        """Say what a person has to do, by ``pause_reason``."""
        return {
            "auth": self.env._(
                "The operator did not accept the user name, the password or the API"
                " permission. Check them in its panel and here, then start again."
            ),
            "ip": self.env._(
                "The operator does not know this server's internet address. Enter it in"
                " its panel, then start again."
            ),
            "title": self.env._(
                "The operator does not accept the sender title. Compare its spelling"
                " with the operator's panel, then start again."
            ),
            "iys": self.env._(
                "The operator's own İYS set-up is not complete (contract, brand code)."
                " Complete it in its panel, then start again."
            ),
            "document": self.env._(
                "The operator waits for a document. Hand it in there, then start again."
            ),
            "otp": self.env._(
                "The account has no package for codes. Buy one, or choose that codes"
                " are sent as ordinary messages, then start again."
            ),
            "credit": self.env._(
                "The credit at the operator is used up. Buy credit, then start again;"
                " what waits leaves then."
            ),
            "person": self.env._("A person paused the account."),
        }[reason]
