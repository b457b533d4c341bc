DELETE FROM day_badge WHERE until_ms <= ?1
