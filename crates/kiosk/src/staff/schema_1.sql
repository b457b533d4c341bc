-- Apart from the ledger's database: names of the staff outlive no ledger that is set aside, and no entry waits for them.
-- Times named _ms are milliseconds since 1970 UTC.

CREATE TABLE person (
    -- Random and below 2^53: it stands in entries, which tell nothing else of the staff.
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('guard', 'unit-head', 'admin')),
    -- argon2id in PHC form, over the PIN and this machine's secret; absent once the person is removed.
    pin TEXT,
    -- When the person was removed. The name stays for the entries that the number stands in.
    removed_ms INTEGER,
    CHECK ((pin IS NULL) = (removed_ms IS NOT NULL))
) STRICT;

-- Wrong tries, as JSON. The same stands in a file beside the database; the one with the greater number counts, so that
-- neither is worth restoring.
CREATE TABLE tries (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    kept TEXT NOT NULL
) STRICT;

-- The key that a forgotten PIN is replaced by, hashed as a PIN is. None before an admin has typed back what was shown.
CREATE TABLE recovery (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    hash TEXT NOT NULL
) STRICT;
