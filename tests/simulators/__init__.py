"""Stand-ins for the outside world, for tests and the demo only: no Odoo in here.

``iys/`` answers as İYS's REST contract 3.2.0 says, over HTTP, on a clock of its own.
The rules of the registry are not written here a second time: they are the ones of the
package ``iys_api`` inside the addon.
"""

import sys
from pathlib import Path

_ADDON = str(Path(__file__).resolve().parents[2] / "izinnet_iys")
if _ADDON not in sys.path:
    # the addon's own __init__ imports odoo; its iys_api does not
    sys.path.append(_ADDON)
