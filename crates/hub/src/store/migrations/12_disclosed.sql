-- The days that a disclosure was about; none where it was asked before they were kept.
ALTER TABLE disclosure ADD COLUMN first date, ADD COLUMN last date, ADD CHECK (first <= last);
