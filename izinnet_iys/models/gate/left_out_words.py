"""Telling a person who may not be written to, why, and what is lawful instead."""

from .gate_words import next_steps

#: How many an error names.
NAMED = 10


def left_out_in_words(env, head, left_out):
    """Spell an error: ``head``, a line per name, a step per rule.

    ``left_out`` is {name or address: Decision}. The words are the reader's.
    """
    words = dict(env["mail.mail"]._fields["iys_rule"]._description_selection(env))
    lines = [
        f"• {name}: {words[decision.rule]}"
        for name, decision in list(left_out.items())[:NAMED]
    ]
    if len(left_out) > NAMED:
        lines.append(env._("… and %(count)s more", count=len(left_out) - NAMED))
    steps = next_steps(env)
    rules = dict.fromkeys(decision.rule for decision in left_out.values())
    return "\n".join([head, *lines, "", *[steps[rule] for rule in rules]])
