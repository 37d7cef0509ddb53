-- Support needs that the learner says are no longer true, by their place in one version of the section.
CREATE TABLE past_needs (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    version BIGINT NOT NULL,
    number BIGINT NOT NULL,
    marked_at TIMESTAMP NOT NULL,
    PRIMARY KEY (handover_id, version, number)
);
