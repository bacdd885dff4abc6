"""Who gave which role of ours to whom, and who took it: in the day log (L-64 view 10)."""

from odoo import api, models, tools
from odoo.fields import Command

RIGHTS_CHANGED = "Rights of a user changed"
#: What of a user decides about rights beside the groups.
USER_FIELDS = {"active", "company_ids", "company_id"}
#: Commands that name one group; all others say what the groups are from now on.
ONE_GROUP = (Command.LINK, Command.UNLINK)
GROUP_ROADS = {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids"}


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: a new user with a role of ours is in the day log."""
        users = super().create(vals_list)
        users._iys_log_roles({})
        return users

    def write(self, vals):
        """Override of `base`: so is a user who gets or loses one, or a company."""
        concerns = self.env["res.groups"]._iys_concern(vals.get("group_ids"))
        if not concerns and not USER_FIELDS & set(vals):
            return super().write(vals)
        before = self._iys_roles()
        done = super().write(vals)
        self._iys_log_roles(before)
        if touched := sorted(USER_FIELDS & set(vals)):
            holders = self.filtered(lambda user: before.get(user.id))
            holders._iys_log_right(fields=touched)
        return done

    def _iys_roles(self):
        """Return {user id: {role of ours: its English name}}."""
        names = self.env["res.groups"]._iys_names()
        # sudo: who may write a user need not read groups
        return {
            user.id: {id_: names[id_] for id_ in user.all_group_ids.ids if id_ in names}
            for user in self.sudo()
        }

    def _iys_log_roles(self, before):
        """Note what changed since ``before`` (``_iys_roles``)."""
        after = self._iys_roles()
        for user in self:
            old, new = before.get(user.id, {}), after[user.id]
            given = [new[id_] for id_ in sorted(set(new) - set(old))]
            taken = [old[id_] for id_ in sorted(set(old) - set(new))]
            if given or taken:
                user._iys_log_right(given=given, taken=taken)

    def _iys_log_right(self, **data):
        if not self.env.registry.ready:  # an addon gives its first roles
            return
        told = {name: value for name, value in data.items() if value}
        for user in self:
            self.env["iys.log"]._add("setup", RIGHTS_CHANGED, record=user, data=told)


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: a new group may imply a role of ours."""
        if not any(GROUP_ROADS & set(vals) for vals in vals_list):
            return super().create(vals_list)
        with_roles = self._iys_holders()
        before = with_roles._iys_roles()
        groups = super().create(vals_list)
        (with_roles | self._iys_holders())._iys_log_roles(before)
        return groups

    def write(self, vals):
        """Override of `base`: roles are also given on the group's own page."""
        if not GROUP_ROADS & set(vals):
            return super().write(vals)
        holders = self._iys_holders()
        before = holders._iys_roles()
        done = super().write(vals)
        (holders | self._iys_holders())._iys_log_roles(before)
        return done

    @api.model
    def _iys_concern(self, commands):
        """Tell without a query whether commands on a user's groups may touch our roles."""
        named = []
        for command in commands or ():
            if not isinstance(command, list | tuple) or command[0] not in ONE_GROUP:
                return True
            named.append(command[1])
        # sudo: who may write a user need not read groups
        implied_sudo = self.sudo().browse(named).all_implied_ids
        return not self._iys_names().keys().isdisjoint(implied_sudo.ids)

    @api.model
    def _iys_holders(self):
        """Return everybody with a role of ours, archived users too."""
        # sudo: they are looked for to be written down, whoever changes groups
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        roles = list(self._iys_names())
        holders = users_sudo.search([("all_group_ids", "in", roles)])
        return self.env["res.users"].browse(holders.ids)

    @api.model
    @tools.ormcache()
    def _iys_names(self):
        """Return {group: its English name} of the addon's groups, whoever asks."""
        # sudo: names of groups are no secret, and few may read ir.model.data
        data_sudo = self.env["ir.model.data"].sudo()
        ours = data_sudo.search(
            [("model", "=", "res.groups"), ("module", "=like", "izinnet\\_iys%")]
        )
        groups = self.sudo().with_context(lang="en_US").browse(ours.mapped("res_id"))
        return {group.id: group.name for group in groups.exists()}
