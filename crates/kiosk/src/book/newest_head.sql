-- What the log has come to.
SELECT head FROM entry ORDER BY place DESC LIMIT 1
