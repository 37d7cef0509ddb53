-- When what was written in a handover was erased because its time was up.
ALTER TABLE handovers ADD COLUMN purged_at TIMESTAMP;
CREATE INDEX handovers_over ON handovers (status, status_since) WHERE purged_at IS NULL;
CREATE INDEX handovers_kept ON handovers (taken_over_at) WHERE purged_at IS NULL AND taken_over_at IS NOT NULL;
CREATE INDEX learners_kept ON learners (created_at) WHERE data_key IS NOT NULL;
