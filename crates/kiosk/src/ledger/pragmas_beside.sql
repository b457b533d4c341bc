PRAGMA journal_mode = WAL;
-- A cursor that a power cut took back only has entries sent again; but a moved one is to stay.
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA checkpoint_fullfsync = ON;
PRAGMA secure_delete = ON;
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
