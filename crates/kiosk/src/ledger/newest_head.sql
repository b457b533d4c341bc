SELECT branch, seq, head FROM entry ORDER BY place DESC LIMIT 1;
