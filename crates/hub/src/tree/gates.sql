SELECT gate, post_id, name FROM post WHERE unit_id = $1
