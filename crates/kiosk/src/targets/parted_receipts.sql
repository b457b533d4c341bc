UPDATE target SET received_branch = ?3 WHERE received_branch = ?1 AND received_seq > ?2
