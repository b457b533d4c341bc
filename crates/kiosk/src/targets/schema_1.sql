-- Times named _ms are milliseconds since 1970 UTC. Names of branches are 16 bytes.
-- Apart from the ledger's database, so that what is written here never makes an entry wait, and so
-- that a ledger which is set aside leaves its targets where they are.

CREATE TABLE target (
    -- Never given out twice: secrets in the keychain are named by it.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('hub', 'https-json', 'folder', 'courier')),
    -- A web address or a folder's path.
    address TEXT NOT NULL,
    -- How far away an address may be, by the admin's word; absent for folders.
    reach TEXT CHECK (reach IN ('public', 'local-network', 'this-machine')),
    -- PEM of the only certificates that count.
    ca TEXT,
    -- Of a courier: the district's X25519 key, to which files are sealed, and the root that its receipts
    -- have to lead to.
    district BLOB CHECK (length(district) = 32),
    root BLOB CHECK (length(root) = 32),
    -- The number of the secret in use; the secret itself lies in the keychain.
    secret INTEGER,
    paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),

    -- The last entry that is there; both absent before the first.
    branch BLOB CHECK (length(branch) = 16),
    seq INTEGER,
    -- Grows when a person moves the cursor: what was under way then moves it no more.
    shift INTEGER NOT NULL DEFAULT 0,
    -- Entries taken so far, those sent again counted again.
    delivered INTEGER NOT NULL DEFAULT 0,
    -- When the cursor last moved.
    delivered_ms INTEGER,
    -- Files written so far, of folders and couriers.
    files INTEGER NOT NULL DEFAULT 0,
    -- Of a courier: the last entry whose receipt came back.
    received_branch BLOB CHECK (length(received_branch) = 16),
    received_seq INTEGER,
    -- When it turned out that a hub holds another history than this post.
    forked_ms INTEGER,

    -- What keeps it from going on, in the words that a person reads; absent while nothing does.
    problem_word TEXT,
    problem_vi TEXT,
    problem_en TEXT,
    problem_ms INTEGER,
    -- Whether only a person can end it.
    problem_final INTEGER NOT NULL DEFAULT 0 CHECK (problem_final IN (0, 1)),
    -- When the next try is due, while one is.
    next_ms INTEGER,
    CHECK ((branch IS NULL) = (seq IS NULL)),
    CHECK ((received_branch IS NULL) = (received_seq IS NULL))
) STRICT;

-- Groups of personal data that an admin picked for a target, with the purpose in view. None by itself.
CREATE TABLE picked (
    target INTEGER NOT NULL REFERENCES target (id) ON DELETE CASCADE,
    part INTEGER NOT NULL CHECK (part BETWEEN 0 AND 3),
    purpose TEXT NOT NULL,
    picked_ms INTEGER NOT NULL,
    PRIMARY KEY (target, part)
) STRICT, WITHOUT ROWID;

-- What enrolment at a hub gave.
CREATE TABLE membership (
    target INTEGER PRIMARY KEY REFERENCES target (id) ON DELETE CASCADE,
    -- The pinned root, and the unit under which the hub files this post.
    root BLOB NOT NULL CHECK (length(root) = 32),
    unit BLOB NOT NULL CHECK (length(unit) = 16),
    -- The device's certificate and those above it, lowest first, as they came.
    certificates BLOB NOT NULL,
    enrolled_ms INTEGER NOT NULL,
    -- Requests are numbered, and numbers below this may have been used.
    next_n INTEGER NOT NULL DEFAULT 0,
    -- The hub's clock less this machine's at the last signed answer, and how exact that is.
    offset_ms INTEGER,
    uncertainty_ms INTEGER,
    heard_ms INTEGER
) STRICT;

-- Entries that a target doesn't take.
CREATE TABLE refused (
    target INTEGER NOT NULL REFERENCES target (id) ON DELETE CASCADE,
    branch BLOB NOT NULL CHECK (length(branch) = 16),
    seq INTEGER NOT NULL,
    -- Whether its place there was taken by a line that says so, or everything waits for a person.
    withheld INTEGER NOT NULL CHECK (withheld IN (0, 1)),
    why TEXT NOT NULL,
    refused_ms INTEGER NOT NULL,
    PRIMARY KEY (target, branch, seq)
) STRICT, WITHOUT ROWID;

-- Files that a courier carried off, to know their receipts by.
CREATE TABLE courier_file (
    target INTEGER NOT NULL REFERENCES target (id) ON DELETE CASCADE,
    -- From 1.
    number INTEGER NOT NULL,
    -- SHA-256 of the file.
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    -- Its last entry.
    branch BLOB NOT NULL CHECK (length(branch) = 16),
    seq INTEGER NOT NULL,
    written_ms INTEGER NOT NULL,
    received_ms INTEGER,
    PRIMARY KEY (target, number)
) STRICT, WITHOUT ROWID;
