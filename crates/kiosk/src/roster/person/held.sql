-- Everybody on any list: which list it is, its name and group, whom it means, and what it says of them.
SELECT 0, m.number, r.name, m.team, m.name, m.birth, m.id, m.phone, '', '', ''
FROM member AS m JOIN roster AS r ON r.number = m.roster
UNION ALL SELECT 1, number, '', '', name, birth, digits, NULL, reason, authority, since FROM watched
UNION ALL SELECT 2, number, '', '', name, birth, NULL, NULL, host, purpose, day FROM expected
