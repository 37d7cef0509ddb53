DROP TABLE adopted_matrices;
