-- Which run of this machine heard the hub's time, and when in it: within one run the steady clock tells
-- how far the wall clock is off, whatever is done to it.
ALTER TABLE membership ADD COLUMN heard_mono_ms INTEGER;
ALTER TABLE membership ADD COLUMN heard_boot BLOB CHECK (length(heard_boot) = 16);

-- What a hub handed down last, and what came of it.
CREATE TABLE handed (
    target INTEGER NOT NULL REFERENCES target (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('config', 'trust')),
    -- It grows: nothing that isn't newer is looked at.
    number INTEGER NOT NULL,
    -- SHA-256 of its text.
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    handed_ms INTEGER NOT NULL,
    -- Why it wasn't taken; absent where it was.
    why TEXT,
    PRIMARY KEY (target, kind)
) STRICT, WITHOUT ROWID;

-- Whether groups were ever picked for a target: then it may hold personal data, whatever is picked now.
ALTER TABLE target ADD COLUMN had_groups INTEGER NOT NULL DEFAULT 0 CHECK (had_groups IN (0, 1));
UPDATE target SET had_groups = 1 WHERE id IN (SELECT target FROM picked);

-- Receivers that can't confirm an erasure were told by a person: which entry of ours says that its
-- subject was erased.
CREATE TABLE told (
    target INTEGER NOT NULL REFERENCES target (id) ON DELETE CASCADE,
    branch BLOB NOT NULL CHECK (length(branch) = 16),
    seq INTEGER NOT NULL,
    told_ms INTEGER NOT NULL,
    PRIMARY KEY (target, branch, seq)
) STRICT, WITHOUT ROWID;
