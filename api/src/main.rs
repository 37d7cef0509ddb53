//! The binary: everything it does is in the library, where tests reach it.

/// Many small pieces of memory, asked for and given back by a few threads.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    estafette_api::cli::run()
}
