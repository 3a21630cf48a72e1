# summarise.jq: the bench's results (an array of measurements) as docs/performance.md.
# A bar is a ratio to libbpf-tools in the same run, or for {"most": n} a number of its own.
def bars: {
  start: 0.35, rss: 0.6,
  reader: { opensnoop: 0.25, execsnoop: 0.5, tcpconnect: 0.5, tcplife: 0.5 },
  bpf: { execsnoop: 0.7, tcpconnect: 0.7, runqlat: 0.8, biolatency: 1.0, opensnoop: { most: 3000 },
         tcplife: 0.6, syscount: 1.0, offcputime: 0.8, profile: 1.0 },
  stacks: 0.3,
  containers: { reader: 5, bpf: 3, start: 10 }
};
def tools: ["execsnoop", "opensnoop", "runqlat", "tcpconnect", "biolatency", "tcplife", "syscount", "offcputime", "profile"];
def median: sort | .[(length - 1) / 2 | floor];
def spread: if length < 2 or min == 0 then "" else " ±\((max - min) / min * 50 | . * 10 | round / 10) %" end;
def two: . * 100 | round | tostring | if length < 3 then ("000" + .)[-3:] else . end | .[:-2] + "." + .[-2:];
def mega: . / 1e6 | . * 10 | round / 10 | tostring + " M";
def mib: . / 1048576 | . * 10 | round / 10 | tostring + " MiB";
def whole: round | tostring;

# the measurements of one tool by one side, and a figure of them
def of($phase; $tool; $by): map(select(.phase == $phase and .tool == $tool and .by == $by));
def verdict($theirs; $ours; $bar):
  if $bar == null then "–"
  elif ($bar | type) == "object" then "\($ours | whole) (≤ \($bar.most))" + if $ours <= $bar.most then "" else " **over**" end
  else "\($ours / $theirs | two) (≤ \($bar))" + if $ours / $theirs <= $bar then "" else " **over**" end end;
# how much more one is than the other, in percent, and whether that is too much
def more($without; $with; $most):
  (($with / $without - 1) * 1000 | round / 10) as $more
  | "\(if $more > 0 then "+" else "" end)\($more) % (≤ \($most))" + if $more <= $most then "" else " **over**" end;
def row($tool; figure; render; $bar):
  . as $all
  | ($all | of("cost"; $tool; "libbpf-tools") | map(figure)) as $t | ($all | of("cost"; $tool; "probebox") | map(figure)) as $o
  | if ($t | length) == 0 or ($o | length) == 0 then empty
    else "| \($tool) | \($t | median | render)\($t | spread) | \($o | median | render)\($o | spread) | \(verdict($t | median; $o | median; $bar)) |" end;
def table($head; figure; render; $bar):
  . as $all | "| \($head) | libbpf-tools | probebox | ratio (bar) |", "|---|---|---|---|",
  (tools[] as $tool
    | ($bar | if type == "object" then .[$tool] else . end) as $b
    | select(($bar | type) != "object" or $b != null) | $all | row($tool; figure; render; $b)), "";

"# Performance",
"",
"Written by `make bench`: Linux \(.[0].kernel), libbpf-tools \($libbpf_tools) from Debian, QEMU \($qemu), \([.[] | select(.phase == "cost" and .tool == .tool and .by == "probebox")] | group_by(.tool) | map(length) | max) repeats; the figures are medians.",
"",
"How it is measured: in a guest with one CPU whose clock counts instructions (`-icount shift=0`), so that 1 ns of CPU time is one",
"instruction and figures repeat on any machine. Cache misses and real waiting are not in them; ratios between tools in the same",
"run are what they are good for. A program beside the tool (`tests/bench`) reads the tool's CPU time, memory and BPF run",
"statistics from /proc, while the `workload` program causes a known number of events. **over** marks a bar that is missed.",
"",
"## Exec to attached, instructions",
"",
"CPU time of the process from its exec until its last BPF link is there: reading BTF, loading, verifying and attaching.",
"",
table("tool"; .attached_cpu_ns; mega; bars.start),
"Where probebox's start goes, by its own `--stats`: reading the kernel's types (two fifths of it are the kernel's copying of",
"/sys/kernel/btf/vmlinux), creating maps and verifying programs, and attaching, where each function that is hooked makes ftrace",
"go through all of the kernel's functions once more. The first alone is near the bar, and a tool cannot hook less than it has to",
"see: opensnoop hooks five functions (four to be right about every open, one for io_uring's slots), tcpconnect two.",
"",
"| tool | types | load | attach |", "|---|---|---|---|",
(. as $all | tools[] as $tool
  | ($all | of("cost"; $tool; "probebox") | map(select(.start_us))) as $o | select(($o | length) > 0)
  | "| \($tool) | " + ([range(3) as $i | $o | map(.start_us[$i] * 1000) | median | mega] | join(" | ")) + " |"),
"",
"## Peak memory of the process",
"",
table("tool"; .peak_rss_bytes; mib; bars.rss),
"## Kernel memory of its maps",
"",
table("tool"; .map_bytes; mib; null),
"## Reader: instructions per row delivered",
"",
"CPU time of the tool while 20,000 opens, 300 execs, 1,000 connects or connections happen, by the rows that it delivered to a",
"file.",
"",
table("tool"; .reader_ns / ([.rows, 1] | max); whole; bars.reader),
"## In the kernel: instructions of BPF per event",
"",
"Run time of all of the tool's programs by the number of opens, execs, connects, connections, direct reads, calls of getppid and",
"(runqlat, offcputime) round trips between two processes; of profile, of a run of 3 s. A program that drops an event is cheap, so",
"the rows delivered stand beside it.",
"",
table("tool"; .bpf_ns / .events; whole; bars.bpf),
"Most of offcputime's instructions are the kernel's, which goes through the stacks. From a tracepoint it begins at its own function",
"that asks, and so passes the frames of the tracing before those that are told; so the kernel's stack is taken at a kprobe just before,",
"which has registers to begin with. A round trip takes a quarter less so. The kprobe itself costs some 450 instructions for each switch,",
"which are not in the table; where few tasks are wanted it is not used.",
"",
"| tool | events | rows by libbpf-tools | rows by probebox |", "|---|---|---|---|",
(. as $all | ["execsnoop", "opensnoop", "tcpconnect", "tcplife"][] as $tool
  | ($all | of("cost"; $tool; "libbpf-tools")) as $t | ($all | of("cost"; $tool; "probebox")) as $o
  | select(($t | length) > 0 and ($o | length) > 0)
  | "| \($tool) | \($t[0].events) | \($t | map(.rows) | median) | \($o | map(.rows) | median) |"),
"",
"## 5,000 different stacks",
"",
"A program sleeps once in each of 5,000 stacks (profile: takes 0.5 ms of CPU time in each, with 3,999 samples a second). Starting and",
"stopping, with all names looked up and written.",
"",
"| tool | libbpf-tools | probebox | ratio (bar) | peak memory, libbpf-tools | probebox | stacks told, libbpf-tools | probebox |",
"|---|---|---|---|---|---|---|---|",
(. as $all | tools[] as $tool
  | ($all | of("stacks"; $tool; "libbpf-tools")) as $t | ($all | of("stacks"; $tool; "probebox")) as $o
  | select(($t | length) > 0 and ($o | length) > 0)
  | ($t | map(.attached_cpu_ns + .stop_ns) | median) as $theirs | ($o | map(.attached_cpu_ns + .stop_ns) | median) as $ours
  | "| \($tool) | \($theirs | mega) | \($ours | mega) | \(verdict($theirs; $ours; bars.stacks)) | \($t | map(.peak_rss_bytes) | median | mib) | \($o | map(.peak_rss_bytes) | median | mib) | \($t | map(.rows) | median) | \($o | map(.rows) | median) |"),
"",
"## A burst: 100,000 opens at once on two CPUs",
"",
"Two CPUs and the usual clock, default buffers, output to a file, \($ARGS.named.bursts // (map(select(.phase == "burst" and .by == "probebox")) | length)) bursts.",
"",
"| by | delivered, each burst | lost |", "|---|---|---|",
(. as $all | ["libbpf-tools", "probebox"][] as $by | ($all | of("burst"; "opensnoop"; $by)) as $b | select(($b | length) > 0)
  | "| \($by) | \($b | map(.rows | tostring) | join(", ")) | \($b | map((1 - .rows / .events) * 100 | . * 10 | round / 10 | tostring + " %") | join(", ")) |"),
"",
"## Containers",
"",
"opensnoop beside itself: 20,000 opens by a program in a group that looks like one of Docker's, or in another for --host and for what it",
"is compared with, which is the same form without containers. JSON tells of them always; text and CSV get a column by these options.",
"",
"| | reader, per row | | BPF, per event | |", "|---|---|---|---|---|",
(. as $all | ["json", "csv", "text"][] as $form
  | ($all | of("containers"; $form; "without")) as $without | select(($without | length) > 0)
  | ["shown", "--containers", "--host"][] as $by
  | ($all | of("containers"; $form; $by)) as $with | select(($with | length) > 0)
  | def of_row: .reader_ns / ([.rows, 1] | max);
  def of_event: .bpf_ns / .events;
  "| \($form), \($by) | \($without[0] | of_row | whole) → \($with[0] | of_row | whole) | \(more($without[0] | of_row; $with[0] | of_row; bars.containers.reader)) | "
  + "\($without[0] | of_event | whole) → \($with[0] | of_event | whole) | \(more($without[0] | of_event; $with[0] | of_event; bars.containers.bpf)) |"),
"",
"Start, by `--stats`, on a machine with few control groups, with 10,000 more, and with 10,000 more that are containers.",
"",
"| tool | few | 10,000 groups | | 10,000 containers | |", "|---|---|---|---|---|---|",
(. as $all | map(select(.phase == "starts" and .by == "none") | .tool)[] as $tool
  | def start: (.[0].start_us // [0] | add) * 1000;
  ["none", "groups", "containers"] | map(. as $by | $all | of("starts"; $tool; $by) | start) as [$few, $groups, $containers]
  | "| \($tool) | \($few | mega) | \($groups | mega) | \(more($few; $groups; bars.containers.start)) | \($containers | mega) | \(more($few; $containers; bars.containers.start)) |")
