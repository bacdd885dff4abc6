-- a copied database must neither reach İYS nor keep its secrets (R-21)
UPDATE iys_account
SET username = NULL, password = NULL, token_data = NULL, database_seal = NULL;
UPDATE iys_account SET is_stopped = TRUE WHERE route <> 'demo';
-- nor write where the original's backups lie
UPDATE iys_backup_plan SET active = FALSE, login = NULL, password = NULL;
-- nor use up the company's time-stamps, or mail its reports
UPDATE res_company
SET iys_stamp_url = NULL, iys_stamp_user = NULL, iys_stamp_password = NULL;
DELETE FROM res_company_iys_seal_partner_rel;
DELETE FROM res_company_iys_report_partner_rel;
