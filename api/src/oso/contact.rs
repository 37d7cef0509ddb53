//! Addresses, telephone numbers and e-mail addresses, as far as they are not secret.

use estafette_contract::{
    Text,
    content::{Address, Contact},
};

use super::{
    report::{Place, Report},
    tree::Element,
};

/// One line of a `communicatielijst`.
struct Line {
    kind: Option<String>,
    label: Option<String>,
    number: Option<String>,
    secret: bool,
    emergency: bool,
}

impl Line {
    fn of(mut element: Element, place: Place, report: &mut Report) -> Self {
        Self {
            kind: element.take_text("soort"),
            label: element.take_text("aanduiding"),
            number: element.take_text("nummer"),
            secret: report.is_set(&mut element, "geheim", place),
            emergency: report.is_set(&mut element, "noodnummer", place),
        }
    }

    fn is(&self, kind: &str) -> bool {
        self.kind.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(kind))
    }

    /// One's own before others, another before work.
    fn rank(&self) -> u8 {
        match self.label.as_deref() {
            Some("prive") => 0,
            Some("werk") => 2,
            _ => 1,
        }
    }
}

/// Takes one telephone number and one e-mail address that are neither secret nor for emergencies only.
pub(super) fn reachable_at(person: &mut Element, place: Place, part: &'static str, report: &mut Report) -> Option<Contact> {
    let mut elements = person.take_list("communicatielijst", "communicatie");
    if elements.is_empty() {
        return None;
    }
    report.at_most(place, &mut elements, 20);
    let mut lines: Vec<Line> = elements.into_iter().map(|element| Line::of(element, place, report)).collect();
    let all = lines.len();
    if lines.iter().any(|line| line.secret) {
        report.dropped(part, "Numbers and addresses marked as secret (geheim) are not taken over.");
    }
    lines.retain(|line| !line.secret && !line.emergency);
    lines.sort_by_key(Line::rank);
    let contact = Contact { email: email(&mut lines, place, report), phone: phone(&mut lines, place, report) };
    let taken = usize::from(contact.email.is_some()) + usize::from(contact.phone.is_some());
    if taken < all {
        report.dropped(part, "One telephone number and one e-mail address are taken over; other and emergency numbers are not.");
    }
    (taken > 0).then_some(contact)
}

fn email(lines: &mut [Line], place: Place, report: &mut Report) -> Option<Text<120>> {
    mailbox(lines.iter_mut().find(|line| line.is("e-mail"))?.number.take(), place, report)
}

/// An e-mail address, if it looks like one.
pub(super) fn mailbox(raw: Option<String>, place: Place, report: &mut Report) -> Option<Text<120>> {
    if raw.as_deref().is_some_and(|text| !is_email(text)) {
        report.ask(place, "An e-mail address does not look like one and was left out. Add it by hand.");
        return None;
    }
    report.text(place, raw)
}

fn phone(lines: &mut [Line], place: Place, report: &mut Report) -> Option<Text<30>> {
    let raw = lines.iter_mut().find(|line| line.is("telefoon"))?.number.take();
    number(raw, place, report)
}

/// A telephone number, if it looks like one.
pub(super) fn number(raw: Option<String>, place: Place, report: &mut Report) -> Option<Text<30>> {
    if raw.as_deref().is_some_and(|text| !is_phone(text)) {
        report.ask(place, "A telephone number does not look like one and was left out. Add it by hand.");
        return None;
    }
    report.text(place, raw)
}

fn is_email(text: &str) -> bool {
    let sound = text.chars().count() <= 120 && !text.contains(char::is_whitespace);
    sound && text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

fn is_phone(text: &str) -> bool {
    text.len() <= 30
        && text.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c))
        && text.chars().filter(char::is_ascii_digit).count() >= 6
}

/// Takes the address where someone lives: where they stay before where they are registered, never a post box.
pub(super) fn home(person: &mut Element, place: Place, part: &'static str, report: &mut Report) -> Option<Address> {
    let mut addresses = person.take_list("adreslijst", "adres");
    report.at_most(place, &mut addresses, 10);
    let all = addresses.len();
    let mut ranked: Vec<(u8, Element)> =
        addresses.into_iter().filter_map(|mut a| Some((rank(a.take_text("soortadres")?.as_str())?, a))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let address = ranked.into_iter().next().and_then(|(_, address)| read_address(address, place, report));
    if all > usize::from(address.is_some()) {
        report.dropped(part, "One address is taken over, the one where the learner lives.");
    }
    address
}

fn rank(kind: &str) -> Option<u8> {
    match kind {
        "post" => None,
        "gba" => Some(1),
        _ => Some(0),
    }
}

fn read_address(mut element: Element, place: Place, report: &mut Report) -> Option<Address> {
    let words = ["straat", "aanduiding", "nummer", "toevoeging"].map(|name| element.take_text(name));
    let street = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let address = Address {
        street: report.text(place, Some(street))?,
        postal_code: report.text(place, element.take_text("postcode")),
        town: report.text(place, element.take_text("plaats"))?,
    };
    Some(address)
}
