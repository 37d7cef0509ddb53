//! The binary itself: built once, started, watched, stopped or killed.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{LazyLock, mpsc},
    time::{Duration, Instant},
};

/// Where the binary is; built the first time somebody asks.
///
/// A test of another package does not get its path from cargo, so it is built here and found beside the tests.
pub fn estafette() -> &'static Path {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(build);
    &BUILT
}

fn build() -> PathBuf {
    if let Some(given) = std::env::var_os("ESTAFETTE_BINARY") {
        return given.into();
    }
    let tests = std::env::current_exe().expect("a test has a path");
    let profile = tests.parent().and_then(Path::parent).expect("tests are in PROFILE/deps");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--package", "estafette-api", "--bin", "estafette"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    if let Some(target) = profile.parent() {
        cargo.env("CARGO_TARGET_DIR", target);
    }
    assert!(cargo.status().expect("cargo runs").success(), "the binary builds");
    profile.join("estafette")
}

/// A command that runs the binary in a folder of its own, untouched by settings of the outer world.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(estafette());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("ESTAFETTE_")) {
        command.env_remove(name);
    }
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// Runs the binary to its end.
pub fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder).args(args).output().expect("the binary runs")
}

/// What a run that must succeed printed.
pub fn printed(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("what is printed is text")
}

/// The one line in which a run that must fail says why.
pub fn complaint(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    let said = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
    assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
    assert_eq!(said.lines().count(), 1, "{args:?}: {said}");
    said
}

/// Sends a process a signal, by the name that `kill` has for it.
pub fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), process.to_string()]).status();
    assert!(sent.expect("kill runs").success(), "{name} to {process}");
}

/// A process of the binary that serves; killed when dropped.
pub struct Process {
    child: Child,
    base: String,
    lines: mpsc::Receiver<String>,
}

impl Process {
    /// Starts the binary with these arguments and waits until it says where it listens; its log goes to a file.
    pub fn start(folder: &Path, args: &[&str]) -> Self {
        let log = std::fs::File::create(folder.join("estafette.log")).expect("a file for the log");
        Self::spawn(command(folder).args(args).stderr(log))
    }

    /// The same for a command that was prepared with more care.
    pub fn spawn(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the binary starts");
        let (tell, lines) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().expect("its output is ours"));
        std::thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        let mut process = Self { child, base: String::new(), lines };
        let line = process.line_with("listens on ");
        process.base = line.rsplit(' ').next().unwrap_or_default().to_owned();
        process
    }

    /// The address it serves at.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The process, as the system knows it.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for a printed line that holds this text.
    pub fn line_with(&self, text: &str) -> String {
        self.lines_until(text).pop().unwrap_or_default()
    }

    /// Waits for a printed line that holds this text; answers all lines up to it.
    pub fn lines_until(&self, text: &str) -> Vec<String> {
        let until = Instant::now() + Duration::from_secs(60);
        let mut lines: Vec<String> = Vec::new();
        while !lines.last().is_some_and(|line| line.contains(text)) {
            let left = until.saturating_duration_since(Instant::now());
            lines.push(self.lines.recv_timeout(left).unwrap_or_else(|_| panic!("the binary never said {text:?}")));
        }
        lines
    }

    /// Asks it to stop, as an operating system does, and waits until it has.
    pub fn stop(mut self) -> ExitStatus {
        signal(self.child.id(), "TERM");
        self.child.wait().expect("it ends")
    }

    /// Ends it at once, as a power cut does.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}
