-- All branches of one device, always in this order. Whoever takes a post in alone waits here for those who hold one of
-- them: the same lines may come on two branches at once.
SELECT FROM branch WHERE unit_id = $1 AND device = $2 ORDER BY branch FOR UPDATE
