#!/usr/bin/env python3
"""Checks an exported seal without Odoo and without its maker: python3 check.py

Needs Python 3.8+ and, for time-stamps, openssl. Options: --ca FILE, certificate of the
time-stamp authority; --head SEQ:HASH, a head that was mailed to you. Prints each fault
with the row named, and ends with 0 when all is well, else with 1.
"""

import argparse
import hashlib
import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
MOMENTS = {"iys.consent": "recorded_at", "iys.log": "date"}
spell = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":")
).encode


def digest(kind, text):
    """SHA-256 of a text under its heading, as 64 letters."""
    return hashlib.sha256(f"izinnet {kind}\n{text}".encode()).hexdigest()


def place(seal):
    """Name the row of a seal."""
    return f"seal {seal['seq']}: {seal['model']} {seal['id']}"


def faults_of_row(seal):
    """Yield what is wrong with the sealed row itself."""
    if seal["row"] is None:
        return
    parts = [seal["model"], seal["id"], seal["row"], seal["personal_commitment"]]
    if digest("row 1", spell(parts)) != seal["commitment"]:
        yield f"row changed: {place(seal)}"
    if seal["personal"] is not None and seal["salt"]:
        text = f"{seal['salt']}\n{spell(seal['personal'])}"
        if digest("personal 1", text) != seal["personal_commitment"]:
            yield f"personal part changed: {place(seal)}"


def faults_of_link(seal, company, seq, previous):
    """Yield what is wrong with a seal's place in the chain."""
    if seal["version"] != 1:
        yield f"version {seal['version']} is unknown, get a newer checker: {place(seal)}"
        return
    if seal["seq"] != seq + 1:
        yield f"seals missing: {seq + 1} to {seal['seq'] - 1}, before {place(seal)}"
        return
    names = ("seq", "model", "id", "sealed_at", "commitment")
    parts = [company, *(seal[name] for name in names), previous]
    if digest("seal 1", spell(parts)) != seal["hash"]:
        yield f"seal changed: {place(seal)}"


class Backdating:
    """Finds rows that claim to be a day older than rows sealed before them."""

    def __init__(self):
        self.sealed_at, self.newest, self.batch = "", {}, {}

    def faults(self, seal):
        """Yield the fault of one seal's row."""
        if seal["sealed_at"] != self.sealed_at:
            self.newest.update(self.batch)
            self.batch, self.sealed_at = {}, seal["sealed_at"]
        model = seal["model"]
        moment = (seal["row"] or {}).get(MOMENTS.get(model), "")
        newest = self.newest.get(model, "")
        if moment:
            self.batch[model] = max(newest, moment, self.batch.get(model, ""))
        if moment and moment < newest:
            at, last = (datetime.fromisoformat(m.rstrip("Z")) for m in (moment, newest))
            if last - at > timedelta(hours=24):
                yield f"row older than its seal allows: {place(seal)}"


def faults_of_chain(folder, company, heads):
    """Yield the faults of all seals, read line by line."""
    seq, previous, agreed, backdating = 0, "0" * 64, 0, Backdating()
    missing, destroyed = {}, set()
    with open(folder / "seals.jsonl", encoding="utf-8") as lines:
        for line in lines:
            seal = json.loads(line)
            yield from faults_of_link(seal, company, seq, previous)
            yield from faults_of_row(seal)
            yield from backdating.faults(seal)
            seq, previous = seal["seq"], seal["hash"]
            if seal["row"] is None:
                missing[seal["model"], seal["id"]] = place(seal)
            elif seal["model"] == "iys.seal.gone":
                destroyed.add((seal["row"]["res_model"], seal["row"]["res_id"]))
            if seq in heads:
                if heads[seq] != previous:
                    yield f"not the chain of the head kept outside: {agreed + 1} to {seq}"
                agreed = seq
    if max(heads, default=0) > seq:
        yield f"end missing: seals {seq + 1} to {max(heads)}"
    for row in missing.keys() - destroyed:
        yield f"row missing: {missing[row]}"


def faults_of_stamps(folder, company, anchors, certificates):
    """Yield the time-stamps that openssl does not find good."""
    for anchor in anchors:
        if not anchor["file"]:
            continue
        name = f"time-stamp of {anchor['date']}"
        if not certificates:
            yield f"{name}: not checked, give the authority's certificate with --ca"
            continue
        head = spell([company, anchor["seq"], anchor["hash"]])
        command = ["openssl", "ts", "-verify", "-digest", digest("head 1", head), "-in"]
        command += [str(folder / anchor["file"]), "-CAfile", str(certificates)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or "Verification: OK" not in done.stdout:
            yield f"{name}: {(done.stderr or done.stdout).strip().splitlines()[-1:]}"


def main():
    """Print every fault, or that there is none."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--ca", type=Path, help="certificate of the authority (PEM)")
    parser.add_argument("--head", action="append", default=[], metavar="SEQ:HASH")
    options = parser.parse_args()
    about = json.loads((HERE / "seal.json").read_text(encoding="utf-8"))
    heads = {anchor["seq"]: anchor["hash"] for anchor in about["anchors"]}
    heads.update((int(h.split(":")[0]), h.split(":")[1]) for h in options.head)
    ours = HERE / "authority.pem"
    certificates = options.ca or (ours if ours.exists() else None)
    company, count = about["company_id"], 0
    for faults in (
        faults_of_chain(HERE, company, heads),
        faults_of_stamps(HERE, company, about["anchors"], certificates),
    ):
        for fault in faults:
            count += 1
            print(fault)  # pylint: disable=print-used
    # pylint: disable-next=print-used
    print(f"{count} faults." if count else "All rows are as they were sealed.")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
