SELECT salt FROM shown_salt ORDER BY day
