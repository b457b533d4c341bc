SELECT FROM post WHERE unit_id = $1 AND post_id = $2
