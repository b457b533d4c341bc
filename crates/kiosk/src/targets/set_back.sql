-- The hub holds less than the cursor says, or names its place on another branch.
UPDATE target SET branch = ?3, seq = ?4 WHERE id = ?1 AND shift = ?2
