DROP TABLE feedback;
DROP TABLE conversations;
DROP TABLE consents;
DROP TABLE views;
DROP TABLE informings;
DROP TABLE handover_sections;
DROP TABLE handover_moves;
DROP TABLE handovers;
