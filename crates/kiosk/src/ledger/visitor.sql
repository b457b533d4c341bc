SELECT id, place, folded, last4, seen_ms FROM visitor WHERE id = ?1
