//! TCP connects with every outcome. Each is told with its source port and its error.

use std::io::{self, Read, Write};
use std::mem::size_of_val;
use std::net::{IpAddr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::str::FromStr;
use std::time::Duration;

use crate::netem;
use crate::sys::{self, Raw, Result, call, check, expect};

/// Makes `count` connects to ADDRESS (port 0: one that is free).
pub fn act(kind: &str, count: usize, address: &str, port: u16) -> Result {
    let address = IpAddr::from_str(address)?;
    match kind {
        "unreachable" => {
            let to = SocketAddr::new(address, port);
            println!("port={port}");
            many(count, || one(kind, to, to, libc::ENETUNREACH))
        }
        "refused" | "refused-nonblock" => {
            // A port that was just bound and is listened to no more.
            let to = match port {
                0 => TcpListener::bind((address, 0))?.local_addr()?,
                port => SocketAddr::new(address, port),
            };
            println!("port={}", to.port());
            many(count, || one(kind, to, to, libc::ECONNREFUSED))
        }
        _ => {
            let listener = TcpListener::bind((address, port))?;
            let to = listener.local_addr()?;
            if matches!(kind, "sendto" | "deferred") {
                set(&listener, libc::IPPROTO_TCP, libc::TCP_FASTOPEN, 64)?;
            }
            // An IPv4 destination as an IPv6 socket writes it.
            let destination = match (kind, address) {
                ("mapped", IpAddr::V4(v4)) => SocketAddr::new(v4.to_ipv6_mapped().into(), to.port()),
                _ => to,
            };
            println!("port={}", to.port());
            many(count, || {
                let socket = one(kind, destination, to, 0)?;
                let (peer, _) = listener.accept()?;
                drop(socket);
                drop(peer);
                Ok(())
            })
        }
    }
}

/// One connection between two processes: so many bytes there and back, then held for a while, then closed by who began it.
pub fn exchange(there: usize, back: usize, hold: u64, address: &str, port: u16) -> Result {
    let listener = TcpListener::bind((IpAddr::from_str(address)?, port))?;
    let to = listener.local_addr()?;
    let server = sys::fork(|| {
        let (mut stream, _) = listener.accept()?;
        drop(listener);
        stream.read_exact(&mut vec![0; there])?;
        stream.write_all(&vec![2; back])?;
        expect("bytes behind the last", stream.read(&mut [0])?, 0)
    })?;
    let before = sys::now();
    let mut stream = TcpStream::connect(to)?;
    let begun = sys::now();
    let sport = stream.local_addr()?.port();
    stream.write_all(&vec![1; there])?;
    stream.read_exact(&mut vec![0; back])?;
    std::thread::sleep(Duration::from_millis(hold));
    let least = sys::now() - begun;
    drop(stream);
    sys::reap(server)?;
    // Both ends are closed by now.
    let (connect, most) = (begun - before, sys::now() - before);
    println!("client pid={} sport={sport} connect_ns={connect} least_ns={least} most_ns={most}", std::process::id());
    println!("server pid={server} port={}", to.port());
    Ok(())
}

/// Takes connections one by one, and closes each when the other side has.
pub fn serve(count: usize, address: &str, port: u16) -> Result {
    let listener = TcpListener::bind((IpAddr::from_str(address)?, port))?;
    println!("listening pid={}", std::process::id());
    io::stdout().flush()?;
    many(count, || expect("bytes", listener.accept()?.0.read(&mut [0])?, 0))
}

/// Connections to one who serves, which are closed at once, one after the other.
pub fn visit(count: usize, address: &str, port: u16) -> Result {
    let to = SocketAddr::new(IpAddr::from_str(address)?, port);
    many(count, || one("connect", to, to, 0))
}

/// 9000 bytes to itself: sent by write, writev and sendfile, received by a call that waits for all, by read and by splice.
pub fn ways(address: &str) -> Result {
    let listener = TcpListener::bind((IpAddr::from_str(address)?, 0))?;
    let mut near = TcpStream::connect(listener.local_addr()?)?;
    let (mut far, _) = listener.accept()?;
    let (sport, port) = (near.local_addr()?.port(), listener.local_addr()?.port());
    let mut file = std::fs::File::options().read(true).write(true).create(true).truncate(true).open("/tmp/sent")?;
    file.write_all(&[4; 4000])?;
    let receiver = std::thread::spawn(move || -> Result<TcpStream> {
        let mut bytes = [0; 4000];
        let mut receive = |length: usize, flags: i32| {
            // SAFETY: no more bytes than the array has.
            unsafe { libc::recv(far.as_raw_fd(), bytes.as_mut_ptr().cast(), length, flags) }
        };
        // Looked at, and still there afterwards.
        expect("peek", receive(500, libc::MSG_PEEK | libc::MSG_WAITALL), 500)?;
        expect("recv", receive(4000, libc::MSG_WAITALL), 4000)?;
        far.read_exact(&mut bytes[..1000])?;
        let (from, to) = io::pipe()?;
        let mut spliced = 0;
        while spliced < 4000 {
            let none = std::ptr::null_mut();
            // SAFETY: descriptors and null pointers.
            let moved = unsafe { libc::splice(far.as_raw_fd(), none, to.as_raw_fd(), none, 4000 - spliced, 0) };
            spliced += usize::try_from(check("splice", moved)?)?;
        }
        drop(from);
        Ok(far)
    });
    for _ in 0..4 {
        std::thread::sleep(Duration::from_millis(20)); // so that the receiver waits in the middle
        near.write_all(&[1; 1000])?;
    }
    let parts = [io::IoSlice::new(&[2; 300]), io::IoSlice::new(&[3; 700])];
    expect("writev", near.write_vectored(&parts)?, 1000)?;
    let (mut at, mut sent) = (0, 0);
    while sent < 4000 {
        // SAFETY: descriptors, and a live local.
        sent += check("sendfile", unsafe { libc::sendfile(near.as_raw_fd(), file.as_raw_fd(), &raw mut at, 4000) })?;
    }
    let far = receiver.join().map_err(|_| "the receiver panicked")??;
    drop((near, far));
    println!("ways pid={} sport={sport} port={port} bytes=9000", std::process::id());
    Ok(())
}

/// Connections to a socket that listens, may have `limit` of them wait, and accepts none.
pub fn fill_backlog(limit: i32, count: usize, address: &str, port: u16) -> Result {
    let listener = TcpListener::bind((IpAddr::from_str(address)?, port))?;
    // SAFETY: no pointers. A second call changes the limit.
    check("listen", unsafe { libc::listen(listener.as_raw_fd(), limit) })?;
    let to = listener.local_addr()?;
    let connections = (0..count).map(|_| TcpStream::connect(to)).collect::<io::Result<Vec<_>>>()?;
    println!("connects={}", connections.len());
    Ok(())
}

/// What is sent again because nothing arrives, until the other side says go; and a SYN-ACK that is sent again since a
/// connection without data is none for the one that listens.
pub fn lose(address: &str, port: u16) -> Result {
    let address = IpAddr::from_str(address)?;
    let listener = TcpListener::bind((address, port))?;
    let deferring = TcpListener::bind((address, port + 1))?;
    set(&deferring, libc::IPPROTO_TCP, libc::TCP_DEFER_ACCEPT, 1)?;
    let silent = TcpStream::connect(deferring.local_addr()?)?;
    let mut near = TcpStream::connect(listener.local_addr()?)?;
    let (mut far, _) = listener.accept()?;
    netem::on_lo(0, 100, 0)?;
    near.write_all(b"x")?;
    let begun = connect_unfinished(listener.local_addr()?)?;
    println!("data sport={}", near.local_addr()?.port());
    println!("syn sport={}", source_port(&begun)?);
    println!("synack sport={}", silent.local_addr()?.port());
    crate::wait()?;
    drop(begun); // its SYN shall never arrive
    netem::on_lo(0, 0, 0)?;
    Ok(far.read_exact(&mut [0])?)
}

/// A connect that does not wait.
fn connect_unfinished(to: SocketAddr) -> Result<OwnedFd> {
    let family = if to.is_ipv4() { libc::AF_INET } else { libc::AF_INET6 };
    let (name, length) = raw_address(to);
    // SAFETY: a new descriptor, owned from here on; the address is as long as said.
    unsafe {
        let fd = libc::socket(family, libc::SOCK_STREAM | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK, 0);
        let socket = OwnedFd::from_raw_fd(check("socket", fd)?);
        let result = call(libc::SYS_connect, [fd as usize, name.as_ptr() as usize, length, 0, 0, 0]);
        expect("connect", result, -Raw::from(libc::EINPROGRESS))?;
        Ok(socket)
    }
}

/// A connection that is reset, and accepted later.
pub fn accept_late(address: &str, port: u16) -> Result {
    let listener = TcpListener::bind((IpAddr::from_str(address)?, port))?;
    let stream = TcpStream::connect(listener.local_addr()?)?;
    let at_once = libc::linger { l_onoff: 1, l_linger: 0 };
    // SAFETY: a `struct linger`, and its length says so.
    check("SO_LINGER", unsafe {
        let length = size_of_val(&at_once) as libc::socklen_t;
        libc::setsockopt(stream.as_raw_fd(), libc::SOL_SOCKET, libc::SO_LINGER, (&raw const at_once).cast(), length)
    })?;
    drop(stream);
    crate::wait()?;
    listener.accept()?;
    Ok(())
}

fn many<T>(count: usize, connect: impl Fn() -> Result<T>) -> Result {
    for _ in 0..count {
        connect()?;
    }
    println!("connects={count}");
    Ok(())
}

/// One connect; fails unless it ends with `wanted`.
fn one(kind: &str, to: SocketAddr, shown: SocketAddr, wanted: i32) -> Result<OwnedFd> {
    let family = if to.is_ipv4() { libc::AF_INET } else { libc::AF_INET6 };
    let nonblock = if kind.ends_with("nonblock") { libc::SOCK_NONBLOCK } else { 0 };
    // SAFETY: a new descriptor, owned from here on.
    let socket = unsafe {
        let fd = libc::socket(family, libc::SOCK_STREAM | libc::SOCK_CLOEXEC | nonblock, 0);
        OwnedFd::from_raw_fd(check("socket", fd)?)
    };
    let (name, length) = raw_address(to);
    let (fd, name) = (socket.as_raw_fd() as usize, name.as_ptr() as usize);
    // SAFETY: the address is as long as said, the byte that is sent exists, and both outlive the calls.
    let result: Raw = unsafe {
        match kind {
            "sendto" => {
                let data = b"x";
                let flags = libc::MSG_FASTOPEN as usize;
                match call(libc::SYS_sendto, [fd, data.as_ptr() as usize, 1, flags, name, length]) {
                    1 => 0,
                    other => other,
                }
            }
            "deferred" => {
                set(&socket, libc::IPPROTO_TCP, libc::TCP_FASTOPEN_CONNECT, 1)?;
                let result = call(libc::SYS_connect, [fd, name, length, 0, 0, 0]);
                expect("write", libc::write(socket.as_raw_fd(), b"x".as_ptr().cast(), 1), 1)?;
                result
            }
            _ => call(libc::SYS_connect, [fd, name, length, 0, 0, 0]),
        }
    };
    let first = -result as i32;
    let last = if first == libc::EINPROGRESS { outcome(&socket)? } else { first };
    println!("connect to={shown} sport={} first={first} errno={last}", source_port(&socket)?);
    expect("the connect", last, wanted)?;
    Ok(socket)
}

/// Waits for a connect that was begun, and says how it ended.
fn outcome(socket: &OwnedFd) -> Result<i32> {
    let mut poll = libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLOUT, revents: 0 };
    // SAFETY: one pollfd.
    check("poll", unsafe { libc::poll(&raw mut poll, 1, 10_000) })?;
    let (mut error, mut length) = (0i32, size_of::<i32>() as libc::socklen_t);
    // SAFETY: room for an int, and its length says so.
    check("SO_ERROR", unsafe {
        libc::getsockopt(socket.as_raw_fd(), libc::SOL_SOCKET, libc::SO_ERROR, (&raw mut error).cast(), &raw mut length)
    })?;
    Ok(error)
}

fn source_port(socket: &OwnedFd) -> Result<u16> {
    let (mut name, mut length) = ([0u8; 28], 28);
    // SAFETY: room for either kind of address, and its length says so.
    check("getsockname", unsafe { libc::getsockname(socket.as_raw_fd(), name.as_mut_ptr().cast(), &raw mut length) })?;
    Ok(u16::from_be_bytes([name[2], name[3]]))
}

fn set(socket: &impl AsRawFd, level: i32, option: i32, value: i32) -> Result {
    // SAFETY: an int, and its length says so.
    check("setsockopt", unsafe {
        let length = size_of_val(&value) as libc::socklen_t;
        libc::setsockopt(socket.as_raw_fd(), level, option, (&raw const value).cast(), length)
    })
    .map(drop)
}

/// A `sockaddr_in` or `sockaddr_in6` and its length.
fn raw_address(address: SocketAddr) -> ([u8; 28], usize) {
    let mut raw = [0u8; 28];
    raw[2..4].copy_from_slice(&address.port().to_be_bytes());
    match address {
        SocketAddr::V4(v4) => {
            raw[..2].copy_from_slice(&(libc::AF_INET as u16).to_ne_bytes());
            raw[4..8].copy_from_slice(&v4.ip().octets());
            (raw, 16)
        }
        SocketAddr::V6(v6) => {
            raw[..2].copy_from_slice(&(libc::AF_INET6 as u16).to_ne_bytes());
            raw[8..24].copy_from_slice(&Ipv6Addr::octets(v6.ip()));
            (raw, 28)
        }
    }
}

/// Leaves the network behind, for an own one where only lo is up.
pub fn enter_new_namespace() -> Result {
    // SAFETY: no pointers.
    check("unshare", unsafe { libc::unshare(libc::CLONE_NEWNET) })?;
    let socket = std::net::UdpSocket::bind("0.0.0.0:0")?;
    let mut request = [0u8; 40];
    request[..2].copy_from_slice(b"lo");
    request[16..18].copy_from_slice(&(libc::IFF_UP as u16).to_ne_bytes());
    // SAFETY: 40 bytes are a `struct ifreq`: a name, then the flags.
    check("SIOCSIFFLAGS", unsafe { libc::ioctl(socket.as_raw_fd(), libc::SIOCSIFFLAGS, request.as_mut_ptr()) })?;
    let id =
        std::os::unix::fs::MetadataExt::ino(&std::fs::metadata("/proc/thread-self/ns/net").map_err(io::Error::other)?);
    println!("netns={id}");
    Ok(())
}
