UPDATE membership SET offset_ms = ?2, uncertainty_ms = ?3, heard_ms = ?4 WHERE target = ?1
