//! Rtnetlink: the network emulator (sch_netem) on lo, as `tc qdisc replace dev lo root netem delay … loss …` does it, and
//! interfaces that change their network namespace.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{FromRawFd, OwnedFd};

use crate::sys::{Result, c_string, check};

/// linux/rtnetlink.h, linux/pkt_sched.h
const RTM_NEWLINK: u16 = 16;
const IFLA_NET_NS_PID: u16 = 19;
const RTM_NEWQDISC: u16 = 36;
const TC_H_ROOT: u32 = 0xFFFF_FFFF;
const TCA_KIND: u16 = 1;
const TCA_OPTIONS: u16 = 2;

/// Packets that may be on their way at once.
const LIMIT: u32 = 1000;

/// What the lo of this network namespace carries arrives `ms` later, `lost` percent of it never, and `doubled` percent twice.
pub fn on_lo(ms: u32, lost: u32, doubled: u32) -> Result {
    // SAFETY: the name ends in NUL.
    let lo = unsafe { libc::if_nametoindex(c"lo".as_ptr()) };
    // struct tcmsg: family, interface, handle, parent, info
    let mut body = [0u32, lo, 1 << 16, TC_H_ROOT, 0].map(u32::to_ne_bytes).concat();
    body.extend(attribute(TCA_KIND, b"netem\0"));
    // struct tc_netem_qopt: latency in units of 64 ns, limit, loss, gap, duplicate, jitter
    let share = |percent: u32| u32::try_from(u64::from(u32::MAX) * u64::from(percent) / 100);
    let options = [ms * (1_000_000 / 64), LIMIT, share(lost)?, 0, share(doubled)?, 0];
    body.extend(attribute(TCA_OPTIONS, &options.map(u32::to_ne_bytes).concat()));
    request(RTM_NEWQDISC, libc::NLM_F_CREATE | libc::NLM_F_REPLACE, &body)
}

/// Moves an interface to the network namespace of a process: `ip link set INTERFACE netns PID`.
pub fn give(interface: &OsStr, pid: u32) -> Result {
    let name = c_string(interface)?;
    // SAFETY: the name ends in NUL.
    let index = unsafe { libc::if_nametoindex(name.as_ptr()) };
    // struct ifinfomsg: family and type, interface, flags, which of them change
    let mut body = [0u32, index, 0, 0].map(u32::to_ne_bytes).concat();
    body.extend(attribute(IFLA_NET_NS_PID, &pid.to_ne_bytes()));
    request(RTM_NEWLINK, 0, &body)
}

/// `struct nlattr` and what follows it, padded.
fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
    let length = (4 + value.len()) as u16;
    let mut bytes = [length.to_ne_bytes(), kind.to_ne_bytes()].concat();
    bytes.extend(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

/// Sends one request, which must succeed.
fn request(kind: u16, flags: i32, body: &[u8]) -> Result {
    let flags = (flags | libc::NLM_F_REQUEST | libc::NLM_F_ACK) as u16;
    let mut message = ((16 + body.len()) as u32).to_ne_bytes().to_vec();
    message.extend([kind, flags].map(u16::to_ne_bytes).concat());
    message.extend([1u32, 0].map(u32::to_ne_bytes).concat()); // sequence number, port
    message.extend(body);
    let mut answer = [0u8; 1024];
    // SAFETY: a new descriptor, owned from here on; the buffers are as long as said.
    let received = unsafe {
        let fd =
            check("socket", libc::socket(libc::AF_NETLINK, libc::SOCK_RAW | libc::SOCK_CLOEXEC, libc::NETLINK_ROUTE))?;
        let _socket = OwnedFd::from_raw_fd(fd);
        check("send", libc::send(fd, message.as_ptr().cast(), message.len(), 0))?;
        check("recv", libc::recv(fd, answer.as_mut_ptr().cast(), answer.len(), 0))?
    };
    // The error of the NLMSG_ERROR that answers stands behind its header.
    match answer.get(16..20).filter(|_| received >= 20).and_then(|error| error.try_into().ok()).map(i32::from_ne_bytes)
    {
        Some(0) => Ok(()),
        Some(error) => Err(format!("rtnetlink: {}", io::Error::from_raw_os_error(-error)).into()),
        None => Err("rtnetlink: no answer".into()),
    }
}
