SELECT place, head FROM entry ORDER BY place DESC LIMIT 1
