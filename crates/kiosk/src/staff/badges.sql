SELECT b.token, b.person, b.until_ms, b.revoked_ms IS NOT NULL OR p.removed_ms IS NOT NULL OR p.role NOT IN ('guard', 'inspector')
FROM badge AS b JOIN person AS p ON p.number = b.person
