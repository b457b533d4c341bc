-- What backups are sealed to: the public half of a key that is made of the recovery key's letters. None where the key was
-- made before there was one.
ALTER TABLE recovery ADD COLUMN lid BLOB CHECK (lid IS NULL OR length(lid) = 32);
