from . import iys_capture
from . import iys_capture_standing
from . import iys_capture_proof
from . import iys_capture_record
from . import iys_citizen
from . import iys_export
from . import iys_export_stream
