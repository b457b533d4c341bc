SELECT name, gate FROM post WHERE unit_id = $1 AND post_id = $2 AND closed_at IS NULL
