//! A throw-away PostgreSQL cluster: started once per test run, reached by socket only, gone when the process is gone.

use std::{
    env,
    ffi::OsStr,
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader},
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
    sync::OnceLock,
};

/// Runs beside us and holds the other end of a pipe: when that closes, for whatever reason, it stops and removes everything.
/// Arguments: the directory of PostgreSQL's programs, where to put the cluster, whether shared memory is to be preferred to that
/// if it is there and large, and the settings of the server.
const KEEPER: &str = r#"
exec 2>&1
bin=$1 place=$2 memory=$3 dir= server=
shift 3
free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
[ "$memory" = memory ] && [ "${free:-0}" -gt 2000000 ] && dir=$(mktemp -d /dev/shm/estafette-pg.XXXXXX 2>/dev/null)
[ -n "$dir" ] || dir=$(mktemp -d "$place/estafette-pg.XXXXXX") || exit 1

finish() {
    [ -z "$server" ] || { kill -QUIT "$server"; wait "$server"; }
    cd / && rm -rf "$dir"
} >/dev/null 2>&1
trap finish EXIT
trap 'exit 1' HUP INT PIPE TERM
give_up() { cat "$dir/log"; exit 1; }

cd "$dir" || exit 1
"$bin/initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --locale=C --wal-segsize=1 --no-sync >log 2>&1 || give_up
"$bin/postgres" -D data -c listen_addresses= -c unix_socket_directories="$dir" -c max_connections=400 -c jit=off "$@" \
    >>log 2>&1 &
server=$!
until "$bin/pg_isready" --quiet --host="$dir"; do
    kill -0 "$server" 2>/dev/null || give_up
    sleep 0.02
done
echo "ready $dir"
read -r _
"#;

/// Settings for tests: nothing has to survive them.
const FORGETFUL: [&str; 5] = ["shared_buffers=32MB", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"];

/// Settings for what is durable: those a server comes with, said aloud.
const DURABLE: [&str; 4] = ["shared_buffers=128MB", "fsync=on", "synchronous_commit=on", "full_page_writes=on"];

/// The role that owns a database and serves from it: no superuser, so that it gets past nothing.
const SERVICE: &str = "estafette";
/// The role for tests that go past the service.
const SUPERUSER: &str = "postgres";

/// The same address for the role that gets past everything.
#[must_use]
pub fn past_everything(url: &str) -> String {
    url.replacen(&format!("postgres://{SERVICE}@"), &format!("postgres://{SUPERUSER}@"), 1)
}

/// A running cluster.
#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    version: String,
    directory: String,
    _lifeline: ChildStdin,
}

/// The cluster of this process, started at the first call; an error says why there is none.
pub fn cluster() -> &'static Result<Cluster, String> {
    static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();
    CLUSTER.get_or_init(|| Cluster::start(&env::temp_dir(), "memory", &FORGETFUL))
}

impl Cluster {
    /// A cluster of one's own on the disk of this directory, where a commit waits for that disk.
    ///
    /// # Errors
    /// Why there is none.
    pub fn durable(directory: &Path) -> Result<Self, String> {
        Self::start(directory, "disk", &DURABLE)
    }

    fn start(place: &Path, medium: &str, settings: &[&str]) -> Result<Self, String> {
        let programs = programs().ok_or("PostgreSQL is not installed: no initdb on the PATH or in /usr/lib/postgresql")?;
        let version = version(&programs)?;
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "sh"]).arg(&programs).arg(place).arg(medium);
        keeper.args(settings.iter().flat_map(|setting| ["-c", setting]));
        if user_id("-u", None) == Some(0) {
            let no_user = "PostgreSQL does not run as root, and there is no user postgres to run it as";
            let (user, group) = (user_id("-u", Some("postgres")).ok_or(no_user)?, user_id("-g", Some("postgres")).ok_or(no_user)?);
            keeper.uid(user).gid(group);
            if medium == "disk" {
                chown(place, Some(user), Some(group)).map_err(|error| format!("{}: {error}", place.display()))?;
            }
        }
        // its own process group: an interrupt from the keyboard ends us, and only then the keeper
        keeper.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut keeper = keeper.spawn().map_err(|error| format!("sh: {error}"))?;
        let (Some(lifeline), Some(said)) = (keeper.stdin.take(), keeper.stdout.take()) else {
            return Err("sh has no pipes".to_owned());
        };
        let directory = ready(BufReader::new(said)).map_err(|log| format!("PostgreSQL {version} did not start: {log}"))?;
        let cluster = Self { programs, version, directory, _lifeline: lifeline };
        cluster.psql(&format!("CREATE ROLE {SERVICE} LOGIN"))?;
        Ok(cluster)
    }

    /// Creates a database, as a copy of `template` if there is one; nobody may be connected to that.
    ///
    /// # Errors
    /// What psql says.
    pub fn create_database(&self, name: &str, template: Option<&str>) -> Result<(), String> {
        let template = quoted(template.unwrap_or("template0"));
        // before version 15 copying the files was the only way
        let strategy = if self.major() < 15 { "" } else { " STRATEGY file_copy" };
        self.psql(&format!("CREATE DATABASE {} OWNER {SERVICE} TEMPLATE {template}{strategy}", quoted(name)))
    }

    /// Drops a database, ending whatever connections it still has.
    ///
    /// # Errors
    /// What psql says.
    pub fn drop_database(&self, name: &str) -> Result<(), String> {
        self.psql(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(name)))
    }

    /// Where the service connects to, as a role for which everything that holds for rows holds.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        self.url_of(SERVICE, database)
    }

    /// Where to connect to as the one for whom nothing holds.
    #[must_use]
    pub fn url_of_superuser(&self, database: &str) -> String {
        self.url_of(SUPERUSER, database)
    }

    fn url_of(&self, role: &str, database: &str) -> String {
        format!("postgres://{role}@{}/{}", percent_encoded(&self.directory), percent_encoded(database))
    }

    /// The server's version, such as `15.18`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// One of PostgreSQL's programs.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// The process that all its other processes are children of.
    ///
    /// # Errors
    /// When the cluster is gone.
    pub fn process_id(&self) -> Result<u32, String> {
        let file = Path::new(&self.directory).join("data/postmaster.pid");
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        text.lines().next().and_then(|line| line.trim().parse().ok()).ok_or_else(|| format!("{}: no process", file.display()))
    }

    fn major(&self) -> u32 {
        self.version.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
    }

    fn psql(&self, sql: &str) -> Result<(), String> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["--no-psqlrc", "--quiet", "--dbname", &self.url_of_superuser("postgres"), "--command", sql]);
        printed(&mut psql).map(drop).map_err(|said| format!("{sql}: {said}"))
    }
}

/// The directory with the newest PostgreSQL's programs.
fn programs() -> Option<PathBuf> {
    let on_path = env::var_os("PATH").and_then(|path| {
        let initdb = env::split_paths(&path).map(|dir| dir.join("initdb")).find(|file| file.is_file())?;
        Some(fs::canonicalize(initdb).ok()?.parent()?.to_owned())
    });
    let mut installed: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter_map(|dir| Some((dir.file_name()?.to_str()?.parse().ok()?, dir.join("bin"))))
        .collect();
    installed.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    let complete = |dir: &PathBuf| ["initdb", "postgres", "pg_isready", "psql"].iter().all(|name| dir.join(name).is_file());
    on_path.into_iter().chain(installed.into_iter().map(|(_, dir)| dir)).find(complete)
}

fn version(programs: &Path) -> Result<String, String> {
    let said = printed(Command::new(programs.join("postgres")).arg("--version"))?;
    said.split_whitespace().nth(2).map(str::to_owned).ok_or_else(|| format!("what version is this? {said}"))
}

/// The number of a user (`-u`) or its group (`-g`); of ourselves without a name.
fn user_id(which: &str, name: Option<&str>) -> Option<u32> {
    printed(Command::new("id").arg(which).args(name)).ok()?.trim().parse().ok()
}

/// Waits until the keeper says where the cluster is, or why there is none.
fn ready(mut said: impl BufRead) -> Result<String, String> {
    let mut text = String::new();
    said.read_line(&mut text).map_err(|error| error.to_string())?;
    if let Some(directory) = text.strip_prefix("ready ") {
        return Ok(directory.trim_end().to_owned());
    }
    said.read_to_string(&mut text).map_err(|error| error.to_string())?;
    Err(text)
}

/// What a command printed; what it complained of if it failed.
fn printed(command: &mut Command) -> Result<String, String> {
    let name = |program: &OsStr| program.to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{}: {error}", name(command.get_program())))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

fn quoted(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
