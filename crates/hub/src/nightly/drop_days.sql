SELECT chot_drop_days($1, $2)
