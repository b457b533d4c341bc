-- Entries whose subject was erased, in their order.
SELECT e.seq, e.leaf FROM erased AS x JOIN entry AS e ON e.place = x.place ORDER BY x.place
