DROP TABLE alternatives;
DROP TABLE questions;
