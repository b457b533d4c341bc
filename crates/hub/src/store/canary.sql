SELECT count(*) FROM TABLE_NAME WHERE unit_id = $1
