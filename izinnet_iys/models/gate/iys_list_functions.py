"""The two questions about merchants that the filters let the database ask by itself."""

#: Functions, because the planner would count on asking for every act; in truth they are
#: called for the few acts of merchants only.
FUNCTIONS_SQL = """
CREATE OR REPLACE FUNCTION iys_is_merchant(channel text, address text)
RETURNS boolean AS $$
BEGIN
    IF channel = 'EPOSTA' THEN
        RETURN COALESCE((SELECT bool_and(iys_recipient_type = 'TACIR')
                         FROM res_partner
                         WHERE email_normalized = address AND active), FALSE);
    END IF;
    RETURN COALESCE((SELECT bool_and(iys_recipient_type = 'TACIR')
                     FROM res_partner
                     WHERE phone_sanitized = address AND active), FALSE);
END $$ LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 20;
CREATE OR REPLACE FUNCTION iys_person_said(
    word text, brand int, channel text, address text) RETURNS timestamp AS $$
BEGIN
    RETURN (SELECT CASE WHEN word = 'ONAY' THEN consent_date
                   ELSE COALESCE(consent_date, iys_creation_date, recorded_at) END
            FROM iys_consent
            WHERE recipient = address AND brand_id = brand AND type = channel
              AND is_effective IS TRUE AND status = word
              AND recipient_type = 'BIREYSEL' LIMIT 1);
END $$ LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 20;
"""
