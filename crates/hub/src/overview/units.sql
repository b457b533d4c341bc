SELECT u.unit_id, u.open_days, u.contact,
       (SELECT count(*) FROM alarm AS a WHERE a.unit_id = u.unit_id AND a.settled_at IS NULL)
FROM unit AS u WHERE u.unit_id = ANY ($1)
