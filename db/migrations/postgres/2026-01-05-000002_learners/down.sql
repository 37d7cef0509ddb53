DROP TABLE representatives;
DROP TABLE learner_pseudonyms;
DROP TABLE learners;
