"""ODOO-FREE: what proves that nothing was changed afterwards (R-31 … R-36).

``canon`` the one spelling that is hashed, ``verify`` the check of a chain, ``stamp`` and
``authority`` time-stamps by RFC 3161, ``check_seal`` the checker for people without Odoo.
"""
