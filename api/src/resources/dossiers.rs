//! Dossiers from other systems.

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, http::header::CONTENT_TYPE, post, web::Data};
use estafette_contract::{
    Act, Agreement, ApplicationReference, Channel, Created, Giver, HandoverStatus, ImportFate, ImportLine, ImportReport, NamedPerson,
    NewRepresentative, NewView, ObjectKind, ProblemKind, RepresentationGround, Role, Section, Text, Transition, content::Contact,
    scope::HandoversOffer,
};
use estafette_db::{
    Action, dutch_day,
    handovers::{self, ImportedDraft},
};
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    http::{Answer, Body, Granted, Problem, from_text, read_limited, read_query},
    oso::{self, ImportOptions, OsoDraft, RecordedView},
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(import_dossier);
}

/// How a dossier is taken in.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ImportQuery {
    /// The receiving partner.
    receiver: Uuid,
    /// The transition it is for; a VOVO dossier does not say so itself.
    #[serde(rename = "as")]
    transition: Option<Transition>,
    /// Whether what concerns health is taken in; only when the receiver needs it.
    #[serde(default, deserialize_with = "from_text")]
    with_health: Option<bool>,
    /// The receiving school's own reference to the application.
    #[param(value_type = Option<ApplicationReference>)]
    application_reference: Option<ApplicationReference>,
}

/// A dossier that could be read, and how it is taken in.
struct Dossier {
    draft: OsoDraft,
    query: ImportQuery,
}

/// Turn an OSO dossier into a draft.
///
/// The report says what went where, what was dropped and why, and what needs a human. It names parts of the
/// dossier and never repeats what stands in them.
#[utoipa::path(tag = "handovers", params(ImportQuery), security(("partner_token" = ["handovers:offer"])),
    request_body(content = String, content_type = "application/xml", description = "An OSO 2019.1 dossier of at most 10 MiB."),
    responses((status = 201, description = "A draft, with its report.", body = ImportReport)))]
#[post("/handovers/_import")]
async fn import_dossier(granted: Granted<HandoversOffer>, input: DossierBody) -> Answer<HttpResponse> {
    import(granted, input).await
}

/// The import itself, which is served at one more path than the contract names.
pub async fn import(granted: Granted<HandoversOffer>, input: DossierBody) -> Answer<HttpResponse> {
    let action = Action::all(Act::HandoverImport, ObjectKind::Handover);
    let told = input.0.get().ok().map(|dossier| (dossier.draft.lines.clone(), dossier.draft.kind.code()));
    let imported: Imported = granted
        .once(action, input.0, |tx, dossier| {
            let (handover, learner, left_out) = handovers::draft_imported(tx, &imported_draft(dossier))?;
            Ok(Imported { handover, learner: Created { id: learner }, left_out })
        })
        .await?;
    let (mut lines, kind) = told.unwrap_or_default();
    lines.extend(imported.left_out.iter().map(forbidden_line));
    Ok(HttpResponse::Created().json(ImportReport {
        id: imported.handover,
        status: HandoverStatus::Draft,
        learner_id: imported.learner.id,
        dossier_kind: kind.to_owned(),
        lines,
    }))
}

/// What is kept to repeat the answer from: ids and codes, no lines.
#[derive(Serialize, Deserialize)]
struct Imported {
    handover: Uuid,
    learner: Created,
    left_out: Vec<Section>,
}

/// The body of an import; a faulty one is refused where it is used.
pub struct DossierBody(Body<Dossier>);

impl FromRequest for DossierBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mime = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_xml = matches!(mime.split(';').next().map(str::trim), Some("application/xml" | "text/xml"));
        let query = read_query::<ImportQuery>(request.query_string());
        let today = request.app_data::<Data<State>>().map(|state| dutch_day(state.store.clock().now()));
        let payload = payload.take();
        Box::pin(async move {
            let raw = match is_xml {
                true => read_limited(payload, oso::MAX_BYTES).await,
                false => Err(Problem::new(ProblemKind::WrongMediaType, "Send application/xml.")),
            };
            Ok(Self(Body::read_by(raw, |raw| {
                let query = query?;
                let options = ImportOptions { transition: query.transition, with_health: query.with_health.unwrap_or(false) };
                let draft = oso::read(raw, &options, today.unwrap_or_default());
                let draft = draft.map_err(|fault| Problem::new(fault.kind(), fault.to_string()))?;
                Ok(Dossier { draft, query })
            })))
        })
    }
}

fn imported_draft(dossier: &Dossier) -> ImportedDraft {
    let Dossier { draft, query } = dossier;
    ImportedDraft {
        given_name: draft.person.given_name.clone(),
        family_name_prefix: draft.person.family_name_prefix.clone(),
        family_name: draft.person.family_name.clone(),
        born_on: draft.person.born_on,
        transition: draft.transition,
        receiver: query.receiver,
        contact: contact(draft),
        application_reference: query.application_reference.clone(),
        representatives: representatives(draft),
        view: draft.recorded_view.as_ref().map(view),
        sections: draft.sections.clone(),
    }
}

/// Whom the receiver can speak with: the person the dossier names, or the school's decaan.
fn contact(draft: &OsoDraft) -> NamedPerson {
    let named = draft.contact.as_ref().and_then(|wish| wish.person.clone());
    let (name, reachable_at) = match named {
        Some(person) => (Some(person.name), person.reachable_at.unwrap_or_default()),
        None => (Text::new("Decanaat").ok(), Contact::default()),
    };
    #[expect(clippy::expect_used, reason = "a word of our own is a valid text")]
    let name = name.expect("a word is a text");
    NamedPerson { name, role: Role::Decaan, reachable_at }
}

fn representatives(draft: &OsoDraft) -> Vec<NewRepresentative> {
    draft
        .representatives
        .iter()
        .map(|person| NewRepresentative {
            name: person.name.clone(),
            ground: RepresentationGround::ParentalAuthority,
            reachable_at: person.reachable_at.clone().unwrap_or_default(),
        })
        .collect()
}

/// The view the school recorded in its own system; the review here still asks for one.
fn view(recorded: &RecordedView) -> NewView {
    let noon = recorded.seen_on.unwrap_or_default().and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    NewView {
        giver: Giver::LegalRepresentative,
        representative_id: None,
        agreed: if recorded.seen { recorded.agreed } else { Agreement::Unknown },
        reason: recorded.reason.clone(),
        own_text: None,
        what_works: None,
        reflections: Vec::new(),
        sections: Vec::new(),
        channel: Channel::Portal,
        given_at: noon,
        evidence: Text::new("OSO inzage").ok(),
    }
}

fn forbidden_line(section: &Section) -> ImportLine {
    ImportLine {
        part: section.to_string(),
        fate: ImportFate::Dropped,
        section: Some(*section),
        detail: "The exchange matrix forbids this section at this transition.".into(),
    }
}
