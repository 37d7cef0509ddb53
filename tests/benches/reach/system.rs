//! What processes cost, and how fast the disk is.

use std::{
    fs::{self, File},
    io::Write,
    os::unix::fs::MetadataExt,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

/// A process, or with all its children what a cluster is.
#[derive(Debug, Clone, Copy)]
pub enum Watched {
    /// One process.
    Process(u32),
    /// A process and its children.
    Family(u32),
}

impl Watched {
    /// CPU seconds used so far, in user and system together.
    pub fn cpu_seconds(self) -> f64 {
        let ticks = match self {
            Self::Process(id) => stat(id).map_or(0, |stat| stat.own),
            Self::Family(id) => {
                let children = processes().filter_map(stat).filter(|stat| stat.parent == id).map(|stat| stat.own + stat.waited_for);
                children.sum::<u64>() + stat(id).map_or(0, |stat| stat.own + stat.waited_for)
            }
        };
        ticks as f64 / ticks_per_second()
    }
}

/// The most memory a process ever held, in MiB.
pub fn peak_memory(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kib.unwrap_or(f64::NAN) / 1024.0
}

struct Stat {
    parent: u32,
    own: u64,
    waited_for: u64,
}

fn processes() -> impl Iterator<Item = u32> {
    let all = fs::read_dir("/proc").expect("the system tells of its processes");
    all.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

fn stat(process: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands between brackets and may hold anything; what follows are numbers.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Stat { parent: fields.get(1)?.parse().ok()?, own: number(11)? + number(12)?, waited_for: number(13)? + number(14)? })
}

fn ticks_per_second() -> f64 {
    static TICKS: std::sync::OnceLock<f64> = std::sync::OnceLock::new();
    *TICKS.get_or_init(|| said("getconf", &["CLK_TCK"]).parse().unwrap_or(100.0))
}

/// What a command prints; nothing if it cannot be run.
pub fn said(command: &str, args: &[&str]) -> String {
    let output = Command::new(command).args(args).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

/// How often a second a block of 4 KiB can be appended and brought to the disk, and what one usually takes.
#[derive(Debug, Clone, Copy)]
pub struct Flushes {
    /// Flushes a second.
    pub rate: f64,
    /// The median time of one, in milliseconds.
    pub median: f64,
}

/// Measures the disk under this folder, by `fsync` or by `fdatasync`.
pub fn flushes(folder: &Path, only_data: bool, time: Duration) -> Flushes {
    let path = folder.join("flushed");
    let mut file = File::create(&path).expect("a file on the disk");
    let (block, began, mut took) = ([7u8; 4096], Instant::now(), Vec::new());
    while began.elapsed() < time {
        let one = Instant::now();
        file.write_all(&block).and_then(|()| if only_data { file.sync_data() } else { file.sync_all() }).expect("the disk takes a block");
        took.push(one.elapsed().as_secs_f64() * 1000.0);
    }
    let rate = took.len() as f64 / began.elapsed().as_secs_f64();
    let _ = fs::remove_file(path);
    took.sort_by(f64::total_cmp);
    Flushes { rate, median: took[took.len() / 2] }
}

/// The kind of file system under a folder, such as `ext4`.
pub fn file_system(folder: &Path) -> String {
    let device = fs::metadata(folder).map(|data| data.dev()).unwrap_or_default();
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let mut found = mounts.lines().filter_map(|line| {
        let fields: Vec<&str> = line.split(' ').collect();
        let on = fs::metadata(fields.get(1)?).ok()?.dev();
        (on == device).then(|| (*fields.get(2).unwrap_or(&"")).to_owned())
    });
    found.next_back().unwrap_or_else(|| "unknown".to_owned())
}

/// Refuses a folder in memory, where a flush costs nothing.
pub fn demand_disk(folder: &Path) {
    let kind = file_system(folder);
    assert!(
        !matches!(kind.as_str(), "tmpfs" | "ramfs"),
        "{} is in memory ({kind}): give a folder on a disk with --directory",
        folder.display()
    );
}
