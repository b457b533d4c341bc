SELECT line FROM entry ORDER BY place;
