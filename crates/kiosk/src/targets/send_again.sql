UPDATE target SET branch = ?2, seq = ?3, shift = shift + 1, problem_word = NULL, problem_vi = NULL,
    problem_en = NULL, problem_ms = NULL, problem_final = 0, next_ms = NULL,
    begun_branch = NULL, begun_first = NULL, begun_last = NULL
WHERE id = ?1
