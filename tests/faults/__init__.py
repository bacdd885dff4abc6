"""Faults on purpose: killed workers, dead networks, copied databases, random histories.

``books`` says what must hold at any moment; ``house`` sets up a company that speaks to
the İYS simulator; ``odoo_here`` opens Odoo's models in this very process; ``driver`` runs
scheduled actions in processes that may be killed; ``reference`` is the small model that
random histories are compared with.
"""
