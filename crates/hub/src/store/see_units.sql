SELECT set_config('chot.units', $1, true)
