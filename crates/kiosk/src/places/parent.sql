UPDATE place SET parent = (SELECT number FROM place WHERE code = ?2) WHERE number = ?1
