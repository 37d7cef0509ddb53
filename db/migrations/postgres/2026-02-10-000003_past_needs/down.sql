DROP TABLE past_needs;
