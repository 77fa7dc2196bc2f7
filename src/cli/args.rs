//! The flags of every command, as clap reads them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Audits exported police body-camera footage: which light-bar activations and contacts have no recording and
/// no explanation, and is the archive what was sealed?
#[derive(Debug, Parser)]
#[command(version, name = "footage-audit", propagate_version = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 complete, nothing found; 1 complete, findings; 2 could not run; \
                        3 incomplete, no findings in what could be read; 4 incomplete, with findings.\n\
                        A finding is a lead, not a determination.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Audit everything that an audit file names: logs, recordings, archives and their chains
    Scan(ScanArgs),
    /// Check the integrity of an archive: its chain and the bytes of every file
    Verify(VerifyArgs),
    /// Seal what is new in an archive: create its hash chain or extend it
    Seal(SealArgs),
    /// Append a purge, hold or release record to a chain; never touches footage
    #[command(subcommand)]
    Record(RecordCommand),
    /// Show what can be read from video files, each field with its source
    Inspect(InspectArgs),
    /// Write a commented audit.toml to fill in
    Init(InitArgs),
    /// Show one case of an earlier scan: its timeline, sources and explanation
    Show(ShowArgs),
    /// Explain a word of a report: a verdict, reason, status, finding code, …
    Explain(ExplainArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
}

#[derive(Debug, Args)]
pub(super) struct ScanArgs {
    /// The audit file, or the folder that holds an audit.toml
    #[arg(default_value = ".", value_hint = clap::ValueHint::AnyPath)]
    pub(super) path: PathBuf,

    /// Write the whole report into DIR: report.html, report.xlsx, the CSV files, timelines.jsonl, run.json
    ///
    /// DIR is absent, empty or an earlier output, and is replaced whole or not at all.
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(super) out: Option<PathBuf>,

    /// Say what is new since an earlier --out, and write changes.csv into --out
    ///
    /// DIR may be that of --out: it is read before it is replaced, and may be absent or empty the first time.
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(super) previous: Option<PathBuf>,

    /// Print nothing where the audit is complete and no finding of severity high or review is new
    ///
    /// A finding that changed, or is gone without being settled, counts as new. The exit code and --out stay
    /// what they are.
    #[arg(long, requires = "previous")]
    pub(super) quiet: bool,

    /// Also write a folder for each supervisor or unit into DIR, with their findings and nothing about others
    #[arg(long, value_enum, value_name = "WHOM", requires = "out")]
    pub(super) split_by: Option<SplitBy>,

    /// Write a page for the public, FILE.html, and FILE.csv beside it: rates for each unit and month
    ///
    /// No officer, camera, vehicle, event or path is named, and small numbers are withheld.
    #[arg(long, value_name = "FILE.html", value_hint = clap::ValueHint::FilePath)]
    pub(super) public: Option<PathBuf>,

    /// What to print on stdout; csv is the obligations
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,

    /// Show only triggers that began at or after this: a date, a local time or RFC 3339
    ///
    /// Merging, clocks and matching still use everything.
    #[arg(long, value_name = "TIME")]
    pub(super) since: Option<String>,

    /// Show only triggers that began before this
    #[arg(long, value_name = "TIME")]
    pub(super) until: Option<String>,

    /// Judge as of this moment: later rows are not used, deadlines are counted to it [default: now]
    #[arg(long, value_name = "TIME")]
    pub(super) as_of: Option<String>,

    /// How many threads work [default: one a processor]; few are faster on spinning disks
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,

    /// The least severity that makes the exit code 1 (or 4)
    #[arg(long, value_enum, default_value_t = FailOn::High, value_name = "SEVERITY")]
    pub(super) fail_on: FailOn,

    /// Do not hash: files are then `unchecked`, and the report says so
    #[arg(long)]
    pub(super) no_hash: bool,
}

/// Whose folders `--split-by` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SplitBy {
    /// by-supervisor/: one for each supervisor_id
    Supervisor,
    /// by-unit/: one for each unit
    Unit,
}

impl SplitBy {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Supervisor => "supervisor",
            Self::Unit => "unit",
        }
    }
}

/// What is printed on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A summary for people
    Table,
    /// Rows: of obligations.csv (scan) or of files.csv (verify)
    Csv,
    /// Everything, as one JSON document
    Json,
}

impl Format {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// Which findings make the exit code 1 or 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Findings of severity high
    High,
    /// Findings of severity high or review
    Review,
    /// None
    Never,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// An obligation, finding or event id, as the report prints it; an event may have several cases
    pub(super) id: String,

    /// The folder that `scan --out` wrote; nothing else is read
    #[arg(long = "in", value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    pub(super) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The word, as reports print it
    pub(super) code: String,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The root of an archive, or an audit file or the folder that holds an audit.toml
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    pub(super) path: PathBuf,

    /// The chain, where it does not lie in the root
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(super) chain: Option<PathBuf>,

    /// A checkpoint that was kept elsewhere, to hold the chain against; any number
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(super) anchor: Vec<PathBuf>,

    /// The key that anchors must be signed with: PEM, or a C2SP verifier key
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(super) public_key: Option<PathBuf>,

    /// The manifest that others wrote, where there is no chain: sha256sum, hashdeep or the bagit.txt of a bag
    ///
    /// Without it, SHA256SUMS, sha256sums.txt, *.sha256, hashdeep's files and bags are found by themselves.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(super) manifest: Option<PathBuf>,

    /// What to print on stdout; csv is the files
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,

    /// Write the whole report into DIR, as scan does
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(super) out: Option<PathBuf>,

    /// How many threads work [default: one a processor]
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
}

#[derive(Debug, Args)]
pub(super) struct SealArgs {
    /// The root of the archive; or an audit file, whose index and file names tell more of each file
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    pub(super) archive: PathBuf,

    /// The archive's name, for a new chain: letters, digits, `.`, `_`, `/`, `-` [default: the folder's name]
    #[arg(long)]
    pub(super) name: Option<String>,

    /// Sign the checkpoint with this Ed25519 key (PKCS#8 PEM, as `openssl genpkey` writes it)
    #[arg(long, value_name = "KEY.pem", value_hint = clap::ValueHint::FilePath)]
    pub(super) sign: Option<PathBuf>,

    /// Hash the files that are already sealed, too, and list those that changed
    #[arg(long)]
    pub(super) verify: bool,

    /// How many threads work [default: one a processor]
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
}

#[derive(Debug, Subcommand)]
pub(super) enum RecordCommand {
    /// Files were deleted on purpose
    Purge {
        #[command(flatten)]
        common: RecordArgs,
        /// Who approved it; somebody other than the authority
        #[arg(long, value_name = "WHO")]
        approved_by: String,
        /// The retention category [default: the sealed one of each file]
        #[arg(long, value_name = "CATEGORY")]
        rule: Option<String>,
    },
    /// Files must be kept
    Hold {
        #[command(flatten)]
        common: RecordArgs,
    },
    /// Files need not be kept any longer
    Release {
        #[command(flatten)]
        common: RecordArgs,
        /// Who approved it; somebody other than the authority
        #[arg(long, value_name = "WHO")]
        approved_by: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct RecordArgs {
    /// The root of the archive
    #[arg(value_hint = clap::ValueHint::DirPath)]
    pub(super) archive: PathBuf,
    /// Files, as their paths were sealed: relative to the root
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Who does it
    #[arg(long, value_name = "WHO")]
    pub(super) authority: String,
    /// When it happened: RFC 3339 [default: now]
    #[arg(long, value_name = "TIME")]
    pub(super) at: Option<String>,
    /// Sign the checkpoint with this Ed25519 key (PKCS#8 PEM, as `openssl genpkey` writes it)
    #[arg(long, value_name = "KEY.pem", value_hint = clap::ValueHint::FilePath)]
    pub(super) sign: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    /// Video files; a link, pipe or device is named and not opened
    #[arg(required = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(super) files: Vec<PathBuf>,

    /// What to print on stdout
    #[arg(long, value_enum, default_value_t = InspectFormat::Table)]
    pub(super) format: InspectFormat,

    /// How many threads work [default: one a processor]
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
}

/// What `inspect` prints on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum InspectFormat {
    /// A table for people
    Table,
    /// One JSON document
    Json,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder that is to hold the audit.toml; made where it is not there
    #[arg(default_value = ".", value_hint = clap::ValueHint::DirPath)]
    pub(super) dir: PathBuf,
}
