//! The binary: everything it does is in the library, where tests reach it.

/// Many small pieces of memory, asked for and given back by a few threads.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    keep_pages_small();
    estafette_api::cli::run()
}

/// The allocator asks the system for pages of 2 MiB, of which many small pieces fill but a part: a third of all the memory stayed empty.
/// Where that cannot be told, there is more memory taken and nothing else.
fn keep_pages_small() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
