"""Verimor: codes (sms.md section 5.2)."""

from ..web import Response
from .call import Call
from .gateway import Route, on


def route(gateway) -> Route:
    """The method of this file."""
    return on("POST /v2/otp", "otp", lambda call: _otp(gateway, call))


def _otp(gateway, call: Call) -> Response:
    body = gateway.opened(call)
    call.members(
        body, "the body", {"username": str, "password": str, "dest": str},
        {"header": str, "code": str, "msg": str, "lang": str,
         "custom_id": str, "datacoding": (str, int)},
    )  # fmt: skip
    gateway.let_in(call, body)
    if not gateway.world.take(call.account, "verimor_sends"):
        gateway.refuse("429")
    if "," in body.get("dest", ""):
        gateway.refuse("MULTIPLE_DESTINATION_NOT_ALLOWED")
    if not body.get("code") and not body.get("msg"):
        gateway.refuse("MISSING_CODE")
    if "lang" in body and body["lang"] not in ("tr", "en"):
        call.complain("lang is neither tr nor en")
    header = {"source_addr": body.get("header") or next(iter(call.account.titles))}
    words = (body.get("msg") or "{code}").replace("{code}", body.get("code", ""))
    job = gateway.job(
        call, {**header, "custom_id": body.get("custom_id"), "valid_for": "00:05"}
    )
    job.kind = "otp"
    gateway.add(job, {"msg": words, "dest": body["dest"]}, None, "")
    gateway.pay(job)
    gateway.world.launch(job, gateway.refused(job, set()))
    return gateway.campaign(job)
