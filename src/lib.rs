//! probebox: one binary, many small eBPF tracing tools. Dependencies point one way: `main`, `tools`, `common`.
pub mod common;
pub mod tools;
