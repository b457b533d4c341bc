SELECT device, kind, branch FROM alarm ORDER BY raised_ms, kind
