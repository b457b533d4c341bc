SELECT public_key FROM device WHERE device = ?1
