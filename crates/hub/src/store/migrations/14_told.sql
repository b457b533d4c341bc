-- What people told of days: lines that are few, found without reading the others. As bytes, since lines are.
CREATE INDEX entry_told ON entry (unit_id, counted_at)
    WHERE position('"headcount"'::bytea IN line) > 0 OR position('"drill-began"'::bytea IN line) > 0;
-- Lines that say something of earlier ones.
CREATE INDEX entry_amends ON entry (unit_id, counted_at)
    WHERE position('"was"'::bytea IN line) > 0 OR position('"decision"'::bytea IN line) > 0;

-- People through gates in the windows in which somebody counted them, and how many of these were recorded; null where nobody
-- counted.
ALTER TABLE period_row ADD COLUMN passed bigint, ADD COLUMN recorded bigint;
