INSERT OR IGNORE INTO cleared (day, watched, who) SELECT ?1, number, ?3 FROM watched WHERE number = ?2
