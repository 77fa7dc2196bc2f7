# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_footage_audit_global_optspecs
    string join \n h/help V/version
end

function __fish_footage_audit_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_footage_audit_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_footage_audit_using_subcommand
    set -l cmd (__fish_footage_audit_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c footage-audit -n "__fish_footage_audit_needs_command" -s h -l help -d 'Print help'
complete -c footage-audit -n "__fish_footage_audit_needs_command" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_needs_command" -f -a "scan" -d 'Audit everything that an audit file names: logs, recordings, archives and their chains'
complete -c footage-audit -n "__fish_footage_audit_needs_command" -f -a "verify" -d 'Check the integrity of an archive: its chain and the bytes of every file'
complete -c footage-audit -n "__fish_footage_audit_needs_command" -f -a "seal" -d 'Seal what is new in an archive: create its hash chain or extend it'
complete -c footage-audit -n "__fish_footage_audit_needs_command" -f -a "record" -d 'Append a purge, hold or release record to a chain; never touches footage'
complete -c footage-audit -n "__fish_footage_audit_needs_command" -f -a "inspect" -d 'Show what can be read from video files, each field with its source'
complete -c footage-audit -n "__fish_footage_audit_needs_command" -f -a "init" -d 'Write a commented audit.toml to fill in'
complete -c footage-audit -n "__fish_footage_audit_needs_command" -f -a "show" -d 'Show one case of an earlier scan: its timeline, sources and explanation'
complete -c footage-audit -n "__fish_footage_audit_needs_command" -f -a "explain" -d 'Explain a word of a report: a verdict, reason, status, finding code, …'
complete -c footage-audit -n "__fish_footage_audit_needs_command" -f -a "completions" -d 'Print the completions of a shell'
complete -c footage-audit -n "__fish_footage_audit_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -l out -d 'Write the whole report into DIR: report.html, report.xlsx, the CSV files, timelines.jsonl, run.json' -r -f -a "(__fish_complete_directories)"
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -l previous -d 'Say what is new since an earlier --out, and write changes.csv into --out' -r -f -a "(__fish_complete_directories)"
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -l split-by -d 'Also write a folder for each supervisor or unit into DIR, with their findings and nothing about others' -r -f -a "supervisor\t'by-supervisor/: one for each supervisor_id'
unit\t'by-unit/: one for each unit'"
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -l public -d 'Write a page for the public, FILE.html, and FILE.csv beside it: rates for each unit and month' -r -F
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -l format -d 'What to print on stdout; csv is the obligations' -r -f -a "table\t'A summary for people'
csv\t'Rows: of obligations.csv (scan) or of files.csv (verify)'
json\t'Everything, as one JSON document'"
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -l since -d 'Show only triggers that began at or after this: a date, a local time or RFC 3339' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -l until -d 'Show only triggers that began before this' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -l as-of -d 'Judge as of this moment: later rows are not used, deadlines are counted to it [default: now]' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -s j -l jobs -d 'How many threads work [default: one a processor]; few are faster on spinning disks' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -l fail-on -d 'The least severity that makes the exit code 1 (or 4)' -r -f -a "high\t'Findings of severity high'
review\t'Findings of severity high or review'
never\t'None'"
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -l quiet -d 'Print nothing where the audit is complete and no finding of severity high or review is new'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -l no-hash -d 'Do not hash: files are then `unchecked`, and the report says so'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand scan" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand verify" -l chain -d 'The chain, where it does not lie in the root' -r -F
complete -c footage-audit -n "__fish_footage_audit_using_subcommand verify" -l anchor -d 'A checkpoint that was kept elsewhere, to hold the chain against; any number' -r -F
complete -c footage-audit -n "__fish_footage_audit_using_subcommand verify" -l public-key -d 'The key that anchors must be signed with: PEM, or a C2SP verifier key' -r -F
complete -c footage-audit -n "__fish_footage_audit_using_subcommand verify" -l manifest -d 'The manifest that others wrote, where there is no chain: sha256sum, hashdeep or the bagit.txt of a bag' -r -F
complete -c footage-audit -n "__fish_footage_audit_using_subcommand verify" -l format -d 'What to print on stdout; csv is the files' -r -f -a "table\t'A summary for people'
csv\t'Rows: of obligations.csv (scan) or of files.csv (verify)'
json\t'Everything, as one JSON document'"
complete -c footage-audit -n "__fish_footage_audit_using_subcommand verify" -l out -d 'Write the whole report into DIR, as scan does' -r -f -a "(__fish_complete_directories)"
complete -c footage-audit -n "__fish_footage_audit_using_subcommand verify" -s j -l jobs -d 'How many threads work [default: one a processor]' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand verify" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand seal" -l name -d 'The archive\'s name, for a new chain: letters, digits, `.`, `_`, `/`, `-` [default: the folder\'s name]' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand seal" -l sign -d 'Sign the checkpoint with this Ed25519 key (PKCS#8 PEM, as `openssl genpkey` writes it)' -r -F
complete -c footage-audit -n "__fish_footage_audit_using_subcommand seal" -s j -l jobs -d 'How many threads work [default: one a processor]' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand seal" -l verify -d 'Hash the files that are already sealed, too, and list those that changed'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand seal" -s h -l help -d 'Print help'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand seal" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and not __fish_seen_subcommand_from purge hold release help" -s h -l help -d 'Print help'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and not __fish_seen_subcommand_from purge hold release help" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and not __fish_seen_subcommand_from purge hold release help" -f -a "purge" -d 'Files were deleted on purpose'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and not __fish_seen_subcommand_from purge hold release help" -f -a "hold" -d 'Files must be kept'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and not __fish_seen_subcommand_from purge hold release help" -f -a "release" -d 'Files need not be kept any longer'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and not __fish_seen_subcommand_from purge hold release help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from purge" -l authority -d 'Who does it' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from purge" -l at -d 'When it happened: RFC 3339 [default: now]' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from purge" -l sign -d 'Sign the checkpoint with this Ed25519 key (PKCS#8 PEM, as `openssl genpkey` writes it)' -r -F
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from purge" -l approved-by -d 'Who approved it; somebody other than the authority' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from purge" -l rule -d 'The retention category [default: the sealed one of each file]' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from purge" -s h -l help -d 'Print help'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from purge" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from hold" -l authority -d 'Who does it' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from hold" -l at -d 'When it happened: RFC 3339 [default: now]' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from hold" -l sign -d 'Sign the checkpoint with this Ed25519 key (PKCS#8 PEM, as `openssl genpkey` writes it)' -r -F
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from hold" -s h -l help -d 'Print help'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from hold" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from release" -l authority -d 'Who does it' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from release" -l at -d 'When it happened: RFC 3339 [default: now]' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from release" -l sign -d 'Sign the checkpoint with this Ed25519 key (PKCS#8 PEM, as `openssl genpkey` writes it)' -r -F
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from release" -l approved-by -d 'Who approved it; somebody other than the authority' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from release" -s h -l help -d 'Print help'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from release" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from help" -f -a "purge" -d 'Files were deleted on purpose'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from help" -f -a "hold" -d 'Files must be kept'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from help" -f -a "release" -d 'Files need not be kept any longer'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand record; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand inspect" -l format -d 'What to print on stdout' -r -f -a "table\t'A table for people'
json\t'One JSON document'"
complete -c footage-audit -n "__fish_footage_audit_using_subcommand inspect" -s j -l jobs -d 'How many threads work [default: one a processor]' -r
complete -c footage-audit -n "__fish_footage_audit_using_subcommand inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand inspect" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand init" -s h -l help -d 'Print help'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand init" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand show" -l in -d 'The folder that `scan --out` wrote; nothing else is read' -r -f -a "(__fish_complete_directories)"
complete -c footage-audit -n "__fish_footage_audit_using_subcommand show" -s h -l help -d 'Print help'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand show" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand explain" -s h -l help -d 'Print help'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand explain" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand completions" -s h -l help -d 'Print help'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand completions" -s V -l version -d 'Print version'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and not __fish_seen_subcommand_from scan verify seal record inspect init show explain completions help" -f -a "scan" -d 'Audit everything that an audit file names: logs, recordings, archives and their chains'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and not __fish_seen_subcommand_from scan verify seal record inspect init show explain completions help" -f -a "verify" -d 'Check the integrity of an archive: its chain and the bytes of every file'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and not __fish_seen_subcommand_from scan verify seal record inspect init show explain completions help" -f -a "seal" -d 'Seal what is new in an archive: create its hash chain or extend it'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and not __fish_seen_subcommand_from scan verify seal record inspect init show explain completions help" -f -a "record" -d 'Append a purge, hold or release record to a chain; never touches footage'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and not __fish_seen_subcommand_from scan verify seal record inspect init show explain completions help" -f -a "inspect" -d 'Show what can be read from video files, each field with its source'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and not __fish_seen_subcommand_from scan verify seal record inspect init show explain completions help" -f -a "init" -d 'Write a commented audit.toml to fill in'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and not __fish_seen_subcommand_from scan verify seal record inspect init show explain completions help" -f -a "show" -d 'Show one case of an earlier scan: its timeline, sources and explanation'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and not __fish_seen_subcommand_from scan verify seal record inspect init show explain completions help" -f -a "explain" -d 'Explain a word of a report: a verdict, reason, status, finding code, …'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and not __fish_seen_subcommand_from scan verify seal record inspect init show explain completions help" -f -a "completions" -d 'Print the completions of a shell'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and not __fish_seen_subcommand_from scan verify seal record inspect init show explain completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and __fish_seen_subcommand_from record" -f -a "purge" -d 'Files were deleted on purpose'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and __fish_seen_subcommand_from record" -f -a "hold" -d 'Files must be kept'
complete -c footage-audit -n "__fish_footage_audit_using_subcommand help; and __fish_seen_subcommand_from record" -f -a "release" -d 'Files need not be kept any longer'
