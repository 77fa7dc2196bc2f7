//! The process: hands the command line to the library and its exit code to the system.

/// A million triggers are many small allocations, made and freed on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    footage_audit::main()
}
