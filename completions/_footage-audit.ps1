
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'footage-audit' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'footage-audit'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'footage-audit' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Audit everything that an audit file names: logs, recordings, archives and their chains')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check the integrity of an archive: its chain and the bytes of every file')
            [CompletionResult]::new('seal', 'seal', [CompletionResultType]::ParameterValue, 'Seal what is new in an archive: create its hash chain or extend it')
            [CompletionResult]::new('record', 'record', [CompletionResultType]::ParameterValue, 'Append a purge, hold or release record to a chain; never touches footage')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Show what can be read from video files, each field with its source')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a commented audit.toml to fill in')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one case of an earlier scan: its timeline, sources and explanation')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a word of a report: a verdict, reason, status, finding code, …')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions of a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'footage-audit;scan' {
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write the whole report into DIR: report.html, report.xlsx, the CSV files, timelines.jsonl, run.json')
            [CompletionResult]::new('--previous', '--previous', [CompletionResultType]::ParameterName, 'Say what is new since an earlier --out, and write changes.csv into --out')
            [CompletionResult]::new('--split-by', '--split-by', [CompletionResultType]::ParameterName, 'Also write a folder for each supervisor or unit into DIR, with their findings and nothing about others')
            [CompletionResult]::new('--public', '--public', [CompletionResultType]::ParameterName, 'Write a page for the public, FILE.html, and FILE.csv beside it: rates for each unit and month')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print on stdout; csv is the obligations')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show only triggers that began at or after this: a date, a local time or RFC 3339')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Show only triggers that began before this')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'Judge as of this moment: later rows are not used, deadlines are counted to it [default: now]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many threads work [default: one a processor]; few are faster on spinning disks')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many threads work [default: one a processor]; few are faster on spinning disks')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least severity that makes the exit code 1 (or 4)')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing where the audit is complete and no finding of severity high or review is new')
            [CompletionResult]::new('--no-hash', '--no-hash', [CompletionResultType]::ParameterName, 'Do not hash: files are then `unchecked`, and the report says so')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'footage-audit;verify' {
            [CompletionResult]::new('--chain', '--chain', [CompletionResultType]::ParameterName, 'The chain, where it does not lie in the root')
            [CompletionResult]::new('--anchor', '--anchor', [CompletionResultType]::ParameterName, 'A checkpoint that was kept elsewhere, to hold the chain against; any number')
            [CompletionResult]::new('--public-key', '--public-key', [CompletionResultType]::ParameterName, 'The key that anchors must be signed with: PEM, or a C2SP verifier key')
            [CompletionResult]::new('--manifest', '--manifest', [CompletionResultType]::ParameterName, 'The manifest that others wrote, where there is no chain: sha256sum, hashdeep or the bagit.txt of a bag')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print on stdout; csv is the files')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write the whole report into DIR, as scan does')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many threads work [default: one a processor]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many threads work [default: one a processor]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'footage-audit;seal' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The archive''s name, for a new chain: letters, digits, `.`, `_`, `/`, `-` [default: the folder''s name]')
            [CompletionResult]::new('--sign', '--sign', [CompletionResultType]::ParameterName, 'Sign the checkpoint with this Ed25519 key (PKCS#8 PEM, as `openssl genpkey` writes it)')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many threads work [default: one a processor]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many threads work [default: one a processor]')
            [CompletionResult]::new('--verify', '--verify', [CompletionResultType]::ParameterName, 'Hash the files that are already sealed, too, and list those that changed')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'footage-audit;record' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('purge', 'purge', [CompletionResultType]::ParameterValue, 'Files were deleted on purpose')
            [CompletionResult]::new('hold', 'hold', [CompletionResultType]::ParameterValue, 'Files must be kept')
            [CompletionResult]::new('release', 'release', [CompletionResultType]::ParameterValue, 'Files need not be kept any longer')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'footage-audit;record;purge' {
            [CompletionResult]::new('--authority', '--authority', [CompletionResultType]::ParameterName, 'Who does it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: RFC 3339 [default: now]')
            [CompletionResult]::new('--sign', '--sign', [CompletionResultType]::ParameterName, 'Sign the checkpoint with this Ed25519 key (PKCS#8 PEM, as `openssl genpkey` writes it)')
            [CompletionResult]::new('--approved-by', '--approved-by', [CompletionResultType]::ParameterName, 'Who approved it; somebody other than the authority')
            [CompletionResult]::new('--rule', '--rule', [CompletionResultType]::ParameterName, 'The retention category [default: the sealed one of each file]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'footage-audit;record;hold' {
            [CompletionResult]::new('--authority', '--authority', [CompletionResultType]::ParameterName, 'Who does it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: RFC 3339 [default: now]')
            [CompletionResult]::new('--sign', '--sign', [CompletionResultType]::ParameterName, 'Sign the checkpoint with this Ed25519 key (PKCS#8 PEM, as `openssl genpkey` writes it)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'footage-audit;record;release' {
            [CompletionResult]::new('--authority', '--authority', [CompletionResultType]::ParameterName, 'Who does it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When it happened: RFC 3339 [default: now]')
            [CompletionResult]::new('--sign', '--sign', [CompletionResultType]::ParameterName, 'Sign the checkpoint with this Ed25519 key (PKCS#8 PEM, as `openssl genpkey` writes it)')
            [CompletionResult]::new('--approved-by', '--approved-by', [CompletionResultType]::ParameterName, 'Who approved it; somebody other than the authority')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'footage-audit;record;help' {
            [CompletionResult]::new('purge', 'purge', [CompletionResultType]::ParameterValue, 'Files were deleted on purpose')
            [CompletionResult]::new('hold', 'hold', [CompletionResultType]::ParameterValue, 'Files must be kept')
            [CompletionResult]::new('release', 'release', [CompletionResultType]::ParameterValue, 'Files need not be kept any longer')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'footage-audit;record;help;purge' {
            break
        }
        'footage-audit;record;help;hold' {
            break
        }
        'footage-audit;record;help;release' {
            break
        }
        'footage-audit;record;help;help' {
            break
        }
        'footage-audit;inspect' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to print on stdout')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'How many threads work [default: one a processor]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many threads work [default: one a processor]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'footage-audit;init' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'footage-audit;show' {
            [CompletionResult]::new('--in', '--in', [CompletionResultType]::ParameterName, 'The folder that `scan --out` wrote; nothing else is read')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'footage-audit;explain' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'footage-audit;completions' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'footage-audit;help' {
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Audit everything that an audit file names: logs, recordings, archives and their chains')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check the integrity of an archive: its chain and the bytes of every file')
            [CompletionResult]::new('seal', 'seal', [CompletionResultType]::ParameterValue, 'Seal what is new in an archive: create its hash chain or extend it')
            [CompletionResult]::new('record', 'record', [CompletionResultType]::ParameterValue, 'Append a purge, hold or release record to a chain; never touches footage')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Show what can be read from video files, each field with its source')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a commented audit.toml to fill in')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one case of an earlier scan: its timeline, sources and explanation')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a word of a report: a verdict, reason, status, finding code, …')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions of a shell')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'footage-audit;help;scan' {
            break
        }
        'footage-audit;help;verify' {
            break
        }
        'footage-audit;help;seal' {
            break
        }
        'footage-audit;help;record' {
            [CompletionResult]::new('purge', 'purge', [CompletionResultType]::ParameterValue, 'Files were deleted on purpose')
            [CompletionResult]::new('hold', 'hold', [CompletionResultType]::ParameterValue, 'Files must be kept')
            [CompletionResult]::new('release', 'release', [CompletionResultType]::ParameterValue, 'Files need not be kept any longer')
            break
        }
        'footage-audit;help;record;purge' {
            break
        }
        'footage-audit;help;record;hold' {
            break
        }
        'footage-audit;help;record;release' {
            break
        }
        'footage-audit;help;inspect' {
            break
        }
        'footage-audit;help;init' {
            break
        }
        'footage-audit;help;show' {
            break
        }
        'footage-audit;help;explain' {
            break
        }
        'footage-audit;help;completions' {
            break
        }
        'footage-audit;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
