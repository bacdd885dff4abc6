from . import iys_key
from . import iys_consent
from . import iys_consent_record
from . import iys_consent_effect
from . import iys_notice
from . import res_partner
from . import iys_consent_evidence
