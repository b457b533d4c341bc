SELECT day FROM day_off ORDER BY day
