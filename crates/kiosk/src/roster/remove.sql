DELETE FROM roster WHERE number = ?1
