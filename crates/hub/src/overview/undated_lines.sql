-- Lines that were received on some days and may be without a day. As text, whatever bytes stand in them.
SELECT unit_id, day, line FROM entry
WHERE unit_id = ANY ($1) AND day BETWEEN $2 AND $3 AND encode(line, 'escape') ~ $4::text
