-- What an entry is to others, told when it is taken in: 1 counts people through a gate or begins a drill, 2 says something else
-- of an earlier entry, 3 answers one. By it few lines are found without reading the others.
ALTER TABLE entry ADD COLUMN mark smallint NOT NULL DEFAULT 0 CHECK (mark BETWEEN 0 AND 3);
UPDATE entry SET mark = 1
    WHERE position('"headcount"'::bytea IN line) > 0 OR position('"drill-began"'::bytea IN line) > 0;
UPDATE entry SET mark = CASE WHEN position('"was"'::bytea IN line) > 0 THEN 2 ELSE 3 END
    WHERE position('"was"'::bytea IN line) > 0 OR position('"decision"'::bytea IN line) > 0;
DROP INDEX entry_told, entry_amends;
CREATE INDEX entry_told ON entry (unit_id, counted_at) WHERE mark = 1;
CREATE INDEX entry_amends ON entry (unit_id, counted_at) WHERE mark > 1;
