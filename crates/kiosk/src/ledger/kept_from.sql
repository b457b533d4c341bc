-- When the oldest line that is still kept counts, where older ones are gone because their years are over.
SELECT min(counted_ms) FROM entry WHERE EXISTS (SELECT 1 FROM disposed)
