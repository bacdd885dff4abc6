"""Netgsm: codes (sms.md section 3.2)."""

from datetime import timedelta

from ..web import Response, reply
from .account import OTP
from .call import Call
from .gateway import Route, on
from .netgsm_codes import MOBILE, SUFFIX
from .network import Job
from .segments import BASIC, TURKISH, TWO_UNITS, measure

LIVES = timedelta(minutes=3)
LONGEST = 155


def route(gateway) -> Route:
    """The method of this file."""
    return on("POST /sms/rest/v2/otp", "otp", lambda call: _otp(gateway, call))


def _otp(gateway, call: Call) -> Response:
    gateway.let_in(call)
    call.query(())
    body = call.members(
        call.json(), "the body",
        {"msgheader": str, "msg": str, "no": str}, {"appname": str},
    )  # fmt: skip
    gateway.check_title(call, body.get("msgheader"))
    _check(gateway, call, body.get("msg", ""), str(body.get("no")))
    now = gateway.world.now()
    job = Job(gateway.job_id(), call.account, body["msgheader"], "otp", None,
              now, now, now + LIVES)  # fmt: skip
    gateway.world.add_text(job, body["no"], body["msg"], body["msg"] + SUFFIX, "gsm")
    gateway.world.launch(job, {})
    key = gateway.world.switches.netgsm_otp_key
    return reply(200, {"code": "00", key: job.id, "description": "queued"})


def _check(gateway, call: Call, text: str, number: str) -> None:
    letters = set(text)
    if not text or letters & TURKISH or letters - BASIC - TWO_UNITS:
        gateway.refuse(call, "20")
    if measure(text, "gsm").characters > LONGEST:
        gateway.refuse(call, "20")
    if not MOBILE.fullmatch(number):
        gateway.refuse(call, "50")
    if not call.account.packages.get(OTP):
        gateway.refuse(call, "60")
    if not gateway.world.take(call.account, "netgsm_otp"):
        gateway.refuse(call, "80")
    call.account.packages[OTP] -= 1
