SELECT place FROM was_here WHERE ms <= ?1 ORDER BY place DESC LIMIT 1
