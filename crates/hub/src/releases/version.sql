SELECT version FROM release WHERE target = $1
