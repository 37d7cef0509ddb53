DROP TABLE audit_checkpoints;
DROP TABLE audit_tiles;
DROP TABLE audit_shards;
DROP TABLE audit_leaves;
DROP TABLE audit_arrivals;
