DROP TABLE house;
