UPDATE target SET branch = ?3 WHERE branch = ?1 AND seq > ?2 AND kind <> 'hub'
