"""A controller that does nothing: what a request to Odoo costs by itself."""

from . import controllers
