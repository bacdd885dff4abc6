"""Run as a folder: ``python …/izinnet_iys/backup_files restore …``; Odoo is not loaded."""

import importlib
import sys
from pathlib import Path

if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    sys.path.insert(0, str(here.parent))
    command = importlib.import_module(f"{here.name}.command")
    sys.exit(command.main(sys.argv[1:]))
