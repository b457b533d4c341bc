SELECT unit_id, day, hour, gate, entries, unknown, scan_in, scan_out, manual_in, manual_out, passed_in, passed_out,
       decision_in, decision_out, paper_in, paper_out, auto_out, scan_admit, scan_look, scan_refuse, admitted, turned_away, voids,
       corrections, gaps
FROM rollup WHERE unit_id = ANY ($1) AND day BETWEEN $2 AND $3
