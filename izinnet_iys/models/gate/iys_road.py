"""A road of refusal: where somebody said no, and which brands were meant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CONTEXT_KEY = "iys_road"


@dataclass(frozen=True, eq=False, slots=True)
class Road:
    """Travels in the context from a page to the hooks on Odoo's own models.

    Only code can make one: what comes over RPC is JSON and is never taken for a `Road`,
    so nobody can pretend to be one of these roads, or silence a refusal, by a context.

    ``name`` is a key of ``iys.consent._road_words``, ``source`` an HS_ code. An empty
    ``brand_ids`` leaves the choice of brands to ``_brands_meant``. ``is_refusal`` is
    False where an entry is no person's word (bounces) or is recorded already.
    ``may_rejoin``: the owner of the address asks, a topic may be switched on again.
    """

    name: str
    source: str = "HS_WEB"
    brand_ids: tuple[int, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)
    is_refusal: bool = True
    may_rejoin: bool = False


#: For entries that nobody asked for, or whose refusal has been recorded one step above.
NO_REFUSAL = Road("none", is_refusal=False)


def road_of(env):
    """Return the `Road` in an environment's context, or None."""
    road = env.context.get(CONTEXT_KEY)
    return road if isinstance(road, Road) else None


def by_road(records, road):
    """Return the records with a road in their context."""
    return records.with_context(**{CONTEXT_KEY: road})


def may_rejoin(env):
    """Tell whether an opt-out from a topic may be taken back here.

    Staff may, and the owner of an address who came by a link of ours or is signed in.
    An anonymous visitor may not: anybody can type anybody's address (V-11).
    """
    road = road_of(env)
    user = env.user
    return bool(road and road.may_rejoin) or user._is_internal() or user._is_superuser()
