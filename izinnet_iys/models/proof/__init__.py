from . import iys_consent_as_of
from . import iys_report
from . import iys_training
from . import iys_contract
from . import iys_case
from . import iys_case_answer
from . import mail_notification
from . import iys_contract_clause
