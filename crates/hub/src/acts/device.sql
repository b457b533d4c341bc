SELECT private, branch, seq, head FROM hub_device WHERE unit_id = $1 FOR UPDATE
