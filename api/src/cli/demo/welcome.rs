//! What a newcomer sees: who is who, where everything is, and commands that make a handover move.

use std::path::Path;

use estafette_client::PageOptions;
use estafette_contract::{Announcement, CodeList, HandoverStatus, PartnerKind};
use uuid::Uuid;

use super::{
    bodies,
    stage::{Seat, Seats},
};
use crate::cli::{
    outcome::{Outcome, because},
    say,
    table::table,
};

/// Prints the region as it stands.
pub(super) async fn print(seats: &Seats<'_>, base: &str, data_dir: &Path) -> Outcome {
    let mut rows: Vec<&Seat<'_>> = seats.0.values().collect();
    rows.sort_by_key(|seat| (seat.line.kind, seat.line.name.as_str()));
    let sent = sent(&rows).await?;
    say(table(&["partner", "kind", "client id", "sent", "received"], rows.iter().map(|seat| line(seat, &sent))));
    say(format!("The API:            {base}/v1"));
    say(format!("Its documentation:  {base}/docs/"));
    say(format!("Keys and data:      {} (remove it to begin anew)", data_dir.display()));
    match sent.iter().find_map(|(sender, handover)| offer_to_a_college(seats, sender, handover)) {
        Some(offer) => say(commands(&offer, base, data_dir)),
        None => say("\nEvery offer to a college was answered; begin anew to see a handover move."),
    }
    say("\nCtrl-C stops the demo; the region stays.");
    Ok(())
}

/// Everything the partners sent, with the sender's client id; the table and the region's desk send nothing.
async fn sent(seats: &[&Seat<'_>]) -> Outcome<Vec<(String, Announcement)>> {
    let mut all = Vec::new();
    for seat in seats.iter().filter(|seat| !matches!(seat.line.kind, PartnerKind::Overlegtafel | PartnerKind::Region)) {
        let mut page = PageOptions::default();
        loop {
            let answer = seat.client.outbox(&page).await.map_err(|error| because(&seat.line.name, &error))?;
            all.extend(answer.items.into_iter().map(|handover| (seat.line.client_id.clone(), handover)));
            page.cursor = answer.next_cursor;
            if page.cursor.is_none() {
                break;
            }
        }
    }
    Ok(all)
}

fn line(seat: &Seat<'_>, sent: &[(String, Announcement)]) -> Vec<String> {
    use HandoverStatus::{Draft, InReview, Ready};
    let by_it = sent.iter().filter(|(sender, _)| *sender == seat.line.client_id).count();
    let arrived = |handover: &Announcement| !matches!(handover.status, Draft | InReview | Ready);
    let to_it = sent.iter().filter(|(_, handover)| handover.partner.id == seat.id && arrived(handover)).count();
    let line = seat.line;
    vec![line.name.clone(), line.kind.code().into(), line.client_id.clone(), by_it.to_string(), to_it.to_string()]
}

/// An offer a newcomer can accept.
struct Offer<'a> {
    sender: &'a str,
    receiver: &'a Seat<'a>,
    handover: Uuid,
    acceptance: serde_json::Value,
}

fn offer_to_a_college<'a>(seats: &'a Seats<'_>, sender: &'a str, handover: &Announcement) -> Option<Offer<'a>> {
    let application = handover.application_reference.as_ref()?;
    let receiver = seats.0.values().find(|seat| seat.id == handover.partner.id)?;
    (handover.status == HandoverStatus::Offered).then(|| Offer {
        sender,
        receiver,
        handover: handover.id,
        acceptance: bodies::acceptance(receiver.line, Some(application.as_str())),
    })
}

fn commands(offer: &Offer<'_>, base: &str, data_dir: &Path) -> String {
    let college = offer.receiver.line;
    let (college_signs, school_signs) = (signing(&college.client_id, data_dir), signing(offer.sender, data_dir));
    let handover = format!("{base}/v1/handovers/{}", offer.handover);
    let body = format!("-H 'content-type: application/json' -H 'idempotency-key: accept-{}' -d '{}'", offer.handover, offer.acceptance);
    [
        String::new(),
        format!("See what waits for {}:", college.name),
        format!("  curl -s {college_signs} '{base}/v1/inbox'"),
        "See what waits for it, most urgent first:".to_owned(),
        format!("  curl -s {college_signs} '{base}/v1/work-items'"),
        "Accept one of them, for the application it names:".to_owned(),
        format!("  curl -s {college_signs} {body} '{handover}/_accept'"),
        "See, as the school that sent it, where it stands now:".to_owned(),
        format!("  curl -s {school_signs} '{handover}'"),
    ]
    .join("\n")
}

/// The header a partner signs in with, its token fetched on the spot by this same binary.
fn signing(client_id: &str, data_dir: &Path) -> String {
    let binary = std::env::current_exe().unwrap_or_else(|_| "estafette".into());
    let here = std::env::current_dir().unwrap_or_default();
    let short = |path: &Path| quoted(&path.strip_prefix(&here).unwrap_or(path).display().to_string());
    let place = if data_dir == here.join("estafette-demo") { String::new() } else { format!(" --data-dir {}", short(data_dir)) };
    format!("-H \"authorization: Bearer $({} token --partner {client_id}{place})\"", short(&binary))
}

/// The text as one word of a shell.
fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+".contains(&byte);
    if text.bytes().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
