//! The contract: it is what is served, it demands what it documents, and its examples work.

mod document;
