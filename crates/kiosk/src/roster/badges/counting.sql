-- Members whose badge counts at a moment, and until when.
SELECT member, until_ms FROM badge WHERE member IS NOT NULL AND revoked_ms IS NULL AND until_ms > ?1
