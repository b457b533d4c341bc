-- Since when groups go to a target: what was erased before that isn't there. 0 where nobody noted it.
ALTER TABLE target ADD COLUMN had_groups_ms INTEGER;
UPDATE target SET had_groups_ms = 0 WHERE had_groups = 1;

-- Why a hub's text wasn't taken, in the words that a person reads; `why` has them in English.
ALTER TABLE handed ADD COLUMN why_vi TEXT;
