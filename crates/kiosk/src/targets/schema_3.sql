-- Whether a purge of personal data waits for this target, at most 30 days beyond its day.
ALTER TABLE target ADD COLUMN required INTEGER NOT NULL DEFAULT 0 CHECK (required IN (0, 1));
