DROP TABLE transition_facts;
