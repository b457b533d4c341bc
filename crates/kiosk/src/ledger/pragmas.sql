PRAGMA journal_mode = WAL;
-- NORMAL lost acknowledged rows in one power cut of three; FULL in none.
PRAGMA synchronous = FULL;
-- macOS: an fsync there doesn't reach the disk by itself. Elsewhere these do nothing.
PRAGMA fullfsync = ON;
PRAGMA checkpoint_fullfsync = ON;
-- What is erased is overwritten.
PRAGMA secure_delete = ON;
PRAGMA foreign_keys = ON;
-- Sorting personal data must not spill into a file.
PRAGMA temp_store = MEMORY;
