# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_probebox_global_optspecs
    string join \n h/help V/version
end

function __fish_probebox_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_probebox_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_probebox_using_subcommand
    set -l cmd (__fish_probebox_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c probebox -n "__fish_probebox_needs_command" -s h -l help -d 'Print help'
complete -c probebox -n "__fish_probebox_needs_command" -s V -l version -d 'Print version'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "list" -d 'List the tools'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "doctor" -d 'Tell which tools work on this machine, and why others do not'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "containers" -d 'List the containers that run here, with their names and pods'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "help" -d 'Show how to use a tool or a command'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "man" -d 'Write a manual page, in roff'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "completions" -d 'Write completions for a shell, of probebox and of links to it'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "schema" -d 'Write the JSON Schema of a tool\'s rows'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "install" -d 'Link each tool\'s name to probebox, so that it can be called by it'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "bashreadline" -d 'Show the lines that are typed into bash'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "bcachefsdist" -d 'Show how long operations of bcachefs take, as histograms'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "bcachefsslower" -d 'Trace slow operations of bcachefs'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "biolatency" -d 'Show how long block I/O takes, as a histogram'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "biopattern" -d 'Show how much of the I/O to each disk is random'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "biosnoop" -d 'Trace block I/O, each request with who submitted it'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "biostacks" -d 'Show how long block I/O takes, by the stack that submits it'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "biotop" -d 'Show which processes do most block I/O'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "bitesize" -d 'Show how large block I/O is, as a histogram for each program'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "btrfsdist" -d 'Show how long operations of btrfs take, as histograms'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "btrfsslower" -d 'Trace slow operations of btrfs'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "cachestat" -d 'Count pages of files that were in memory when asked for'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "cachetop" -d 'Show whose file reads and writes find their pages in memory'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "capable" -d 'Trace checks of capabilities, and how they end'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "cpudist" -d 'Show how long tasks keep a CPU, or are off it, as a histogram'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "cpufreq" -d 'Sample the frequency of CPUs, as a histogram for each program'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "execsnoop" -d 'Trace programs that start, by whatever system call and thread'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "exitsnoop" -d 'Trace processes that end, and how'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "ext4dist" -d 'Show how long operations of ext4 take, as histograms'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "ext4slower" -d 'Trace slow operations of ext4'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "f2fsdist" -d 'Show how long operations of f2fs take, as histograms'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "f2fsslower" -d 'Trace slow operations of f2fs'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "filelife" -d 'Trace files that live briefly: made and removed meanwhile'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "filetop" -d 'Show which files are read and written most, and by whom'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "fsdist" -d 'Show how long a file system\'s operations take, as histograms'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "fsslower" -d 'Trace slow operations of a file system'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "funccount" -d 'Count passes of functions, tracepoints or static probes'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "funclatency" -d 'Show how long calls of functions take, as a histogram'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "funcslower" -d 'Trace calls of functions that take long'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "fusedist" -d 'Show how long operations of fuse take, as histograms'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "fuseslower" -d 'Trace slow operations of fuse'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "gethostlatency" -d 'Show how long getaddrinfo and its like take to find a host'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "hardirqs" -d 'Show how long the handlers of interrupts take'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "javagc" -d 'Trace Java\'s collections of garbage that take long'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "killsnoop" -d 'Trace the calls kill, tkill and tgkill'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "ksnoop" -d 'Trace calls of the kernel\'s functions with their values'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "llcstat" -d 'Sample references to the last cache, and misses, by process'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "memleak" -d 'Show memory that was taken and not given back, by stack'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "nfsdist" -d 'Show how long operations of nfs take, as histograms'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "nfsslower" -d 'Trace slow operations of nfs'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "offcputime" -d 'Sum up time off the CPU, by the stack in which it was left'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "offwaketime" -d 'Sum up time off the CPU, by the stacks of task and waker'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "opensnoop" -d 'Trace file opens, with the name that the kernel used'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "profile" -d 'Sample stacks on all CPUs, to see what takes their time'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "readahead" -d 'Show how long pages that were read ahead wait for their use'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "runqlat" -d 'Show how long tasks wait for a CPU, as a histogram'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "runqlen" -d 'Sample how many tasks wait for a CPU, as a histogram'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "runqslower" -d 'Trace tasks that wait long for a CPU'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "sigsnoop" -d 'Trace signals, sent by system calls and by the kernel'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "slabratetop" -d 'Show from which caches the kernel takes most objects'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "softirqs" -d 'Show how long soft interrupts take'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "stackcount" -d 'Count the stacks by which functions or tracepoints are passed'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "statsnoop" -d 'Trace stat, statx, statfs and their relatives'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "syncsnoop" -d 'Trace sync, fsync and their like, which write files back'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "syscount" -d 'Count system calls'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "tcpaccept" -d 'Trace TCP connections that are accepted here'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "tcpconnect" -d 'Trace TCP connections that are begun here, and how that ended'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "tcpconnlat" -d 'Trace how long TCP connections take to be answered'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "tcpdrop" -d 'Trace packets of TCP that the kernel drops'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "tcplife" -d 'Trace TCP connections that end, with their bytes and duration'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "tcpretrans" -d 'Trace TCP retransmissions'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "tcprtt" -d 'Show round-trip times of TCP connections, as a histogram'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "tcpstates" -d 'Trace changes of TCP sockets\' states, with their durations'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "tcpsynbl" -d 'Show how many connections wait to be accepted, as a histogram'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "tcptop" -d 'Show which TCP connections move most data, and whose they are'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "tcptracer" -d 'Trace TCP connections: established, accepted and closed'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "threadsnoop" -d 'Trace threads that programs start, with their functions'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "vfsstat" -d 'Count reads, writes, opens, makes and removals of files'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "wakeuptime" -d 'Sum up how long tasks sleep, by the stack that wakes them'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "xfsdist" -d 'Show how long operations of xfs take, as histograms'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "xfsslower" -d 'Trace slow operations of xfs'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "zfsdist" -d 'Show how long operations of zfs take, as histograms'
complete -c probebox -n "__fish_probebox_needs_command" -f -a "zfsslower" -d 'Trace slow operations of zfs'
complete -c probebox -n "__fish_probebox_using_subcommand list" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand list" -s h -l help -d 'Print help'
complete -c probebox -n "__fish_probebox_using_subcommand doctor" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c probebox -n "__fish_probebox_using_subcommand containers" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand containers" -s h -l help -d 'Print help'
complete -c probebox -n "__fish_probebox_using_subcommand help" -s h -l help -d 'Print help'
complete -c probebox -n "__fish_probebox_using_subcommand man" -s h -l help -d 'Print help'
complete -c probebox -n "__fish_probebox_using_subcommand completions" -s h -l help -d 'Print help'
complete -c probebox -n "__fish_probebox_using_subcommand schema" -s h -l help -d 'Print help'
complete -c probebox -n "__fish_probebox_using_subcommand install" -l links -d 'The folder that the links go into' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand install" -l prefix -d 'What the links\' names begin with' -r -f -a "bpf-\t''
probebox-\t''"
complete -c probebox -n "__fish_probebox_using_subcommand install" -s h -l help -d 'Print help'
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -s s -l shared -d 'The file that has readline(3), by path or name; else bash, or the library that it uses' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand bashreadline" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsdist" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -s m -l min -d 'Show what takes so many milliseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -s F -l full-path -d 'Show full paths'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -s c -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand bcachefsslower" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l by -d 'A histogram for each of these, or of their combinations' -r -f -a "cgroup\t''
container\t''
pod\t''
disk\t''
flags\t''"
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -s d -l disk -d 'Trace this disk only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -s Q -l queued -d 'Include the time that requests were queued in the system'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -s D -l disks -d 'A histogram for each disk'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -s F -l flags -d 'A histogram for each set of flags'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand biolatency" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -s d -l disk -d 'Trace this disk only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l by -d 'Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart' -r
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l top -d 'Print only so many rows of each table, the first ones' -r
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand biopattern" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -s d -l disk -d 'Trace this disk only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -s m -l min -d 'Show requests only that took at least so many milliseconds on the device' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -s Q -l queued -d 'Show the time that requests were queued in the system'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -s t -l timestamp -d 'Show the time of day'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand biosnoop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -s d -l disk -d 'Trace this disk only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l interval -d 'Seconds between summaries; without it there is one, at the end' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand biostacks" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l by -d 'Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -s r -l rows -d 'Print at most so many rows; else as many as fit on a terminal, 20 in text, all in JSON and CSV' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -s s -l sort -d 'Sort by a column, or by all, io, bytes, time' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -s C -l noclear -d 'Print the tables one below the other, also on a terminal'
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand biotop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -s d -l disk -d 'Trace this disk only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -s c -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand bitesize" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsdist" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -s m -l min -d 'Show what takes so many milliseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -s F -l full-path -d 'Show full paths'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -s c -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand btrfsslower" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l by -d 'Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -s T -l timestamp -d 'Show the time of day'
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand cachestat" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l by -d 'Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -s r -l rows -d 'Print at most so many rows; else as many as fit on a terminal, 20 in text, all in JSON and CSV' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -s s -l sort -d 'Sort by a column, or by hits' -r
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -s C -l noclear -d 'Print the tables one below the other, also on a terminal'
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand cachetop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l perf-max-stack-depth -d 'Take so many frames of each stack at most, the innermost' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -s u -l unique -d 'Show each capability once for each process or cgroup' -r -f -a "off\t''
pid\t''
cgroup\t''"
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand capable" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand capable" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand capable" -s K -l kernel-stack -d 'Show the stack of the kernel'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -s U -l user-stack -d 'Show the stack of the program'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -s x -l extra-fields -d 'Show the thread, too, and whether it was asked for a set-user-ID'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand capable" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l by -d 'A histogram for each of these' -r -f -a "pid\t''
tid\t''
pidns\t''
cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -s O -l offcpu -d 'Show how long they are off the CPU, asleep or waiting for one'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -s P -l pids -d 'A histogram for each process'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -s L -l tids -d 'A histogram for each thread'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l pidnss -d 'A histogram for each PID namespace'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand cpudist" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -s f -l frequency -d 'So many samples a second on each CPU' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand cpufreq" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s n -l name -d 'Show programs only whose name contains this: the new name, or the caller\'s if the exec failed' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s l -l line -d 'Show programs only of which an argument contains this within the first 16 KiB of arguments' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l max-args -d 'Show at most so many arguments' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s u -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s x -l fails -d 'Show failed execs as well'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s q -l quote -d 'Quote arguments as a shell would need them'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s T -d 'Show the time of day'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s t -l timestamp -d 'Show the seconds since the start'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s U -l print-uid -d 'Show the user'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand execsnoop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -s x -l failed -d 'Show only those that did not end with status 0'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -s T -l threaded -d 'Show each thread that ends'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -s t -l timestamp -d 'Show the time of day'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand exitsnoop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand ext4dist" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -s m -l min -d 'Show what takes so many milliseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -s F -l full-path -d 'Show full paths'
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -s c -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand ext4slower" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsdist" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -s m -l min -d 'Show what takes so many milliseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -s F -l full-path -d 'Show full paths'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -s c -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand f2fsslower" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -s F -l full-path -d 'Show full paths'
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand filelife" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l by -d 'Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -s r -l rows -d 'Print at most so many rows; else as many as fit on a terminal, 20 in text, all in JSON and CSV' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -s s -l sort -d 'Sort by a column, or by all, reads, writes, rbytes, wbytes' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -s a -l all -d 'Include what is no regular file: pipes, sockets, devices'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -s C -l noclear -d 'Print the tables one below the other, also on a terminal'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand filetop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand fsdist" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -s m -l min -d 'Show what takes so many milliseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -s F -l full-path -d 'Show full paths'
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -s c -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand fsslower" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -s i -l interval -d 'Seconds between summaries, as the number behind FN' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -s c -l cpu -d 'Count on this CPU only' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l by -d 'Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l top -d 'Print only so many rows of each table, the first ones' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -s r -l regexp -d 'Names are regular expressions'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand funccount" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s i -l interval -d 'Seconds between summaries, as the number behind FN' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s r -l regexp -d 'Names are regular expressions'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s u -l microseconds -d 'Print in microseconds'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s F -l function -d 'A histogram for each function'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s k -l kprobes -d 'Put a probe at each function apart, also where the kernel can do all at once'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand funclatency" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s m -l min-ms -d 'Show calls of so many milliseconds or more; 1 if nothing is said' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s u -l min-us -d 'Show calls of so many microseconds or more, and how long they took in microseconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s a -l arguments -d 'Show so many arguments, from registers' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l perf-max-stack-depth -d 'Take so many frames of each stack at most, the innermost' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s U -l user-stack -d 'Show where in the program it was called'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s K -l kernel-stack -d 'Show where in the kernel it was called'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s T -d 'Show the time of day'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s t -l timestamp -d 'Show the seconds since the start'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand funcslower" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand fusedist" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -s m -l min -d 'Show what takes so many milliseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -s F -l full-path -d 'Show full paths'
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -s c -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand fuseslower" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -s l -l libc -d 'The C library, by path or name; else the one that the traced process uses, or the system\'s' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand gethostlatency" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -s s -l cpu -d 'Trace this CPU only' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l top -d 'Print only so many rows of each table, the first ones' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -s C -l per-cpu -d 'Each CPU apart'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -s d -l distributed -d 'Print the distribution of times, as histograms'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -s N -l nanoseconds -d 'Print in nanoseconds'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l percentiles -d 'With -d: print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand hardirqs" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -s t -l min -d 'Show collections of so many microseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -s j -l jvm -d 'Java\'s library, by path or name; else the one that the traced process uses, or all that are in use' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand javagc" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -s s -l signal -d 'Trace these signals only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -s k -l kill -d 'Trace the calls kill, tkill and tgkill instead, with what they were given and returned'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -s x -l failed -d 'Show only signals that were not delivered, and calls that failed'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -s n -l name -d 'Show the signal\'s name, too'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand killsnoop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -s P -l pages -d 'Size of the ring buffer in pages' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -s s -l stack -d 'Trace each function only where the one before it has led to it'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -s d -l debug -d 'Show what libbpf and the verifier say, as --verbose does'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand ksnoop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -s c -l sample_period -d 'Take a sample whenever a CPU has counted so many references, or misses' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l by -d 'Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -s t -l threads -d 'A row for each thread'
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand llcstat" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s O -l obj -d 'Trace functions of this program or library, by path or name; else those that the process uses' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s S -l symbols-prefix -d 'The functions\' names begin so, such as `je_`' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s c -l command -d 'As COMMAND behind \'--\', in one word' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s o -l older -d 'Tell blocks only that are so many milliseconds old' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s s -l sample-rate -d 'Of so many blocks count one, which costs less' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s T -l top -d 'Tell so many stacks, those that hold most' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s z -l min-size -d 'Count blocks only of so many bytes or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s Z -l max-size -d 'Count blocks only of so many bytes or less' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l perf-max-stack-depth -d 'Take so many frames of each stack at most, the innermost' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s P -l percpu -d 'Trace the kernel\'s memory for each CPU'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s F -l wa-missing-free -d 'What is handed out again was given back: this is always so'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s a -l show-allocs -d 'Tell each block\'s address and size, too'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s C -l combined-only -d 'Tell what each stack holds, however young'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s t -l trace -d 'Tell each block that is taken or given back, and no reports'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l lines -d 'Tell file and line of the source, and functions that were inlined, where the program\'s file has them'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand memleak" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand nfsdist" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -s m -l min -d 'Show what takes so many milliseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -s F -l full-path -d 'Show full paths'
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -s c -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand nfsslower" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s m -l min-block-time -d 'Count times only of so many microseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s M -l max-block-time -d 'Count times only of so many microseconds or less' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l state -d 'Count tasks only that leave the CPU in this state, by number: 0 wants to run, 1 sleeps, 2 sleeps uninterruptibly' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l perf-max-stack-depth -d 'Take so many frames of each stack at most, the innermost' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l stack-storage-size -d 'Make room for so many different stacks in each second' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l interval -d 'Seconds between summaries; without it there is one, at the end' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l flame -d 'Draw a flame graph of the whole run into this new file, as SVG' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s t -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s u -l user-threads-only -d 'Trace threads of programs only, not the kernel\'s'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s k -l kernel-threads-only -d 'Trace threads of the kernel only'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s U -l user-stacks-only -d 'Take stacks of programs only, not the kernel\'s'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s K -l kernel-stacks-only -d 'Take stacks of the kernel only, not the programs\''
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s f -l folded -d 'Write each stack as a line, outermost frame first, as flame graphs are made from'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s d -l delimited -d 'Put a delimiter between the frames of kernel and program'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l lines -d 'Tell file and line of the source, and functions that were inlined, where the program\'s file has them'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand offcputime" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s m -l min-block-time -d 'Count times only of so many microseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s M -l max-block-time -d 'Count times only of so many microseconds or less' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l state -d 'Count tasks only that leave the CPU in this state, by number: 0 wants to run, 1 sleeps, 2 sleeps uninterruptibly' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l perf-max-stack-depth -d 'Take so many frames of each stack at most, the innermost' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l stack-storage-size -d 'Make room for so many different stacks in each second' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l interval -d 'Seconds between summaries; without it there is one, at the end' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l flame -d 'Draw a flame graph of the whole run into this new file, as SVG' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s t -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s u -l user-threads-only -d 'Trace threads of programs only, not the kernel\'s'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s k -l kernel-threads-only -d 'Trace threads of the kernel only'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s U -l user-stacks-only -d 'Take stacks of programs only, not the kernel\'s'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s K -l kernel-stacks-only -d 'Take stacks of the kernel only, not the programs\''
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s f -l folded -d 'Write each stack as a line, outermost frame first, as flame graphs are made from'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s d -l delimited -d 'Put a delimiter between the frames of kernel and program'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l lines -d 'Tell file and line of the source, and functions that were inlined, where the program\'s file has them'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand offwaketime" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l path -d 'Show paths only that begin so; relative ones are completed first' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s n -l name -d 'Show tasks only whose name contains this' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s t -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s u -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s x -l failed -d 'Show failed opens only'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s e -l extended-fields -d 'Show flags and mode'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s F -l full-path -d 'Show full paths: relative ones with what they are relative to'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s c -l callers -d 'Show the functions of the program that led to each open'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s T -l timestamp -d 'Show the time of day'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s U -l print-uid -d 'Show the user'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand opensnoop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s F -l frequency -d 'So many samples a second on each CPU' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s c -l count -d 'Take a sample whenever a CPU has counted so many cycles, or nanoseconds where it cannot count' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s C -l cpu -d 'Sample this CPU only' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l perf-max-stack-depth -d 'Take so many frames of each stack at most, the innermost' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l stack-storage-size -d 'Make room for so many different stacks in each second' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l interval -d 'Seconds between summaries; without it there is one, at the end' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l flame -d 'Draw a flame graph of the whole run into this new file, as SVG' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s L -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s I -l include-idle -d 'Sample idle CPUs, too'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s U -l user-stacks-only -d 'Take stacks of programs only, not the kernel\'s'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s K -l kernel-stacks-only -d 'Take stacks of the kernel only, not the programs\''
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s f -l folded -d 'Write each stack as a line, outermost frame first, as flame graphs are made from'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s d -l delimited -d 'Put a delimiter between the frames of kernel and program'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l lines -d 'Tell file and line of the source, and functions that were inlined, where the program\'s file has them'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand profile" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand readahead" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l by -d 'A histogram for each of these' -r -f -a "pid\t''
tid\t''
pidns\t''
cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -s P -l pids -d 'A histogram for each process'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -s L -l tids -d 'A histogram for each thread'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l pidnss -d 'A histogram for each PID namespace'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand runqlat" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -s f -l frequency -d 'So many samples a second on each CPU' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l top -d 'Print only so many rows of each table, the first ones' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -s C -l cpus -d 'Each CPU apart'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -s O -l runqocc -d 'Print how often somebody waited instead, in percent of the samples'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -s H -l host -d 'Count all tasks of the CPU: of all groups, and with real-time priority too'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand runqlen" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -s c -l name -d 'Show tasks only whose name begins so' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -s t -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -s P -l previous -d 'Show who had the CPU until then'
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand runqslower" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -s s -l signal -d 'Trace these signals only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -s k -l kill -d 'Trace the calls kill, tkill and tgkill instead, with what they were given and returned'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -s x -l failed -d 'Show only signals that were not delivered, and calls that failed'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -s n -l name -d 'Show the signal\'s name, too'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand sigsnoop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l by -d 'Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -s r -l rows -d 'Print at most so many rows; else as many as fit on a terminal, 20 in text, all in JSON and CSV' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -s s -l sort -d 'Sort by a column, or by size, count, name' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -s C -l noclear -d 'Print the tables one below the other, also on a terminal'
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand slabratetop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -s c -l cpu -d 'Trace this CPU only' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l top -d 'Print only so many rows of each table, the first ones' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -s C -l counts -d 'Show how often they ran, too'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -s d -l distributed -d 'Print the distribution of times, as histograms'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -s N -l nanoseconds -d 'Print in nanoseconds'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l percentiles -d 'With -d: print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand softirqs" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s c -l cpu -d 'Count on this CPU only' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l perf-max-stack-depth -d 'Take so many frames of each stack at most, the innermost' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l stack-storage-size -d 'Make room for so many different stacks in each second' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l flame -d 'Draw a flame graph of the whole run into this new file, as SVG' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s i -l interval -d 'Seconds between summaries; without it there is one, at the end' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s D -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s r -l regexp -d 'Names are regular expressions'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s P -l perpid -d 'Tell processes apart that have the same stack in the kernel'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s s -l offset -d 'Show how far behind each function\'s beginning it is, in bytes'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s v -l addresses -d 'Show addresses'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s U -l user-stacks-only -d 'Take stacks of programs only, not the kernel\'s'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s K -l kernel-stacks-only -d 'Take stacks of the kernel only, not the programs\''
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s f -l folded -d 'Write each stack as a line, outermost frame first, as flame graphs are made from'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s d -l delimited -d 'Put a delimiter between the frames of kernel and program'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l lines -d 'Tell file and line of the source, and functions that were inlined, where the program\'s file has them'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand stackcount" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -s s -l sysname -d 'Show the system call'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -s x -l failed -d 'Show failed calls only'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -s t -l timestamp -d 'Show the seconds since the start'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand statsnoop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand syncsnoop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s e -l errno -d 'Count calls only that failed with this error, by name or number' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l by -d 'Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s i -l interval -d 'Seconds between tables; without it there is one, at the end' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s T -l top -d 'Print only so many rows of each table, the first ones; in text 10 if not given' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s x -l failures -d 'Count calls that failed only'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s L -l latency -d 'Add up the time that calls took: of those that return'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s m -l milliseconds -d 'Print that time in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s P -l process -d 'Count by process instead of by call'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s l -l list -d 'List the calls that have a name, with their numbers, and end'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand syscount" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -s P -l port -d 'Trace connections to these ports of this machine only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -s 4 -l ipv4 -d 'Trace IPv4 only, be it by a socket of IPv6'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -s 6 -l ipv6 -d 'Trace IPv6 only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -s T -d 'Show the time of day'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -s t -l timestamp -d 'Show the seconds since the start'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand tcpaccept" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s P -l port -d 'Trace connections to these ports only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s C -l cgroupmap -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s M -l mntnsmap -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s u -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s c -l count -d 'Count connections by their ends, and tell at the end'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s x -l failed -d 'Show failed connections only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s 4 -l ipv4 -d 'Trace IPv4 only, be it by a socket of IPv6'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s 6 -l ipv6 -d 'Trace IPv6 only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s s -s L -l source-port -d 'Show the source port; with -c count by it as well'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s t -l timestamp -d 'Show the seconds since the start'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s U -l print-uid -d 'Show the user'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnect" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -s P -l port -d 'Trace connections to these ports only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -s 4 -l ipv4 -d 'Trace IPv4 only, be it by a socket of IPv6'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -s 6 -l ipv6 -d 'Trace IPv6 only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -s L -l lport -d 'Show the port of this end'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -s t -l timestamp -d 'Show the seconds since the start'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand tcpconnlat" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l perf-max-stack-depth -d 'Take so many frames of each stack at most, the innermost' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l netns-id -d 'Trace this network namespace only, by the number of its inode' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l pid-netns -d 'Trace the network namespace of this process only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -s 4 -l ipv4 -d 'Trace IPv4 only, be it by a socket of IPv6'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -s 6 -l ipv6 -d 'Trace IPv6 only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand tcpdrop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -s L -l localport -d 'Trace connections with these ports at this end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -s D -l remoteport -d 'Trace connections with these ports at the other end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -s 4 -l ipv4 -d 'Trace IPv4 only, be it by a socket of IPv6'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -s 6 -l ipv6 -d 'Trace IPv6 only'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -s T -l timestamp -d 'Show the time of day'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -s w -l wide -d 'Show the version of the protocol'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand tcplife" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l localport -d 'Trace connections with these ports at this end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l remoteport -d 'Trace connections with these ports at the other end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -s 4 -l ipv4 -d 'Trace IPv4 only, be it by a socket of IPv6'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -s 6 -l ipv6 -d 'Trace IPv6 only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -s l -l lossprobe -d 'Include probes for the loss of the last packet (L); what one sends again is told as well'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -s s -l sequence -d 'Show sequence numbers'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -s c -l count -d 'Count retransmissions by connection, probes too with -l'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand tcpretrans" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s i -l interval -d 'Seconds between summaries; without it there is one, at the end' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s a -l laddr -d 'Trace connections with this address at this end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s A -l raddr -d 'Trace connections with this address at the other end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s p -l localport -d 'Trace connections with these ports at this end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s P -l remoteport -d 'Trace connections with these ports at the other end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s m -l millisecond -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s 4 -l ipv4 -d 'Trace IPv4 only, be it by a socket of IPv6'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s 6 -l ipv6 -d 'Trace IPv6 only'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s b -l byladdr -d 'A histogram for each address of this end'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s B -l byraddr -d 'A histogram for each address of the other end'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s e -l extension -d 'Print the mean above each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand tcprtt" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -s L -l localport -d 'Trace connections with these ports at this end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -s D -l remoteport -d 'Trace connections with these ports at the other end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -s 4 -l ipv4 -d 'Trace IPv4 only, be it by a socket of IPv6'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -s 6 -l ipv6 -d 'Trace IPv6 only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -s T -l timestamp -d 'Show the time of day'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -s w -l wide -d 'Show the version of the protocol'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand tcpstates" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -s 4 -l ipv4 -d 'Trace IPv4 only, be it by a socket of IPv6'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -s 6 -l ipv6 -d 'Trace IPv6 only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand tcpsynbl" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l by -d 'Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s r -l rows -d 'Print at most so many rows; else as many as fit on a terminal, 20 in text, all in JSON and CSV' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s s -l sort -d 'Sort by a column, or by all, sent, received' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s c -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s 4 -l ipv4 -d 'Trace IPv4 only, be it by a socket of IPv6'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s 6 -l ipv6 -d 'Trace IPv6 only'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s S -l nosummary -d 'Leave out the line with the load'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s C -l noclear -d 'Print the tables one below the other, also on a terminal'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand tcptop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s C -l cgroupmap -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s M -l mntnsmap -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l localport -d 'Trace connections with these ports at this end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l remoteport -d 'Trace connections with these ports at the other end only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s u -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s 4 -l ipv4 -d 'Trace IPv4 only, be it by a socket of IPv6'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s 6 -l ipv6 -d 'Trace IPv6 only'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s t -l timestamp -d 'Show the seconds since the start'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s U -l print-uid -d 'Show the user'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand tcptracer" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -s l -l libc -d 'The C library, by path or name; else the one that the traced process uses, or the system\'s' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand threadsnoop" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l by -d 'Tell rows together that are equal in these: container, pod, cgroup, or columns that tell rows apart' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand vfsstat" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s m -l min-block-time -d 'Count times only of so many microseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s M -l max-block-time -d 'Count times only of so many microseconds or less' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l state -d 'Count tasks only that leave the CPU in this state, by number: 0 wants to run, 1 sleeps, 2 sleeps uninterruptibly' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l perf-max-stack-depth -d 'Take so many frames of each stack at most, the innermost' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l stack-storage-size -d 'Make room for so many different stacks in each second' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l interval -d 'Seconds between summaries; without it there is one, at the end' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l flame -d 'Draw a flame graph of the whole run into this new file, as SVG' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s u -l user-threads-only -d 'Trace threads of programs only, not the kernel\'s'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s k -l kernel-threads-only -d 'Trace threads of the kernel only'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s U -l user-stacks-only -d 'Take stacks of programs only, not the kernel\'s'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s K -l kernel-stacks-only -d 'Take stacks of the kernel only, not the programs\''
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s f -l folded -d 'Write each stack as a line, outermost frame first, as flame graphs are made from'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s d -l delimited -d 'Put a delimiter between the frames of kernel and program'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l lines -d 'Tell file and line of the source, and functions that were inlined, where the program\'s file has them'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand wakeuptime" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand xfsdist" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -s m -l min -d 'Show what takes so many milliseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -s F -l full-path -d 'Show full paths'
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -s c -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand xfsslower" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l by -d 'Histograms apart for each cgroup, container or pod' -r -f -a "cgroup\t''
container\t''
pod\t''"
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l hlog -d 'Write each histogram to this new file too, as a log of HDR histograms' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l time -d 'Print the time above each summary, in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -s m -l milliseconds -d 'Print in milliseconds'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l percentiles -d 'Print percentiles below each histogram'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l json -d 'Write one JSON object a histogram'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l csv -d 'Write comma-separated values, a line a slot'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -s T -l timestamp -d 'Print the time of day above each summary'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand zfsdist" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -s t -l type -d 'The file system' -r -f -a "btrfs\t''
ext4\t''
fuse\t''
nfs\t''
xfs\t''
f2fs\t''
bcachefs\t''
zfs\t''"
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -s m -l min -d 'Show what takes so many milliseconds or more' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l fields -d 'Show these fields (a,b,c), or these as well (+a,b)' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l time -d 'Show the time in this form' -r -f -a "none\t'No column for it'
rel\t'Seconds since the start'
wall\t'HH:MM:SS, local time'
iso\t'RFC 3339 with nanoseconds and offset'"
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l tid -d 'Trace these threads only' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l ppid -d 'Trace children of these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l uid -d 'Trace these users only, by number' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l comm -d 'Trace tasks of these names only; a trailing * matches any ending' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l cgroup -d 'Trace this cgroup (v2) and those below it only; a folder, or its path below the mount' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l container -d 'Trace this container only, also if it starts later; its name, or the beginning of its id' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l pod -d 'Trace containers of this pod only, also if they start later' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l netns -d 'Trace this network namespace only; its inode number, or a file such as /run/netns/NAME' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l mntns -d 'Trace this mount namespace only; its inode number, or a file such as /proc/PID/ns/mnt' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l buffer -d 'Size of the ring buffer in bytes, with K, M or G; rounded up to a power of two' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l entries -d 'Entries in each map of what is in flight or being counted' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l btf -d 'Read the kernel\'s types from this file (raw BTF)' -r -F
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -s p -l pid -d 'Trace these processes only' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -s d -l duration -d 'End after this many seconds' -r
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -s F -l full-path -d 'Show full paths'
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l json -d 'Write one JSON object a line'
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l containers -d 'Trace containers only'
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l host -d 'Trace what is in no container only'
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l fail-on-loss -d 'End with status 1 if anything was lost'
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -l stats -d 'At the end, tell what the tool itself has cost'
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -s h -l help -d 'Show this help'
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -s V -l version -d 'Show the version'
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -s c -l csv -d 'Write comma-separated values'
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -s q -l quiet -d 'Tell nothing but rows and errors'
complete -c probebox -n "__fish_probebox_using_subcommand zfsslower" -s v -l verbose -d 'Show what libbpf and the kernel\'s verifier say'
complete -c bashreadline -w 'probebox bashreadline'
complete -c bcachefsdist -w 'probebox bcachefsdist'
complete -c bcachefsslower -w 'probebox bcachefsslower'
complete -c biolatency -w 'probebox biolatency'
complete -c biopattern -w 'probebox biopattern'
complete -c biosnoop -w 'probebox biosnoop'
complete -c biostacks -w 'probebox biostacks'
complete -c biotop -w 'probebox biotop'
complete -c bitesize -w 'probebox bitesize'
complete -c btrfsdist -w 'probebox btrfsdist'
complete -c btrfsslower -w 'probebox btrfsslower'
complete -c cachestat -w 'probebox cachestat'
complete -c cachetop -w 'probebox cachetop'
complete -c capable -w 'probebox capable'
complete -c cpudist -w 'probebox cpudist'
complete -c cpufreq -w 'probebox cpufreq'
complete -c execsnoop -w 'probebox execsnoop'
complete -c exitsnoop -w 'probebox exitsnoop'
complete -c ext4dist -w 'probebox ext4dist'
complete -c ext4slower -w 'probebox ext4slower'
complete -c f2fsdist -w 'probebox f2fsdist'
complete -c f2fsslower -w 'probebox f2fsslower'
complete -c filelife -w 'probebox filelife'
complete -c filetop -w 'probebox filetop'
complete -c fsdist -w 'probebox fsdist'
complete -c fsslower -w 'probebox fsslower'
complete -c funccount -w 'probebox funccount'
complete -c funclatency -w 'probebox funclatency'
complete -c funcslower -w 'probebox funcslower'
complete -c fusedist -w 'probebox fusedist'
complete -c fuseslower -w 'probebox fuseslower'
complete -c gethostlatency -w 'probebox gethostlatency'
complete -c hardirqs -w 'probebox hardirqs'
complete -c javagc -w 'probebox javagc'
complete -c killsnoop -w 'probebox killsnoop'
complete -c ksnoop -w 'probebox ksnoop'
complete -c llcstat -w 'probebox llcstat'
complete -c memleak -w 'probebox memleak'
complete -c nfsdist -w 'probebox nfsdist'
complete -c nfsslower -w 'probebox nfsslower'
complete -c offcputime -w 'probebox offcputime'
complete -c offwaketime -w 'probebox offwaketime'
complete -c opensnoop -w 'probebox opensnoop'
complete -c profile -w 'probebox profile'
complete -c readahead -w 'probebox readahead'
complete -c runqlat -w 'probebox runqlat'
complete -c runqlen -w 'probebox runqlen'
complete -c runqslower -w 'probebox runqslower'
complete -c sigsnoop -w 'probebox sigsnoop'
complete -c slabratetop -w 'probebox slabratetop'
complete -c softirqs -w 'probebox softirqs'
complete -c stackcount -w 'probebox stackcount'
complete -c statsnoop -w 'probebox statsnoop'
complete -c syncsnoop -w 'probebox syncsnoop'
complete -c syscount -w 'probebox syscount'
complete -c tcpaccept -w 'probebox tcpaccept'
complete -c tcpconnect -w 'probebox tcpconnect'
complete -c tcpconnlat -w 'probebox tcpconnlat'
complete -c tcpdrop -w 'probebox tcpdrop'
complete -c tcplife -w 'probebox tcplife'
complete -c tcpretrans -w 'probebox tcpretrans'
complete -c tcprtt -w 'probebox tcprtt'
complete -c tcpstates -w 'probebox tcpstates'
complete -c tcpsynbl -w 'probebox tcpsynbl'
complete -c tcptop -w 'probebox tcptop'
complete -c tcptracer -w 'probebox tcptracer'
complete -c threadsnoop -w 'probebox threadsnoop'
complete -c vfsstat -w 'probebox vfsstat'
complete -c wakeuptime -w 'probebox wakeuptime'
complete -c xfsdist -w 'probebox xfsdist'
complete -c xfsslower -w 'probebox xfsslower'
complete -c zfsdist -w 'probebox zfsdist'
complete -c zfsslower -w 'probebox zfsslower'
complete -c bpf-bashreadline -w 'probebox bashreadline'
complete -c bpf-bcachefsdist -w 'probebox bcachefsdist'
complete -c bpf-bcachefsslower -w 'probebox bcachefsslower'
complete -c bpf-biolatency -w 'probebox biolatency'
complete -c bpf-biopattern -w 'probebox biopattern'
complete -c bpf-biosnoop -w 'probebox biosnoop'
complete -c bpf-biostacks -w 'probebox biostacks'
complete -c bpf-biotop -w 'probebox biotop'
complete -c bpf-bitesize -w 'probebox bitesize'
complete -c bpf-btrfsdist -w 'probebox btrfsdist'
complete -c bpf-btrfsslower -w 'probebox btrfsslower'
complete -c bpf-cachestat -w 'probebox cachestat'
complete -c bpf-cachetop -w 'probebox cachetop'
complete -c bpf-capable -w 'probebox capable'
complete -c bpf-cpudist -w 'probebox cpudist'
complete -c bpf-cpufreq -w 'probebox cpufreq'
complete -c bpf-execsnoop -w 'probebox execsnoop'
complete -c bpf-exitsnoop -w 'probebox exitsnoop'
complete -c bpf-ext4dist -w 'probebox ext4dist'
complete -c bpf-ext4slower -w 'probebox ext4slower'
complete -c bpf-f2fsdist -w 'probebox f2fsdist'
complete -c bpf-f2fsslower -w 'probebox f2fsslower'
complete -c bpf-filelife -w 'probebox filelife'
complete -c bpf-filetop -w 'probebox filetop'
complete -c bpf-fsdist -w 'probebox fsdist'
complete -c bpf-fsslower -w 'probebox fsslower'
complete -c bpf-funccount -w 'probebox funccount'
complete -c bpf-funclatency -w 'probebox funclatency'
complete -c bpf-funcslower -w 'probebox funcslower'
complete -c bpf-fusedist -w 'probebox fusedist'
complete -c bpf-fuseslower -w 'probebox fuseslower'
complete -c bpf-gethostlatency -w 'probebox gethostlatency'
complete -c bpf-hardirqs -w 'probebox hardirqs'
complete -c bpf-javagc -w 'probebox javagc'
complete -c bpf-killsnoop -w 'probebox killsnoop'
complete -c bpf-ksnoop -w 'probebox ksnoop'
complete -c bpf-llcstat -w 'probebox llcstat'
complete -c bpf-memleak -w 'probebox memleak'
complete -c bpf-nfsdist -w 'probebox nfsdist'
complete -c bpf-nfsslower -w 'probebox nfsslower'
complete -c bpf-offcputime -w 'probebox offcputime'
complete -c bpf-offwaketime -w 'probebox offwaketime'
complete -c bpf-opensnoop -w 'probebox opensnoop'
complete -c bpf-profile -w 'probebox profile'
complete -c bpf-readahead -w 'probebox readahead'
complete -c bpf-runqlat -w 'probebox runqlat'
complete -c bpf-runqlen -w 'probebox runqlen'
complete -c bpf-runqslower -w 'probebox runqslower'
complete -c bpf-sigsnoop -w 'probebox sigsnoop'
complete -c bpf-slabratetop -w 'probebox slabratetop'
complete -c bpf-softirqs -w 'probebox softirqs'
complete -c bpf-stackcount -w 'probebox stackcount'
complete -c bpf-statsnoop -w 'probebox statsnoop'
complete -c bpf-syncsnoop -w 'probebox syncsnoop'
complete -c bpf-syscount -w 'probebox syscount'
complete -c bpf-tcpaccept -w 'probebox tcpaccept'
complete -c bpf-tcpconnect -w 'probebox tcpconnect'
complete -c bpf-tcpconnlat -w 'probebox tcpconnlat'
complete -c bpf-tcpdrop -w 'probebox tcpdrop'
complete -c bpf-tcplife -w 'probebox tcplife'
complete -c bpf-tcpretrans -w 'probebox tcpretrans'
complete -c bpf-tcprtt -w 'probebox tcprtt'
complete -c bpf-tcpstates -w 'probebox tcpstates'
complete -c bpf-tcpsynbl -w 'probebox tcpsynbl'
complete -c bpf-tcptop -w 'probebox tcptop'
complete -c bpf-tcptracer -w 'probebox tcptracer'
complete -c bpf-threadsnoop -w 'probebox threadsnoop'
complete -c bpf-vfsstat -w 'probebox vfsstat'
complete -c bpf-wakeuptime -w 'probebox wakeuptime'
complete -c bpf-xfsdist -w 'probebox xfsdist'
complete -c bpf-xfsslower -w 'probebox xfsslower'
complete -c bpf-zfsdist -w 'probebox zfsdist'
complete -c bpf-zfsslower -w 'probebox zfsslower'
complete -c probebox-bashreadline -w 'probebox bashreadline'
complete -c probebox-bcachefsdist -w 'probebox bcachefsdist'
complete -c probebox-bcachefsslower -w 'probebox bcachefsslower'
complete -c probebox-biolatency -w 'probebox biolatency'
complete -c probebox-biopattern -w 'probebox biopattern'
complete -c probebox-biosnoop -w 'probebox biosnoop'
complete -c probebox-biostacks -w 'probebox biostacks'
complete -c probebox-biotop -w 'probebox biotop'
complete -c probebox-bitesize -w 'probebox bitesize'
complete -c probebox-btrfsdist -w 'probebox btrfsdist'
complete -c probebox-btrfsslower -w 'probebox btrfsslower'
complete -c probebox-cachestat -w 'probebox cachestat'
complete -c probebox-cachetop -w 'probebox cachetop'
complete -c probebox-capable -w 'probebox capable'
complete -c probebox-cpudist -w 'probebox cpudist'
complete -c probebox-cpufreq -w 'probebox cpufreq'
complete -c probebox-execsnoop -w 'probebox execsnoop'
complete -c probebox-exitsnoop -w 'probebox exitsnoop'
complete -c probebox-ext4dist -w 'probebox ext4dist'
complete -c probebox-ext4slower -w 'probebox ext4slower'
complete -c probebox-f2fsdist -w 'probebox f2fsdist'
complete -c probebox-f2fsslower -w 'probebox f2fsslower'
complete -c probebox-filelife -w 'probebox filelife'
complete -c probebox-filetop -w 'probebox filetop'
complete -c probebox-fsdist -w 'probebox fsdist'
complete -c probebox-fsslower -w 'probebox fsslower'
complete -c probebox-funccount -w 'probebox funccount'
complete -c probebox-funclatency -w 'probebox funclatency'
complete -c probebox-funcslower -w 'probebox funcslower'
complete -c probebox-fusedist -w 'probebox fusedist'
complete -c probebox-fuseslower -w 'probebox fuseslower'
complete -c probebox-gethostlatency -w 'probebox gethostlatency'
complete -c probebox-hardirqs -w 'probebox hardirqs'
complete -c probebox-javagc -w 'probebox javagc'
complete -c probebox-killsnoop -w 'probebox killsnoop'
complete -c probebox-ksnoop -w 'probebox ksnoop'
complete -c probebox-llcstat -w 'probebox llcstat'
complete -c probebox-memleak -w 'probebox memleak'
complete -c probebox-nfsdist -w 'probebox nfsdist'
complete -c probebox-nfsslower -w 'probebox nfsslower'
complete -c probebox-offcputime -w 'probebox offcputime'
complete -c probebox-offwaketime -w 'probebox offwaketime'
complete -c probebox-opensnoop -w 'probebox opensnoop'
complete -c probebox-profile -w 'probebox profile'
complete -c probebox-readahead -w 'probebox readahead'
complete -c probebox-runqlat -w 'probebox runqlat'
complete -c probebox-runqlen -w 'probebox runqlen'
complete -c probebox-runqslower -w 'probebox runqslower'
complete -c probebox-sigsnoop -w 'probebox sigsnoop'
complete -c probebox-slabratetop -w 'probebox slabratetop'
complete -c probebox-softirqs -w 'probebox softirqs'
complete -c probebox-stackcount -w 'probebox stackcount'
complete -c probebox-statsnoop -w 'probebox statsnoop'
complete -c probebox-syncsnoop -w 'probebox syncsnoop'
complete -c probebox-syscount -w 'probebox syscount'
complete -c probebox-tcpaccept -w 'probebox tcpaccept'
complete -c probebox-tcpconnect -w 'probebox tcpconnect'
complete -c probebox-tcpconnlat -w 'probebox tcpconnlat'
complete -c probebox-tcpdrop -w 'probebox tcpdrop'
complete -c probebox-tcplife -w 'probebox tcplife'
complete -c probebox-tcpretrans -w 'probebox tcpretrans'
complete -c probebox-tcprtt -w 'probebox tcprtt'
complete -c probebox-tcpstates -w 'probebox tcpstates'
complete -c probebox-tcpsynbl -w 'probebox tcpsynbl'
complete -c probebox-tcptop -w 'probebox tcptop'
complete -c probebox-tcptracer -w 'probebox tcptracer'
complete -c probebox-threadsnoop -w 'probebox threadsnoop'
complete -c probebox-vfsstat -w 'probebox vfsstat'
complete -c probebox-wakeuptime -w 'probebox wakeuptime'
complete -c probebox-xfsdist -w 'probebox xfsdist'
complete -c probebox-xfsslower -w 'probebox xfsslower'
complete -c probebox-zfsdist -w 'probebox zfsdist'
complete -c probebox-zfsslower -w 'probebox zfsslower'
