#!/usr/bin/env python3
"""Checks a proof pack without Odoo and without its maker: python3 check.py

Needs Python 3 only. Two checks: each file is what hashes.txt says, and each consent's
own fingerprint fits the words it was made from. Ends with 0 when all is well, else 1.
"""

import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def sha256(path):
    """Return the fingerprint of one file, read in pieces."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def faults_of_files(folder):
    """Yield what is wrong with the files; a file nobody listed is wrong, too."""
    listed = {}
    for line in (folder / "hashes.txt").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        listed[name] = digest
    for name, digest in listed.items():
        path = folder / name
        if not path.is_file():
            yield f"missing: {name}"
        elif sha256(path) != digest:
            yield f"changed: {name}"
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in listed and name != "hashes.txt":
            yield f"not listed: {name}"


def faults_of_consents(folder):
    """Yield the consents whose fingerprint does not fit their content."""
    proof = json.loads((folder / "proof.json").read_text(encoding="utf-8"))
    for record in proof["records"]:
        integrity = record["integrity"]
        content = integrity["content"].encode()
        version, _, digest = integrity["content_hash"].partition("$")
        name = f"consent {record['header']['record_id']} (version {version})"
        if hashlib.sha256(content).hexdigest() != digest:
            yield f"changed: {name}"
        elif told_by(record) != json.loads(content)[1:9]:
            yield f"tells something else than its content: {name}"


def told_by(record):
    """Return what a record tells, in the order of its content."""
    header, event = record["header"], record["event"]
    return [
        header["record_id"],
        record["party"]["brand_id"],
        header["pii_principal_id"],
        header["recipient_type"],
        record["processing"]["channel"],
        event["status"],
        record["processing"]["collection_method"],
        event["time_utc"],
    ]


def main():
    """Print every fault, or that there is none."""
    faults = [*faults_of_files(HERE), *faults_of_consents(HERE)]
    # pylint: disable-next=print-used
    print("\n".join(faults) or "All files and all consents are as they were exported.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
