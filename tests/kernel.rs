//! Behaviour on a real kernel: what a known workload causes, as `probebox` tells it. Runs as root in a guest, beside
//! the executables `probebox` and `workload`, one test at a time (`tests/run` sees to all of that).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

mod tools {
    mod bashreadline;
    mod biolatency;
    mod biopattern;
    mod biosnoop;
    mod biostacks;
    mod biotop;
    mod bitesize;
    mod btf;
    mod cachestat;
    mod cachetop;
    mod capable;
    mod contained;
    mod containers;
    mod cpudist;
    mod cpufreq;
    mod ending;
    mod execsnoop;
    mod exitsnoop;
    mod filelife;
    mod filetop;
    mod frame;
    mod fsdist;
    mod fsslower;
    mod funccount;
    mod funclatency;
    mod funcslower;
    mod gethostlatency;
    mod grouping;
    mod hardirqs;
    mod javagc;
    mod ksnoop;
    mod kubernetes;
    mod llcstat;
    mod memleak;
    mod objects;
    mod offcputime;
    mod offwaketime;
    mod opensnoop;
    mod parallel;
    mod profile;
    mod readahead;
    mod rights;
    mod runqlat;
    mod runqlen;
    mod runqslower;
    mod runtimes;
    mod sigsnoop;
    mod slabratetop;
    mod softirqs;
    mod stackcount;
    mod statsnoop;
    mod symbols;
    mod syncsnoop;
    mod syscount;
    mod tcpaccept;
    mod tcpconnect;
    mod tcpconnlat;
    mod tcpdrop;
    mod tcplife;
    mod tcpretrans;
    mod tcprtt;
    mod tcpstates;
    mod tcpsynbl;
    mod tcptop;
    mod tcptracer;
    mod threadsnoop;
    mod timely;
    mod top;
    mod vfsstat;
    mod wakeuptime;
}
