"""The ground the tests stand on: Odoo 19, its Python, PostgreSQL, databases.

>>> from tests.stack import Stack
>>> with Stack.up() as stack:
...     stack.create_database("example", modules=("contacts",))
...     with stack.serve("example") as server:
...         server.url

Only the standard library is imported at module level, so `run` works with the
system's Python before anything is installed.
"""

from .stack import Stack
from .trouble import StackError

__all__ = ["Stack", "StackError"]
