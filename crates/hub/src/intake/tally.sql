-- Sorted, so that two groups never wait for each other.
INSERT INTO rollup AS r (unit_id, day, gate, hour, entries, unknown, scan_in, scan_out, manual_in, manual_out, passed_in, passed_out, decision_in, decision_out, paper_in, paper_out, auto_out, scan_admit, scan_look, scan_refuse, admitted, turned_away, voids, corrections, gaps)
SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[], $4::smallint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[], $20::bigint[], $21::bigint[], $22::bigint[], $23::bigint[], $24::bigint[], $25::bigint[])
    AS n (unit_id, day, gate, hour, entries, unknown, scan_in, scan_out, manual_in, manual_out, passed_in, passed_out, decision_in, decision_out, paper_in, paper_out, auto_out, scan_admit, scan_look, scan_refuse, admitted, turned_away, voids, corrections, gaps)
ORDER BY unit_id, day, gate, hour
ON CONFLICT (unit_id, day, gate, hour) DO UPDATE SET
    entries = r.entries + excluded.entries,
    unknown = r.unknown + excluded.unknown,
    scan_in = r.scan_in + excluded.scan_in,
    scan_out = r.scan_out + excluded.scan_out,
    manual_in = r.manual_in + excluded.manual_in,
    manual_out = r.manual_out + excluded.manual_out,
    passed_in = r.passed_in + excluded.passed_in,
    passed_out = r.passed_out + excluded.passed_out,
    decision_in = r.decision_in + excluded.decision_in,
    decision_out = r.decision_out + excluded.decision_out,
    paper_in = r.paper_in + excluded.paper_in,
    paper_out = r.paper_out + excluded.paper_out,
    auto_out = r.auto_out + excluded.auto_out,
    scan_admit = r.scan_admit + excluded.scan_admit,
    scan_look = r.scan_look + excluded.scan_look,
    scan_refuse = r.scan_refuse + excluded.scan_refuse,
    admitted = r.admitted + excluded.admitted,
    turned_away = r.turned_away + excluded.turned_away,
    voids = r.voids + excluded.voids,
    corrections = r.corrections + excluded.corrections,
    gaps = r.gaps + excluded.gaps
