-- a copied database must neither send an SMS nor keep an operator's secrets (R-21)
UPDATE iys_sms_gateway
SET username = NULL, password = NULL, partner_code = NULL, database_seal = NULL,
    push_token = NULL, old_push_token = NULL;
