DELETE FROM cleared WHERE watched = ?1
