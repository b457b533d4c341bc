SELECT id, name, kind, address, reach, ca, secret, paused, branch, seq, shift, delivered,
    delivered_ms, files, problem_word, problem_vi, problem_en, problem_ms, problem_final, next_ms,
    forked_ms, district, root, received_branch, received_seq, required,
    begun_branch, begun_first, begun_last
FROM target WHERE ?1 IS NULL OR id = ?1 ORDER BY id
