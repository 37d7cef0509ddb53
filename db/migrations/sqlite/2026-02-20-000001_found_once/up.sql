-- An SQLite file has no rows by reader: one process opens it, and the queries begin with what the partner may know of.
SELECT 1;
