-- Statements over a thousand units are planned for those units, and never compiled: a plan for any array expects ten, sorts
-- on the disk what fits a hash, and compiling takes longer than reading.
SELECT set_config('chot.units', $1, true), set_config('plan_cache_mode', 'force_custom_plan', true),
       set_config('jit', 'off', true)
