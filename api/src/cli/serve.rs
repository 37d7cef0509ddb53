//! `estafette serve`: the service, until it is asked to stop.

use std::io::{IsTerminal, stderr};

use estafette_db::Clock;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::{
    outcome::{Outcome, because},
    say,
};
use crate::{
    app::{Application, keep_house, keep_keys, keep_log},
    delivering::keep_delivering,
    partner_keys::keep_renewing,
    settings::{LogForm, Settings},
};

/// Serves with these settings.
pub(super) async fn serve(settings: &Settings) -> Outcome {
    start_log(settings.log, "info");
    let app = Application::build(settings, Clock::default(), cores())?;
    let base = app.base().to_owned();
    actix_web::rt::spawn(keep_house(app.store()));
    actix_web::rt::spawn(keep_log(app.store(), app.log_name()));
    actix_web::rt::spawn(keep_keys(app.store()));
    actix_web::rt::spawn(keep_renewing(app.store(), app.outbound()));
    actix_web::rt::spawn(keep_delivering(app.store(), app.outbound(), app.source().to_owned()));
    app.provider_keys().map(|keys| actix_web::rt::spawn(keys.keep()));
    let serving = until_stopped(app)?;
    say(format!("estafette listens on {base}"));
    serving.await
}

/// As many workers as there are cores.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// Writes the log to standard error, so that what a verb prints can be piped; `RUST_LOG` says how much.
pub(super) fn start_log(form: LogForm, level: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_ansi(stderr().is_terminal());
    // Only the first log of a process counts.
    let _ = match form {
        LogForm::Text => log.try_init(),
        LogForm::Json => log.json().try_init(),
    };
}

/// Serves until the system or a person asks to stop; calls that run are finished first.
///
/// Listens for that request from the moment it is called, so that what waits for it to be ready may stop it at once.
pub(super) fn until_stopped(app: Application) -> Outcome<impl Future<Output = Outcome>> {
    let mut terminated = listen_for(SignalKind::terminate())?;
    let mut interrupted = listen_for(SignalKind::interrupt())?;
    let handle = app.handle();
    actix_web::rt::spawn(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        tracing::info!("stopping: calls that run are finished first");
        handle.stop(true).await;
    });
    Ok(async { Ok(app.run().await?) })
}

fn listen_for(kind: SignalKind) -> Outcome<Signal> {
    signal(kind).map_err(|error| because("cannot listen for signals", &error))
}
