SELECT seq, line, head FROM act WHERE unit_id = $1 ORDER BY seq
