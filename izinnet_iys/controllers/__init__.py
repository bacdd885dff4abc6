from . import iys_export
from . import iys_import_upload
from . import mailing
from . import refuse_words
from . import refuse
from . import proof
from . import confirm
from . import notice
