SELECT min(counted_ms) FROM entry
