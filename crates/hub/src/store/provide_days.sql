SELECT chot_provide_days($1, $2)
