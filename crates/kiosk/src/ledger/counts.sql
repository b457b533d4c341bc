SELECT day, kind, verdict, count(*) FROM entry GROUP BY day, kind, verdict ORDER BY day, kind, verdict
