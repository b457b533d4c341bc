UPDATE branch SET origin_branch = ?2 WHERE origin_branch = ?1 AND origin_seq > ?3 AND number <> ?2
