SELECT zone FROM unit WHERE unit_id = $1
