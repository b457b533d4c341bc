-- How much time had passed, as the ledger counts it, when a row was first looked at; NULL before. Its years run from there.
ALTER TABLE request ADD COLUMN here_ms INTEGER;
ALTER TABLE incident ADD COLUMN here_ms INTEGER;
