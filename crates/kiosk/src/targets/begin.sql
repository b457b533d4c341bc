-- Only while no person moved the cursor since the entries were read.
UPDATE target SET begun_branch = ?3, begun_first = ?4, begun_last = ?5 WHERE id = ?1 AND shift = ?2
