-- The hub that took this post in first.
SELECT target FROM membership ORDER BY target LIMIT 1
