//! Behaviour on a real kernel: what a known workload causes, as `probebox` tells it. Runs as root in a guest, beside
//! the executables `probebox` and `workload`, one test at a time (`tests/run` sees to all of that).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

mod tools {
    mod biolatency;
    mod biopattern;
    mod biosnoop;
    mod biotop;
    mod bitesize;
    mod btf;
    mod cpudist;
    mod ending;
    mod execsnoop;
    mod exitsnoop;
    mod frame;
    mod hardirqs;
    mod objects;
    mod opensnoop;
    mod profile;
    mod rights;
    mod runqlat;
    mod runqlen;
    mod runqslower;
    mod sigsnoop;
    mod softirqs;
    mod statsnoop;
    mod syncsnoop;
    mod syscount;
    mod tcpaccept;
    mod tcpconnect;
    mod tcpconnlat;
    mod tcplife;
    mod tcpstates;
    mod tcptracer;
    mod timely;
    mod top;
}
