DELETE FROM release WHERE target = $1
