-- Whoever was here before place ?1 is told apart from those after it by the rows from there on.
DELETE FROM was_here WHERE place < ?1
