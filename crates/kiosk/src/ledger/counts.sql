SELECT day, kind, verdict, count(*) FROM entry WHERE kind <> '' GROUP BY day, kind, verdict ORDER BY day, kind, verdict
