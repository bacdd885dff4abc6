"""Reports of SMS: how fast they are applied, how fast the route answers (R-29, issue 5).

Two parts for ``sms.py``; each gives lines of its table (case, CPU µs a message, Python s,
PostgreSQL s, growth MiB, result).
"""

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import requests

from ._run import inside

BASE = "bench_sms_reports"
MODULES = ("izinnet_iys", "izinnet_iys_sms")
#: Requests a second, for so many seconds.
RATE, SECONDS = 20, 30
#: Every tenth push has so many reports.
MANY = 100
#: Each push on a connection of its own, as they come through a proxy: Odoo's workers wait
#: for the next request of a connection that is kept.
JSON = {"Content-Type": "application/json", "Connection": "close"}
#: Who approved, and refuses at last.
NUMBER = "+905321112233"


def reports(stack, options):
    """Goal: the reports of 100,000 messages applied at ≥ 2,000 a second."""
    stack.create_database(BASE, modules=MODULES)
    try:
        told = inside(stack, BASE, "_sms_reports_inside.py", count=options.count)
    finally:
        stack.drop_database(BASE)
    total = options.count + told["single"]
    ends = {"delivered": total - total // 10, "not_delivered": total // 10}
    assert told["outcomes"] == ends, told
    assert told["traces"] == {"sent": ends["delivered"], "error": total // 10}, told
    single = told["single"]
    lines = [
        _line(f"{options.count:,} reports, 100 a push", options.count, told["in_hundreds"]),
        _line(f"{single:,} reports, one a push", single, told["one_by_one"]),
    ]  # fmt: skip
    for line in lines:
        print(" · ".join(line), flush=True)
    return lines


def _line(case, count, spent):
    return (
        case,
        f"{1e6 * spent['cpu'] / count:.0f}",
        f"{spent['python']:.1f}",
        f"{spent['postgres']:.1f}",
        f"{spent['growth']:.0f}",
        f"{count / spent['wall']:,.0f}/s with traces, goal ≥ 2,000",
    )


def route(stack, options):
    """Goal R-29: p95 ≤ 300 ms at 20 pushes a second; R-30: a RET counts within 5 s."""
    stack.create_database(BASE, modules=MODULES)
    try:
        made = inside(stack, BASE, "_sms_route_inside.py", number=NUMBER)
        with stack.serve(BASE, workers=2, cron_threads=1) as server:
            url = f"{server.url}/iys/sms/{made['account']}/{made['token']}"
            times, codes = _push_steadily(f"{url}/report")
            refused = _refuse(stack, f"{url}/inbound")
    finally:
        stack.drop_database(BASE)
    assert codes == {200}, codes
    cuts = statistics.quantiles(times, n=100)
    told = f"p50 {1000 * cuts[49]:.0f} ms, p95 {1000 * cuts[94]:.0f} ms, goal p95 ≤ 300"
    nothing = ("–",) * 4
    lines = [
        (f"route at {RATE}/s for {SECONDS} s, 2 workers", *nothing, told),
        (
            "from the push of a RET to the refusal",
            *nothing,
            f"{refused:.1f} s, goal ≤ 5",
        ),
    ]
    for line in lines:
        print(" · ".join(line), flush=True)
    return lines


def _refuse(stack, url):
    """Push somebody's RET; returns the seconds until it stands in the ledger."""
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    text = {
        "type": "inbound",
        "message_id": 1,
        "source_addr": NUMBER.removeprefix("+"),
        "destination_addr": "4607",
        "content": "RET",
        "received_at": now,
    }
    begun = time.monotonic()
    requests.post(url, data=json.dumps([text]), headers=JSON, timeout=60)
    query = "SELECT count(*) FROM iys_consent WHERE status = 'RET' AND is_effective"
    while time.monotonic() - begun < 90:
        if stack.sql(query, database=BASE) == ["1"]:
            return time.monotonic() - begun
        time.sleep(0.05)
    raise RuntimeError("the refusal was not recorded")


def _push_steadily(url):
    """Push at a steady pace; returns (seconds from the due moment to the answer, codes)."""
    begun = time.monotonic() + 1
    session = requests.Session()
    session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=64))
    for _worker in range(4):  # the workers load their code
        session.post(url, data=b"[]", headers=JSON, timeout=60)

    def push(place):
        due = begun + place / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        answer = session.post(
            url,
            data=json.dumps([_row(place, n) for n in range(1 if place % 10 else MANY)]),
            headers=JSON,
            timeout=60,
        )
        return time.monotonic() - due, answer.status_code

    with ThreadPoolExecutor(64) as crowd:
        told = list(crowd.map(push, range(RATE * SECONDS)))
    return [seconds for seconds, _code in told], {code for _seconds, code in told}


def _row(place, number):
    return {
        "type": "outbound",
        "campaign_id": place,
        "message_id": f"{place}.{number}",
        "dest": f"90532{number:07}",
        "size": 1,
        "status": "DELIVERED",
        "done_at": "2026-11-16T12:00:00.000+03:00",
    }
