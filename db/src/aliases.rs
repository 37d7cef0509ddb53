//! The words that partners have of their own for codes of the shared language.

use diesel::{delete, insert_into, prelude::*};
use estafette_contract::{Alias, Aliases, OwnWords, ProblemKind, Text, VocabularyView, folded, scope::AliasesWrite};
use uuid::Uuid;

use crate::{
    DbError, DbResult, Fault, Refusal, Store,
    schema::aliases as a,
    store::{Conn, Tx},
};

/// Puts these words in the place of those this partner had for a vocabulary.
///
/// # Errors
/// When a word means something else, or stands for no code.
pub fn replace(tx: &mut Tx<'_, AliasesWrite>, vocabulary: &VocabularyView, given: &Aliases) -> DbResult<()> {
    let cx = &mut tx.cx;
    let errors = given.problems(vocabulary);
    if !errors.is_empty() {
        let detail = "Correct the words named in errors and send all of them again; nothing was changed.".to_owned();
        return Err(DbError::Refused(Box::new(Refusal { kind: ProblemKind::InvalidField, detail, errors, standing: None })));
    }
    let partner = cx.partner();
    delete(a::table.filter(a::partner_id.eq(&partner)).filter(a::vocabulary.eq(&vocabulary.name))).execute(cx.conn)?;
    for (place, alias) in (0i64..).zip(&given.items) {
        let row = (
            a::partner_id.eq(&partner),
            a::vocabulary.eq(&vocabulary.name),
            a::folded.eq(folded(alias.word.as_str())),
            a::word.eq(alias.word.as_str()),
            a::code.eq(&alias.code),
            a::place.eq(place),
            a::since.eq(cx.at()),
        );
        insert_into(a::table).values(row).execute(cx.conn)?;
    }
    Ok(())
}

/// The words this partner has for a vocabulary.
///
/// # Errors
/// A fault on our side.
pub fn own(tx: &mut Tx<'_, AliasesWrite>, vocabulary: &str) -> DbResult<Aliases> {
    let partner = tx.cx.partner();
    let of_vocabulary = a::table.filter(a::partner_id.eq(&partner)).filter(a::vocabulary.eq(vocabulary)).order(a::place);
    let rows: Vec<(String, String)> = of_vocabulary.select((a::word, a::code)).load(tx.cx.conn)?;
    let alias = |(word, code)| Text::new(word).map(|word| Alias { word, code }).map_err(|_| Fault::Stored("a word").into());
    Ok(Aliases { items: rows.into_iter().map(alias).collect::<DbResult<_>>()? })
}

fn words(conn: &mut Conn, partner: &str) -> DbResult<OwnWords> {
    let of_partner = a::table.filter(a::partner_id.eq(partner)).order((a::vocabulary, a::place));
    let rows: Vec<(String, String, String)> = of_partner.select((a::vocabulary, a::word, a::code)).load(conn)?;
    let mut words = OwnWords::default();
    rows.iter().for_each(|(vocabulary, word, code)| words.add(vocabulary, word, code));
    Ok(words)
}

impl Store {
    /// The words of a partner, to read what it sends and to answer in; they say nothing of any person.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn own_words(&self, partner: Uuid) -> DbResult<OwnWords> {
        self.peek(move |conn| words(conn, &partner.to_string())).await
    }
}
