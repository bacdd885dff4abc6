"""Odoo, simulators and browser together."""
