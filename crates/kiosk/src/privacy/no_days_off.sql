DELETE FROM day_off
