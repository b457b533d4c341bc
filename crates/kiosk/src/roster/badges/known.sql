-- Every badge that was made: whose it is, and whether it counts no more.
SELECT token, member, member IS NULL OR revoked_ms IS NOT NULL FROM badge
