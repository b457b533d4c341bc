UPDATE membership
SET offset_ms = ?2, uncertainty_ms = ?3, heard_ms = ?4, heard_mono_ms = ?5, heard_boot = ?6
WHERE target = ?1
