//! A file system that is served here, with the messages of include/uapi/linux/fuse.h, and answers reads late.

use std::ffi::{CString, OsStr};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::sys::{self, Result, c_string, check, expect};

const LOOKUP: u32 = 1;
const FORGET: u32 = 2;
const GETATTR: u32 = 3;
const OPEN: u32 = 14;
const READ: u32 = 15;
const WRITE: u32 = 16;
const RELEASE: u32 = 18;
const FSYNC: u32 = 20;
const FLUSH: u32 = 25;
const INIT: u32 = 26;
const CREATE: u32 = 35;
const INTERRUPT: u32 = 36;
const DESTROY: u32 = 38;
const BATCH_FORGET: u32 = 42;

const ROOT: u64 = 1;
const FILE: u64 = 2;
const MADE: u64 = 3;
/// What is written and read goes to the server as it is, by no page cache.
const DIRECT_IO: u32 = 1;
const SIZE: u64 = 8192;

/// Mounts it on DIRECTORY and uses it, each call once.
pub fn used(milliseconds: u64, directory: &OsStr) -> Result {
    let device = OpenOptions::new().read(true).write(true).open("/dev/fuse")?;
    let options = CString::new(format!("fd={},rootmode=40755,user_id=0,group_id=0", device.as_raw_fd()))?;
    let place = c_string(directory)?;
    // SAFETY: strings with an end that outlive the call.
    let mounted =
        unsafe { libc::mount(c"probebox".as_ptr(), place.as_ptr(), c"fuse".as_ptr(), 0, options.as_ptr().cast()) };
    check("mount", mounted)?;
    let server =
        thread::spawn(move || serve(device, Duration::from_millis(milliseconds)).map_err(|error| error.to_string()));
    let done = use_files(Path::new(directory));
    // SAFETY: a string with an end.
    check("umount", unsafe { libc::umount2(place.as_ptr(), libc::MNT_DETACH) })?;
    done?;
    server.join().map_err(|_| "the server panicked")??;
    Ok(())
}

fn use_files(directory: &Path) -> Result {
    let file = OpenOptions::new().read(true).write(true).open(directory.join("file"))?;
    let mut buffer = [0; 1000];
    let before = sys::now();
    expect("pread", file.read_at(&mut buffer, 4096)?, 1000)?;
    let took = sys::now() - before;
    expect("pwrite", file.write_at(&[7; 300], 512)?, 300)?;
    file.sync_all()?;
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(directory.join("made"))?;
    println!("pid={} read=1 write=1 open=2 fsync=1 most_ns={took}", std::process::id());
    Ok(())
}

/// Answers until it is unmounted.
fn serve(mut device: File, late: Duration) -> std::io::Result<()> {
    let mut request = vec![0; 1 << 18];
    loop {
        let length = match device.read(&mut request) {
            Ok(length) => length,
            Err(error) if error.raw_os_error() == Some(libc::ENODEV) => return Ok(()),
            Err(error) => return Err(error),
        };
        let request = &request[..length];
        let (operation, unique, node) = (word(request, 4), long(request, 8), long(request, 16));
        let body = &request[40..];
        let answer = match operation {
            FORGET | BATCH_FORGET | INTERRUPT => continue, // want no answer
            INIT => Ok([numbers(&[7, 31, 0, 0, 0, 4096, 1]), vec![0; 36]].concat()),
            LOOKUP if body.starts_with(b"file\0") => Ok(entry(FILE)),
            LOOKUP => Err(libc::ENOENT),
            GETATTR => Ok([vec![0; 16], attributes(node)].concat()),
            CREATE => Ok([entry(MADE), opened()].concat()),
            OPEN => Ok(opened()),
            READ => {
                thread::sleep(late);
                Ok(vec![b'x'; SIZE.saturating_sub(long(body, 8)).min(word(body, 16).into()) as usize])
            }
            WRITE => Ok(numbers(&[word(body, 16), 0])),
            RELEASE | FLUSH | FSYNC | DESTROY => Ok(Vec::new()),
            _ => Err(libc::ENOSYS),
        };
        let (error, answer) = answer.map_or_else(|error| (-error, Vec::new()), |answer| (0, answer));
        let head = numbers(&[16 + answer.len() as u32, error as u32]);
        device.write_all(&[head, unique.to_ne_bytes().to_vec(), answer].concat())?;
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_ne_bytes)
}

fn long(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_ne_bytes)
}

fn numbers(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_ne_bytes()).collect()
}

/// `struct fuse_attr`
fn attributes(node: u64) -> Vec<u8> {
    let (mode, size) = if node == ROOT { (libc::S_IFDIR | 0o755, 0) } else { (libc::S_IFREG | 0o644, SIZE) };
    let longs: Vec<u8> = [node, size, 0, 0, 0, 0].iter().flat_map(|long| long.to_ne_bytes()).collect();
    [longs, numbers(&[0, 0, 0, mode, 1, 0, 0, 0, 4096, 0])].concat()
}

/// `struct fuse_entry_out`, of which nothing may be kept.
fn entry(node: u64) -> Vec<u8> {
    [node.to_ne_bytes().to_vec(), vec![0; 32], attributes(node)].concat()
}

/// `struct fuse_open_out`
fn opened() -> Vec<u8> {
    numbers(&[0, 0, DIRECT_IO, 0])
}
