from . import iys_export
from . import iys_import_upload
