-- The place of the newest entry whose words stand in the index. Those of later ones follow a little while after their append:
-- the index merges its segments now and then, which takes 30 ms over a million entries and would hold up whoever stands at
-- the gate. Whoever searches meanwhile reads the later ones themselves.
CREATE TABLE indexed (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    place INTEGER NOT NULL
) STRICT;

-- An older program wrote the words with the entry; one that is older still, none and no time either.
INSERT INTO indexed SELECT 1, coalesce(max(place), 0) FROM entry WHERE counted_ms IS NOT NULL;
