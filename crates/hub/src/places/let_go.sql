-- Places of devices that are in use no more: whoever has them in its register now takes them over.
UPDATE place SET device = NULL
WHERE unit_id = $1 AND device IN (SELECT device FROM device WHERE unit_id = $1 AND state <> 'active')
