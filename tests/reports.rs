//! Reports: facts follow every move, releases hide what would show a person, and nothing but releases can be read.

mod facts;
mod quality;
mod releases;
