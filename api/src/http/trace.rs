//! The trace a request is part of: taken from `traceparent` if it is one, begun here otherwise (W3C trace context).

use actix_web::dev::ServiceRequest;
use estafette_db::Trace;
use uuid::Uuid;

tokio::task_local! {
    static TRACE: Trace;
}

/// The trace of the request being handled on this task.
#[must_use]
pub fn current_trace() -> Trace {
    TRACE.try_with(Clone::clone).unwrap_or_else(|_| fresh(None))
}

/// Runs the handling of a request within its trace.
pub(super) async fn within<F: Future>(trace: Trace, work: F) -> F::Output {
    TRACE.scope(trace, work).await
}

/// The trace this request continues or begins.
pub(super) fn of(request: &ServiceRequest) -> Trace {
    let parent = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
    fresh(parent.and_then(trace_and_span))
}

fn fresh(parent: Option<(&str, &str)>) -> Trace {
    Trace {
        trace_id: parent.map_or_else(|| Uuid::new_v4().simple().to_string(), |(trace, _)| trace.to_owned()),
        span_id: Uuid::new_v4().simple().to_string()[..16].to_owned(),
        parent_id: parent.map(|(_, span)| span.to_owned()),
    }
}

/// The trace id and the caller's span of a well-formed `traceparent`, version 00.
fn trace_and_span(parent: &str) -> Option<(&str, &str)> {
    let parts: Vec<&str> = parent.split('-').collect();
    let hex = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) && text.bytes().any(|b| b != b'0')
    };
    match parts[..] {
        ["00", trace, span, _] if hex(trace, 32) && hex(span, 16) => Some((trace, span)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_well_formed_parent_is_continued() {
        let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert_eq!(trace_and_span(good), Some(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")));
        for bad in ["", "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0-0-0", &good[..54].replace("0af", "zzz")] {
            assert_eq!(trace_and_span(bad), None, "{bad}");
        }
        assert_eq!(trace_and_span("00-00000000000000000000000000000000-b7ad6b7169203331-01"), None);
    }
}
