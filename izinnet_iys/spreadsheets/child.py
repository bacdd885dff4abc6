"""The reading process: opens one file under a memory limit and writes its rows out.

Started by `process.Reading`. What it writes to its standard output are frames: four
bytes with the length of a JSON header, the header, then ``size`` bytes of a packed part.
"""

import json
import resource
import struct
import sys
from typing import BinaryIO

from .faults import FileFault
from .guard import Limits
from .order import Order, pack
from .reader import choose_sheet, open_table

#: Seconds of computing after which a file counts as too heavy.
CPU_SECONDS = 900


def main(argument: str, out: BinaryIO) -> None:
    """Read one file as ordered by a JSON object; every fault becomes a frame."""
    order = Order(**json.loads(argument))
    limits = Limits(**order.limits)
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        _read(order, limits, out)
    except FileFault as fault:
        _frame(out, {"fault": fault.code, "details": fault.details})
    except MemoryError:
        sys.exit("memory")
    except Exception as error:
        # a library that stumbles over a file says nothing about the file but this
        sys.stderr.write(type(error).__name__)
        _frame(out, {"fault": "broken", "details": {}})


def _read(order: Order, limits: Limits, out: BinaryIO) -> None:
    table = open_table(order.path, limits, order.fast, order.sheet)
    sheet = choose_sheet(table, order.sheet)
    _frame(
        out,
        {"sheets": table.sheets, "sheet": sheet, "reader": type(table).__name__},
    )
    rows, position, number = [], order.skip, order.last
    for position, number, cells in table.rows(sheet, order.skip, order.last):
        rows.append([number, cells])
        if len(rows) >= order.part_rows:
            _part(out, rows, position, number)
            rows = []
    if rows:
        _part(out, rows, position, number)
    _frame(out, {"end": True})


def _part(out, rows, position, number):
    packed = pack(rows)
    _frame(
        out,
        {
            "size": len(packed),
            "rows": len(rows),
            "position": position,
            "last": number,
        },
    )
    out.write(packed)
    out.flush()


def _frame(out, header):
    if "size" not in header:
        header["peak"] = _peak()
    raw = json.dumps(header).encode()
    out.write(struct.pack(">L", len(raw)) + raw)
    out.flush()


def _peak() -> int:
    """Largest memory of this process so far in MiB; 0 where it cannot be told."""
    try:
        with open("/proc/self/status") as file:
            line = next(line for line in file if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.stdout.buffer)
