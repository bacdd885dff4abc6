"""How the stack talks: plain progress lines, and errors that name the cure."""

import sys


class StackError(Exception):
    """The ground cannot be laid; the message says what to install or to set."""


def say(text):
    """Tell progress in one plain line on standard error (never a bar)."""
    print(f"run: {text}", file=sys.stderr, flush=True)
