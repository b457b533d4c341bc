-- Nobody else has this file, and one that isn't whole is thrown away: its maker makes it durable at the end.
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA temp_store = MEMORY;
