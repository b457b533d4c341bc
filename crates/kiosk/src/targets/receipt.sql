UPDATE target SET received_branch = ?2, received_seq = ?3 WHERE id = ?1
