-- Up to which place lines are gone.
SELECT place FROM disposed
