UPDATE target SET problem_ms = CASE WHEN problem_word IS ?2 THEN problem_ms ELSE ?5 END,
    problem_word = ?2, problem_vi = ?3, problem_en = ?4, problem_final = ?6, next_ms = ?7
WHERE id = ?1
