//! What is read by people and not by machines: pages without a script.

mod labels;
mod receipt;
mod report;
mod take_along;

pub use receipt::receipt;
pub use report::report;
pub use take_along::take_along;

/// What a page may load: nothing but its own style.
pub const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The one style of all pages, for screen and print.
const STYLE: &str = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}dt{font-weight:600;margin-top:.75rem}dd{margin:0}\
blockquote{margin:0;padding-left:1rem;border-left:.25rem solid #555}footer{margin-top:2rem;font-size:.85rem;overflow-wrap:anywhere}";
