"""``python -m tests.simulators``: serve until told to stop.

The first line on stdout is one JSON object: addresses, control page, test accounts.
"""

import argparse
import json
import signal
import threading
from datetime import datetime

from iys_api.messages import TRT

from .clock import Clock
from .iys import IysSimulator, Limits
from .sms import Limits as SmsLimits
from .sms import SmsSimulator


def main(arguments: list[str] | None = None) -> int:
    """Serve the simulators until SIGINT or SIGTERM."""
    options = _parser().parse_args(arguments)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    clock = _clock(options.clock)
    simulator = IysSimulator(
        clock=clock,
        worker_delay=options.worker_delay,
        limits=Limits.off() if options.no_limits else Limits(),
        latency=options.latency / 1000,
        host=options.host,
        port=options.port,
        control_port=options.control_port,
    )
    sms = _sms(options, clock, simulator)
    with simulator, sms:
        addresses = {"iys": simulator.describe(), "sms": sms.describe()}
        print(json.dumps(addresses), flush=True)
        stop.wait()
    return 0


def _sms(options: argparse.Namespace, clock: Clock, iys: IysSimulator) -> SmsSimulator:
    """The SMS gateways, on the same clock and before the same registry."""
    return SmsSimulator(
        clock=clock,
        limits=SmsLimits.off() if options.no_limits else SmsLimits(),
        latency=options.latency / 1000,
        host=options.host,
        port=options.sms_port,
        control_port=options.phones_port,
        books={brand.code: brand.book for _company, brand in iys.world.brands()},
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulators")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="İYS's API; 0: any")
    parser.add_argument("--control-port", type=int, default=0, help="the control page")
    parser.add_argument("--sms-port", type=int, default=0, help="the SMS gateways")
    parser.add_argument("--phones-port", type=int, default=0, help="page with phones")
    parser.add_argument(
        "--clock",
        nargs="+",
        default=["real"],
        metavar=("real|frozen", "ISO"),
        help="run or stand still, from now or from a moment (without zone: +03:00)",
    )
    parser.add_argument(
        "--latency", type=float, default=0, help="milliseconds every answer takes"
    )
    parser.add_argument(
        "--worker-delay", type=float, default=300, help="seconds a list waits in İYS"
    )
    parser.add_argument(
        "--no-limits", action="store_true", help="no limits on how often one may call"
    )
    return parser


def _clock(words: list[str]) -> Clock:
    mode, moment = words[0], " ".join(words[1:])
    if mode not in ("real", "frozen"):
        mode, moment = "real", " ".join(words)
    start = datetime.fromisoformat(moment) if moment else None
    if start and start.tzinfo is None:
        start = start.replace(tzinfo=TRT)
    return Clock(start, frozen=mode == "frozen")


if __name__ == "__main__":
    raise SystemExit(main())
