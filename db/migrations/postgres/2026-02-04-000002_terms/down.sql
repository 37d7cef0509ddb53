CREATE INDEX handovers_term ON handovers (status, term_ends_at) WHERE term_ends_at IS NOT NULL;
DROP TABLE work_items;
DROP TABLE handover_terms;
ALTER TABLE handovers DROP COLUMN receiver_professional;
ALTER TABLE handovers DROP COLUMN sender_professional;
