//! Hosts that are looked up, with a server of names that takes a known time and knows none.

use std::ffi::{CStr, OsStr, c_char, c_int};
use std::net::UdpSocket;
use std::thread::{sleep, spawn};
use std::time::Duration;

use crate::sys::{self, Result, now};

unsafe extern "C" {
    fn gethostbyname(name: *const c_char) -> *mut libc::c_void;
    fn gethostbyname2(name: *const c_char, family: c_int) -> *mut libc::c_void;
}

/// Looks one up, and says how long that took.
pub fn host(kind: &str, host: &OsStr, ms: u64) -> Result {
    serve(Duration::from_millis(ms))?;
    let name = sys::c_string(host)?;
    let start = now();
    let found = match kind {
        "getaddrinfo" => get_address(Some(&name)),
        "passive" => get_address(None),
        // SAFETY: a string with an end; nobody else looks hosts up meanwhile.
        "gethostbyname" => unsafe { !gethostbyname(name.as_ptr()).is_null() },
        // SAFETY: the same.
        "gethostbyname2" => unsafe { !gethostbyname2(name.as_ptr(), libc::AF_INET).is_null() },
        other => return Err(format!("nothing looks up hosts by {other}").into()),
    };
    println!("resolve pid={} took_ns={} found={found}", std::process::id(), now() - start);
    Ok(())
}

/// IPv4 only, so that there is one question.
fn get_address(host: Option<&CStr>) -> bool {
    // SAFETY: the strings have ends, all-zero hints are valid, the result is freed if there is one.
    unsafe {
        let mut hints: libc::addrinfo = std::mem::zeroed();
        hints.ai_family = libc::AF_INET;
        hints.ai_socktype = libc::SOCK_STREAM;
        hints.ai_flags = if host.is_none() { libc::AI_PASSIVE } else { 0 };
        let mut result = std::ptr::null_mut();
        let name = host.map_or(std::ptr::null(), CStr::as_ptr);
        let found = libc::getaddrinfo(name, c"80".as_ptr(), &raw const hints, &raw mut result) == 0;
        if found {
            libc::freeaddrinfo(result);
        }
        found
    }
}

/// Answers every question with "there is none" (RFC 1035, code 3), after a while.
fn serve(delay: Duration) -> Result {
    let socket = UdpSocket::bind(("127.0.0.1", 53))?;
    spawn(move || {
        let mut packet = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut packet) {
            sleep(delay);
            packet[2] |= 0x80; // an answer
            packet[3] = 0x83; // no such name
            let _ = socket.send_to(&packet[..length], from);
        }
    });
    Ok(())
}
