"""A request of a person about the own data: 30 days, identity, answer, proof (L-56)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, parse_contact_from_email

from ...iys_api.recipients import normalise
from ..record.masked_char import NotedChar

#: KVKK m.13: at the latest thirty days, free as a rule.
ANSWER_DAYS = 30
#: Days after which the responsible person is reminded.
REMINDERS = (15, 25, 30)
OPEN = ("new", "working")


class IysSubjectRequest(models.Model):
    """What one person asks for, from its arrival to the answer and its proof.

    It comes by the page for signed-in people, by mail to the alias, or is typed in by
    staff. Nothing is handed out, and nobody is masked, before the identity is checked.
    """

    _name = "iys.subject.request"
    _description = "Data-subject request"
    _inherit = ["iys.masked", "iys.answer.clock"]
    _open_states = OPEN
    _answer_days = ANSWER_DAYS
    _guarded = {"state", "answer_id", "answered_at", "answered_by_id", "export_sha256"}

    kind = fields.Selection(
        [
            ("information", "Information"),
            ("copy", "Copy of the data"),
            ("correction", "Correction"),
            ("deletion", "Deletion"),
            ("objection", "Objection"),
        ],
        "What is asked",
        required=True,
        default="information",
        tracking=True,
    )
    channel = fields.Selection(
        [("portal", "Own page"), ("mail", "E-mail"), ("staff", "Entered by staff")],
        "How it came",
        required=True,
        readonly=True,
        default="staff",
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("working", "In progress"),
            ("answered", "Answered"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="new",
        tracking=True,
        copy=False,
        group_expand=True,
    )
    person_name = fields.Char("Name and surname")
    phone = NotedChar()
    email = NotedChar("E-mail")
    request = fields.Html("In the person's words")
    deadline = fields.Date(
        "Answer until", compute="_compute_deadline", store=True, tracking=True
    )
    identity = fields.Selection(
        [
            ("unchecked", "Not checked yet"),
            ("login", "Signed in"),
            ("code", "Code to the address"),
            ("document", "Document seen"),
        ],
        required=True,
        default="unchecked",
        tracking=True,
        help="Nothing is handed out to somebody whose identity is not known.",
    )
    identity_note = fields.Char(
        "What was seen",
        help="Kind and date of the document; never its number or a copy.",
    )
    found_ids = fields.One2many("iys.subject.found", "request_id", "Found")
    searched_at = fields.Datetime("Searched on", readonly=True, copy=False)
    export_id = fields.Many2one("ir.attachment", "Export", readonly=True, copy=False)
    export_sha256 = fields.Char("Fingerprint of the export", readonly=True, copy=False)
    answer = fields.Html()
    answer_id = fields.Many2one("ir.attachment", "Letter", readonly=True, copy=False)
    destruction_id = fields.Many2one(
        "iys.destruction", "Destruction", readonly=True, copy=False
    )
    destruction_state = fields.Selection(
        related="destruction_id.state", string="State of the destruction"
    )

    def write(self, vals):
        """Override of `izinnet_iys`: a new term or responsible moves the clock."""
        result = super().write(vals)
        if {"responsible_id", "received_on"} & set(vals):
            self.filtered(lambda request: request.state in OPEN)._remind()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A request stays as proof. Close it instead."))

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Override of `mail`: a mail to the alias becomes a request with its sender.

        The sender of a mail proves nothing: the identity stays unchecked.
        """
        name, email = parse_contact_from_email(msg_dict.get("email_from") or "")
        values = {
            "channel": "mail",
            "person_name": name or False,
            "email": email_normalize(email) or email,
            "request": msg_dict.get("body"),
            "responsible_id": False,
            **(custom_values or {}),
        }
        request = super().message_new(msg_dict, values)
        request.email = values["email"]  # the bare address, not "name <address>"
        return request

    # === CLOCK === #

    def _remind(self):
        """Plan the reminders of the thirty days; planned ones are replaced."""
        self.activity_unlink(["mail.mail_activity_data_todo"])
        for request in self:
            for days in REMINDERS:
                for user in request._reminded():
                    request.activity_schedule(
                        "mail.mail_activity_data_todo",
                        fields.Date.add(request.received_on, days=days),
                        summary=self.with_context(lang=user.lang).env._(
                            "Answer the request: day %s of 30", days
                        ),
                        user_id=user.id,
                    )

    def _reminded(self):
        """Who is reminded: the responsible person, or every consent manager."""
        if self.responsible_id:
            return self.responsible_id
        group = self.env.ref("izinnet_iys.group_manager")
        managers = group.sudo().all_user_ids  # who manages is no secret
        return managers.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )

    # === BUTTONS === #

    def _addresses(self):
        """Return the person's addresses in İYS's spelling."""
        spelt = {normalise("MESAJ", self.phone or None)}
        spelt.add(normalise("EPOSTA", self.email or None))
        return sorted(spelt - {None})

    def _check_identity(self):
        """Raise UserError unless it is known who asks."""
        if self.identity == "unchecked":
            raise UserError(
                self.env._(
                    "Check the identity first: a code to the address, or a document that"
                    " you have seen."
                )
            )

    def action_mask(self):
        """Begin the masking of the person; a second person approves it (L-58).

        One that was begun already is shown instead of a second one.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_identity()
        if self.destruction_id and self.destruction_state != "cancelled":
            return self.destruction_id._open()
        addresses = self._addresses()
        if not addresses:
            raise UserError(self.env._("Enter a complete phone or e-mail."))
        keyed = self.env["iys.key"]._hasher()
        runs = self.env["iys.destruction"].with_company(self.company_id)
        action = runs._begin_for([keyed(address) for address in addresses])
        self.destruction_id = action["res_id"]
        return action

    def action_close(self):
        """Close an answered request; of somebody masked since, only the proof stays."""
        self._move(("answered",), state="closed")
        for request in self:
            request._lock_if_masked()

    def action_reopen(self):
        """Take a request up again."""
        self._move(("answered", "closed"), state="working")

    def _lock_if_masked(self):
        """Put the person of a closed request into the vault when they were masked."""
        keyed = self.env["iys.key"]._hasher()
        keys = {keyed(address) for address in self._addresses()}
        if not self.env["iys.erasure"]._masked_among(keys):
            return
        names = ("person_name", "phone", "email", "request", "answer")
        self.env["iys.vault"].sudo()._lock(
            self._name, {self.id: {name: str(self[name] or "") for name in names}}
        )
        # sudo: files and chatter of the request, whoever wrote them
        files_sudo = (self.export_id | self.answer_id).sudo()
        files_sudo.unlink()
        self.message_ids.sudo().unlink()
        self.found_ids.sudo().write({"res_ids": False})
        self.sudo().write(dict.fromkeys(names, False))
