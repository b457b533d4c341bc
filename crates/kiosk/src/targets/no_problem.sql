UPDATE target SET problem_word = NULL, problem_vi = NULL, problem_en = NULL, problem_ms = NULL,
    problem_final = 0, next_ms = NULL
WHERE id = ?1 AND problem_word IS NOT NULL
