"""Odoo's own tests, run with our addons installed and without them."""
