"""Domains that people write about states: who may use them, and for which brand."""

from odoo.exceptions import AccessError

from ..record.res_partner import READERS

#: Who may filter by states: readers, and marketers, whose audiences are made of them.
SEARCHERS = f"{READERS},mass_mailing.group_mass_mailing_user"


def check_may_search(env):
    """Raise AccessError for users who may not see states.

    The ORM guards reading a field by its groups, not searching by it.
    """
    if not env.su and not env.user.has_groups(SEARCHERS):
        raise AccessError(env._("You may not search contacts by their consents."))


def for_brand(domain, model, brand):
    """Return the `Domain` in which conditions on states speak of one brand.

    Without it they speak of the brand of whoever happens to evaluate the domain: the
    marketer in one company, the scheduled action in another.
    """

    def speak(condition):
        path = condition.field_expr
        if "iys_" not in path:
            return condition
        spoken = model.with_context(iys_brand_id=brand.id)
        if "." not in path:
            # sudo: the brand of the message decides, whichever company is shown; no
            # record is read here, and rules of the search itself still apply
            context = dict(spoken.env.context)
            context.pop("allowed_company_ids", None)
            spoken = model.with_env(model.env(su=True, context=context))
        return condition.optimize_full(spoken)

    return domain.map_conditions(speak)
