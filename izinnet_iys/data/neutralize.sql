-- a copied database must neither reach İYS nor keep its secrets (R-21)
UPDATE iys_account
SET username = NULL, password = NULL, token_data = NULL, database_seal = NULL;
UPDATE iys_account SET is_stopped = TRUE WHERE route <> 'demo';
-- nor write where the original's backups lie
UPDATE iys_backup_plan SET active = FALSE, login = NULL, password = NULL;
