//! The dossier as a small tree that its readers take apart: what nobody took is reported.

use super::OsoFault;

/// One element with what it still holds.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its local name; empty when it is longer than any the standard has.
    pub name: String,
    /// Its text, bounded; empty when it has children.
    pub text: String,
    /// Its children, in the order of the dossier.
    pub children: Vec<Self>,
}

impl Element {
    /// Whether a child of this name is (still) there.
    pub fn holds(&self, name: &str) -> bool {
        self.children.iter().any(|child| child.name == name)
    }

    /// Takes the first child of this name.
    pub fn take(&mut self, name: &str) -> Option<Self> {
        let at = self.children.iter().position(|child| child.name == name)?;
        Some(self.children.remove(at))
    }

    /// Takes every child of this name.
    pub fn take_all(&mut self, name: &str) -> Vec<Self> {
        self.children.extract_if(.., |child| child.name == name).collect()
    }

    /// Takes the child of this name that has to be there exactly once.
    pub fn take_only(&mut self, name: &'static str) -> Result<Self, OsoFault> {
        let only = self.take(name).ok_or(OsoFault::Missing(name))?;
        if self.holds(name) { Err(OsoFault::Repeated(name)) } else { Ok(only) }
    }

    /// Takes the text of the first child of this name, if it has any; a child with children stays.
    pub fn take_text(&mut self, name: &str) -> Option<String> {
        let at = self.children.iter().position(|child| child.name == name && child.children.is_empty())?;
        self.children.remove(at).into_text()
    }

    /// Takes the elements of a list such as `adreslijst/adres`; a list that holds anything else stays.
    pub fn take_list(&mut self, list: &str, name: &str) -> Vec<Self> {
        let Some(mut list) = self.take(list) else { return Vec::new() };
        let elements = list.take_all(name);
        if !list.children.is_empty() {
            self.children.push(list);
        }
        elements
    }

    /// Leaves the children with one of these names out; says whether there were any.
    pub fn leave_out(&mut self, names: &[&str]) -> bool {
        let before = self.children.len();
        self.children.retain(|child| !names.contains(&child.name.as_str()));
        self.children.len() < before
    }

    /// The text of the element, if it has any.
    pub fn into_text(self) -> Option<String> {
        let text = self.text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Calls `look` for this element and all below it.
    pub fn walk<'e>(&'e self, look: &mut impl FnMut(&'e Self)) {
        look(self);
        self.children.iter().for_each(|child| child.walk(look));
    }
}
