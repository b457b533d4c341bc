SELECT asked_at, asked_by_name, requester, document, least_minutes, listed, first, last FROM disclosure
WHERE unit_id = $1 ORDER BY asked_at DESC LIMIT 200
