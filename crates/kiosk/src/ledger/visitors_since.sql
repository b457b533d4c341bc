SELECT id, place, folded, last4, seen_ms FROM visitor WHERE seen_ms >= ?1 ORDER BY seen_ms
