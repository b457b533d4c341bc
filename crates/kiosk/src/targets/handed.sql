SELECT number, digest, why IS NULL FROM handed WHERE target = ?1 AND kind = ?2
