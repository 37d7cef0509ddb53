//! Reading XML that may be hostile: no document types, no entities, bounded in every direction.

use quick_xml::{
    Error, NsReader,
    escape::resolve_predefined_entity,
    events::{BytesDecl, BytesRef, BytesStart, Event},
    name::{Namespace, ResolveResult},
};

use super::{MAX_BYTES, NAMESPACE, OsoFault, tree::Element};

const MAX_DEPTH: usize = 64;
const MAX_ELEMENTS: usize = 200_000;
const MAX_ATTRIBUTES: usize = 8;
/// Longer than any name in the standard.
const MAX_NAME: usize = 64;
/// Bytes kept of one text: more than the longest field takes, so that a longer text still shows as too long.
const MAX_TEXT: usize = 20_000;
/// What the namespaces of all editions begin with.
const EDITIONS: &[u8] = b"http://www.edustandaard.nl/oso_gegevensset/";
/// Holds an embedded file; passed over without being copied.
const FILE_CONTENT: &str = "bestandsinhoud";

/// Reads a dossier into a tree of its elements.
pub(super) fn parse(xml: &[u8]) -> Result<Element, OsoFault> {
    let source = decode(xml)?;
    let mut reader = NsReader::from_str(source);
    reader.config_mut().expand_empty_elements = true;
    let mut tree = Builder { source, ..Builder::default() };
    loop {
        let read = reader.read_resolved_event().map(|(namespace, event)| (Home::of(&namespace), event));
        tree.at = usize::try_from(reader.buffer_position()).unwrap_or(source.len());
        let (home, event) = read.map_err(|error| tree.broken(&error))?;
        if matches!(event, Event::Eof) {
            return tree.finish();
        }
        tree.accept(home, event)?;
        tree.begun = true;
    }
}

fn decode(xml: &[u8]) -> Result<&str, OsoFault> {
    if xml.len() > MAX_BYTES {
        return Err(OsoFault::TooLarge);
    }
    if xml.starts_with(b"<\0") || xml.starts_with(b"\0<") {
        return Err(OsoFault::NotUtf8);
    }
    let source = std::str::from_utf8(xml).map_err(|_| OsoFault::NotUtf8)?;
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if source.trim().is_empty() {
        return Err(OsoFault::Empty);
    }
    match source.find(|c: char| !is_xml_char(c)) {
        Some(at) => Err(OsoFault::NotWellFormed(line_of(source, at))),
        None => Ok(source),
    }
}

/// As many whole characters as fit in `room` bytes.
fn head(text: &str, room: usize) -> &str {
    if text.len() <= room {
        return text;
    }
    let end = (0..=room).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

/// The characters XML 1.0 allows.
fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

fn line_of(source: &str, at: usize) -> usize {
    1 + source.as_bytes()[..at.min(source.len())].iter().filter(|byte| **byte == b'\n').count()
}

/// Where an element is at home.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Home {
    Dossier,
    OtherEdition,
    Elsewhere,
}

impl Home {
    fn of(namespace: &ResolveResult<'_>) -> Self {
        match namespace {
            ResolveResult::Bound(Namespace(uri)) if *uri == NAMESPACE.as_bytes() => Self::Dossier,
            ResolveResult::Bound(Namespace(uri)) if uri.starts_with(EDITIONS) => Self::OtherEdition,
            _ => Self::Elsewhere,
        }
    }
}

/// Builds the tree, one event at a time.
#[derive(Default)]
struct Builder<'s> {
    source: &'s str,
    at: usize,
    begun: bool,
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
}

impl Builder<'_> {
    fn accept(&mut self, home: Home, event: Event<'_>) -> Result<(), OsoFault> {
        match event {
            Event::Start(start) => self.start(home, &start),
            Event::End(_) => self.end(),
            Event::Text(text) => text.decode().map_or(Err(OsoFault::NotUtf8), |text| self.text(&text)),
            Event::CData(text) => text.decode().map_or(Err(OsoFault::NotUtf8), |text| self.text(&text)),
            Event::GeneralRef(reference) => self.reference(&reference),
            Event::Decl(declaration) => self.declaration(&declaration),
            Event::DocType(_) => Err(OsoFault::DocumentType),
            Event::PI(_) => Err(OsoFault::Instruction(self.line())),
            Event::Empty(_) | Event::Comment(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, home: Home, start: &BytesStart<'_>) -> Result<(), OsoFault> {
        if self.root.is_some() {
            return Err(OsoFault::Trailing);
        }
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return Err(OsoFault::TooManyElements);
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(OsoFault::TooDeep(self.line()));
        }
        self.attributes(start)?;
        let local = start.local_name();
        let name = std::str::from_utf8(local.as_ref()).map_err(|_| OsoFault::NotUtf8)?;
        self.belongs(home, name)?;
        let name = if name.len() > MAX_NAME { String::new() } else { name.to_owned() };
        self.open.push(Element { name, ..Element::default() });
        Ok(())
    }

    /// The root has to be a dossier of this edition, and everything in it of the same namespace.
    fn belongs(&self, home: Home, name: &str) -> Result<(), OsoFault> {
        match (home, self.open.is_empty()) {
            (Home::Dossier, true) if name != "dossier" => Err(OsoFault::NotADossier),
            (Home::Dossier, _) => Ok(()),
            (Home::OtherEdition, true) => Err(OsoFault::OtherEdition),
            (Home::Elsewhere, true) => Err(OsoFault::NotADossier),
            (_, false) => Err(OsoFault::ForeignNamespace(self.line())),
        }
    }

    /// Attributes carry nothing that is used; they only have to be few and sound.
    fn attributes(&self, start: &BytesStart<'_>) -> Result<(), OsoFault> {
        for (nth, attribute) in start.attributes().enumerate() {
            if nth >= MAX_ATTRIBUTES {
                return Err(OsoFault::TooManyAttributes(self.line()));
            }
            let attribute = attribute.map_err(|_| OsoFault::NotWellFormed(self.line()))?;
            if attribute.value.contains(&b'<') {
                return Err(OsoFault::NotWellFormed(self.line()));
            }
            attribute.unescape_value().map_err(|_| OsoFault::Entity(self.line()))?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), OsoFault> {
        let Some(mut closed) = self.open.pop() else { return Err(OsoFault::NotWellFormed(self.line())) };
        if !closed.children.is_empty() {
            if !closed.text.trim().is_empty() {
                return Err(OsoFault::StrayText(self.line()));
            }
            closed.text = String::new();
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(closed),
            None => self.root = Some(closed),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), OsoFault> {
        let Some(element) = self.open.last_mut() else { return self.outside(text) };
        if element.name != FILE_CONTENT {
            let room = MAX_TEXT.saturating_sub(element.text.len());
            element.text.push_str(head(text, room));
        }
        Ok(())
    }

    fn outside(&self, text: &str) -> Result<(), OsoFault> {
        match (text.trim().is_empty(), self.root.is_some()) {
            (true, _) => Ok(()),
            (false, true) => Err(OsoFault::Trailing),
            (false, false) => Err(OsoFault::NotWellFormed(self.line())),
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), OsoFault> {
        if reference.is_char_ref() {
            let resolved = reference.resolve_char_ref().ok().flatten().filter(|c| is_xml_char(*c));
            let c = resolved.ok_or_else(|| OsoFault::NotWellFormed(self.line()))?;
            return self.text(c.encode_utf8(&mut [0; 4]));
        }
        let name = reference.decode().map_err(|_| OsoFault::NotUtf8)?;
        let text = resolve_predefined_entity(&name).ok_or_else(|| OsoFault::Entity(self.line()))?;
        self.text(text)
    }

    fn declaration(&self, declaration: &BytesDecl<'_>) -> Result<(), OsoFault> {
        if self.begun {
            return Err(OsoFault::Instruction(self.line()));
        }
        match declaration.encoding() {
            None => Ok(()),
            Some(Ok(name)) if [&b"UTF-8"[..], b"UTF8", b"US-ASCII"].iter().any(|known| name.eq_ignore_ascii_case(known)) => Ok(()),
            Some(_) => Err(OsoFault::NotUtf8),
        }
    }

    fn finish(self) -> Result<Element, OsoFault> {
        match self.root {
            Some(root) => Ok(root),
            None if self.open.is_empty() => Err(OsoFault::NotADossier),
            None => Err(OsoFault::Truncated),
        }
    }

    fn broken(&self, error: &Error) -> OsoFault {
        match error {
            Error::Syntax(_) if self.at >= self.source.len() => OsoFault::Truncated,
            _ => OsoFault::NotWellFormed(self.line()),
        }
    }

    fn line(&self) -> usize {
        line_of(self.source, self.at)
    }
}
