"""The board: what every brand's manager sees first."""

from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import babel_locale_parse

#: States of acts that are on their way to İYS.
ON_THE_WAY = ("queued", "in_flight", "sent")
#: States the board counts one by one.
COUNTED_STATES = (*ON_THE_WAY, "unconfirmed", "unknown", "failed", "expired")
_TYPES = ("ARAMA", "MESAJ", "EPOSTA")


class IysBrand(models.Model):
    """Counts for the board, worked out for all shown brands in three grouped queries.

    Nothing here is stored: the figures are right whenever the board is opened, and the
    ledger carries no counters that could drift.
    """

    _inherit = "iys.brand"

    board_arama = fields.Integer("Reachable by call", compute="_compute_board_reach")
    board_mesaj = fields.Integer("Reachable by SMS", compute="_compute_board_reach")
    board_eposta = fields.Integer("Reachable by e-mail", compute="_compute_board_reach")
    board_ret = fields.Integer("Refusals in force", compute="_compute_board_reach")
    board_waiting = fields.Integer("Waiting for İYS", compute="_compute_board_open")
    board_unconfirmed = fields.Integer(
        "Waiting for the person", compute="_compute_board_open"
    )
    board_unknown = fields.Integer("Answer unknown", compute="_compute_board_open")
    board_failed = fields.Integer("Refused by İYS", compute="_compute_board_open")
    board_expired = fields.Integer("Expired", compute="_compute_board_open")
    board_late = fields.Integer("Late", compute="_compute_board_open")
    board_sync_level = fields.Selection(
        [("success", "Up to date"), ("warning", "Old"), ("danger", "Too old")],
        "Update from İYS",
        compute="_compute_board_sync",
    )
    board_sync_text = fields.Char("Last update", compute="_compute_board_sync")
    board_warnings = fields.Text("To be done", compute="_compute_board_warnings")

    def _compute_board_reach(self):
        """Count acts in force: approvals per channel, refusals together (L-16)."""
        groups = self.env["iys.consent"]._read_group(
            [("brand_id", "in", self.ids), ("is_effective", "=", True)],
            ["brand_id", "type", "status"],
            ["__count"],
        )
        counts = {(b.id, type_, status): count for b, type_, status, count in groups}
        for brand in self:
            for type_ in _TYPES:
                count = counts.get((brand.id, type_, "ONAY"), 0)
                brand[f"board_{type_.lower()}"] = count
            brand.board_ret = sum(counts.get((brand.id, t, "RET"), 0) for t in _TYPES)

    def _compute_board_open(self):
        """Count acts that are not settled, and those of them that are late (L-11)."""
        consents = self.env["iys.consent"]
        mine = [("brand_id", "in", self.ids), ("state", "in", COUNTED_STATES)]
        groups = consents._read_group(mine, ["brand_id", "state"], ["__count"])
        counts = {(brand.id, state): count for brand, state, count in groups}
        late = dict(
            consents._read_group(
                [("brand_id", "in", self.ids), ("is_late", "=", True)],
                ["brand_id"],
                ["__count"],
            )
        )
        for brand in self:
            waiting = [counts.get((brand.id, state), 0) for state in ON_THE_WAY]
            brand.board_waiting = sum(waiting)
            brand.board_late = late.get(brand, 0)
            for state in ("unconfirmed", "unknown", "failed", "expired"):
                brand[f"board_{state}"] = counts.get((brand.id, state), 0)

    @api.depends("last_good_pull", "warn_after_hours", "stop_after_hours")
    def _compute_board_sync(self):
        """Tell how old the last good reading of İYS is, in words and as a colour (L-15)."""
        now = fields.Datetime.now()
        locale = babel_locale_parse(self.env.lang or self.env.user.lang)
        for brand in self:
            if not brand.last_good_pull:
                brand.board_sync_level = "danger"
                brand.board_sync_text = self.env._("İYS has never been read")
                continue
            age = now - brand.last_good_pull
            brand.board_sync_level = brand._iys_sync_level(age.total_seconds() / 3600)
            brand.board_sync_text = self.env._(
                "İYS read %(ago)s",
                ago=format_timedelta(-age, add_direction=True, locale=locale),
            )

    def _iys_sync_level(self, hours):
        if hours >= self.stop_after_hours:
            return "danger"
        return "warning" if hours >= self.warn_after_hours else "success"

    @api.depends(
        "emergency_stop",
        "last_good_pull",
        "account_id.is_stopped",
        "account_id.last_error",
        "account_id.is_confirmed_here",
    )
    def _compute_board_warnings(self):
        """List in plain words what a person has to do, one sentence a line."""
        for brand in self:
            brand.board_warnings = "\n".join(brand._board_sentences())

    def _board_sentences(self):
        """Collect the sentences; another file adds its own by extending this."""
        self.ensure_one()
        account = self.account_id
        sentences = []
        if self.emergency_stop:
            sentences.append(
                self.env._("Emergency stop: no commercial message leaves.")
            )
        if account.is_stopped:
            sentences.append(
                self.env._(
                    "İYS account stopped: %(cause)s",
                    cause=account.last_error or self.env._("see the account"),
                )
            )
        if not account.is_confirmed_here:
            sentences.append(
                self.env._("An administrator has to confirm this database for İYS.")
            )
        if self.board_sync_level == "danger" and self.last_good_pull:
            sentences.append(
                self.env._("Commercial messages wait until İYS has been read again.")
            )
        holidays = self.env["iys.holiday"]._warning()
        return [*sentences, holidays] if holidays else sentences

    def action_board_open(self):
        """Open the list behind a number of the board; the button's context names it.

        Raises ValueError for a name nobody knows: a mistake in the view.
        """
        self.ensure_one()
        name = self.env.context.get("board")
        domain = self._board_domains().get(name)
        if domain is None:
            raise ValueError(f"the board has no list called {name!r}")
        waits = "_unconfirmed" if name == "unconfirmed" else ""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"izinnet_iys.iys_consent_action{waits}"
        )
        action["display_name"] = self.name
        action["domain"] = [("brand_id", "=", self.id), *domain]
        action["context"] = {"default_brand_id": self.id}
        return action

    @api.model
    def _board_domains(self):
        """The same conditions as the counts, by the name the view uses."""
        domains = {
            type_.lower(): [
                ("is_effective", "=", True),
                ("type", "=", type_),
                ("status", "=", "ONAY"),
            ]
            for type_ in _TYPES
        }
        for state in ("unconfirmed", "unknown", "failed", "expired"):
            domains[state] = [("state", "=", state)]
        domains["waiting"] = [("state", "in", ON_THE_WAY)]
        domains["late"] = [("is_late", "=", True)]
        domains["ret"] = [("is_effective", "=", True), ("status", "=", "RET")]
        return domains

    def action_board_collect(self):
        """Open the capture screen for this brand."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "izinnet_iys.iys_capture_action"
        )
        action["context"] = {"default_brand_id": self.id}
        return action

    def action_board_account(self):
        """Open the İYS account of this brand."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "iys.account",
            "res_id": self.account_id.id,
            "view_mode": "form",
        }

    def action_board_stop(self):
        """Switch the emergency stop; for consent managers, who may not edit brands."""
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            raise AccessError(
                self.env._("Only a consent manager may use the emergency stop.")
            )
        self.check_access("read")
        for brand in self:
            brand_sudo = brand.sudo()  # only administrators may write on a brand
            brand_sudo.emergency_stop = not brand.emergency_stop
            words = (
                "Emergency stop" if brand.emergency_stop else "Emergency stop lifted"
            )
            self.env["iys.log"]._add("setup", words, record=brand)
