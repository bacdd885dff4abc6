"""Runs mutmut in a folder laid out by ``part`` and keeps what it says there.

``python -m tests.mutation.mutants FOLDER`` writes ``run.txt`` (mutmut's own progress) and
``results.txt`` (one line per change). Ends with mutmut's exit code.
"""

import os
import subprocess
import sys
from pathlib import Path


def main(folder):
    """Try all changes; show mutmut's last words when it cannot."""
    code = _mutmut(folder, "run.txt", "run", "--max-children", str(os.cpu_count()))
    if code:
        print((folder / "run.txt").read_text(errors="replace")[-2000:])
        return code
    return _mutmut(folder, "results.txt", "results", "--all", "true")


def _mutmut(folder, name, *words):
    with open(folder / name, "w") as output:
        command = [sys.executable, "-m", "mutmut", *words]
        return subprocess.call(
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
