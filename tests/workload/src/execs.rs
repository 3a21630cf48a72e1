//! Program starts by every way there is, good and bad. Each is made by a child, whose pid is told.

use std::ffi::{CString, OsString};
use std::fs;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::sys::{self, Raw, Result, c_string, call, expect};

/// Arguments of one exec: a program, and pointers that end in a null one.
struct Arguments {
    program: CString,
    _strings: Vec<CString>,
    pointers: Vec<usize>,
}

impl Arguments {
    fn new(program: &Path, arguments: impl IntoIterator<Item = Vec<u8>>) -> Result<Self> {
        let strings: Vec<CString> = arguments.into_iter().map(CString::new).collect::<std::result::Result<_, _>>()?;
        let pointers = strings.iter().map(|string| string.as_ptr() as usize).chain([0]).collect();
        Ok(Self { program: c_string(program.as_os_str())?, _strings: strings, pointers })
    }

    /// Returns only if the exec failed.
    fn execve(&self) -> Raw {
        let empty = [0usize];
        // SAFETY: strings end in NUL, both lists in a null pointer, and all outlive the call.
        unsafe {
            let (program, list) = (self.program.as_ptr() as usize, self.pointers.as_ptr() as usize);
            call(libc::SYS_execve, [program, list, empty.as_ptr() as usize, 0, 0, 0])
        }
    }

    /// Like `execve`, relative to a descriptor.
    fn execveat(&self, dirfd: i32, flags: i32) -> Raw {
        let empty = [0usize];
        // SAFETY: as in `execve`.
        unsafe {
            let (program, list) = (self.program.as_ptr() as usize, self.pointers.as_ptr() as usize);
            call(libc::SYS_execveat, [dirfd as usize, program, list, empty.as_ptr() as usize, flags as usize, 0])
        }
    }
}

/// The program's own path; looked up without opening anything.
fn own_path() -> Result<PathBuf> {
    Ok(fs::read_link("/proc/self/exe")?)
}

/// `workload true ARGUMENT…`.
fn itself(arguments: impl IntoIterator<Item = Vec<u8>>) -> Result<Arguments> {
    let own = own_path()?;
    let head = [own.as_os_str().as_bytes().to_vec(), b"true".to_vec()];
    Arguments::new(&own, head.into_iter().chain(arguments))
}

fn bytes(arguments: &[OsString]) -> impl Iterator<Item = Vec<u8>> {
    arguments.iter().map(|argument| argument.as_bytes().to_vec())
}

/// Forks a child that execs, waits until the program has ended well, and tells the child's pid.
fn start(exec: impl FnOnce() -> Raw) -> Result {
    let pid = sys::fork(|| Err(format!("exec: errno {}", -exec()).into()))?;
    sys::reap(pid)?;
    println!("exec pid={pid} ppid={} errno=0", std::process::id());
    Ok(())
}

/// Forks a child whose exec must fail with that error.
fn fail(errno: i32, exec: impl FnOnce() -> Raw) -> Result {
    let pid = sys::fork(|| expect("exec", exec(), Raw::from(-errno)))?;
    sys::reap(pid)?;
    println!("exec pid={pid} ppid={} errno={errno}", std::process::id());
    Ok(())
}

pub fn many(count: usize, arguments: &[OsString]) -> Result {
    for number in 0..count {
        let exec = itself(bytes(arguments).chain([number.to_string().into_bytes()]))?;
        start(|| exec.execve())?;
    }
    println!("execs={count}");
    Ok(())
}

pub fn one(kind: &str, arguments: &[OsString]) -> Result {
    let count = || -> Result<usize> { crate::number(arguments.first().ok_or("a number is missing")?) };
    match kind {
        "args" => {
            let exec = itself((2..count()?).map(|number| format!("argument-{number:03}").into_bytes()))?;
            start(|| exec.execve())
        }
        "long" => {
            let exec = itself([pattern(count()?)])?;
            start(|| exec.execve())
        }
        "empty" => {
            let exec = Arguments::new(&own_path()?, [])?;
            start(|| exec.execve())
        }
        "fd" => {
            let mut exec = itself(bytes(arguments))?;
            exec.program = CString::default();
            let file = fs::OpenOptions::new().read(true).custom_flags(libc::O_PATH).open(own_path()?)?;
            start(|| exec.execveat(file.as_raw_fd(), libc::AT_EMPTY_PATH))
        }
        "dirfd" => {
            let own = own_path()?;
            let (directory, name) = (own.parent().ok_or("no directory")?, own.file_name().ok_or("no name")?);
            let mut exec = itself(bytes(arguments))?;
            exec.program = c_string(name)?;
            let directory = fs::File::open(directory)?;
            start(|| exec.execveat(directory.as_raw_fd(), 0))
        }
        "thread" => {
            let exec = itself(bytes(arguments))?;
            start(|| {
                std::thread::scope(|scope| scope.spawn(|| exec.execve()).join()).unwrap_or(Raw::from(-libc::EDEADLK))
            })
        }
        "enoent" => {
            let exec = Arguments::new(Path::new("/nowhere/probebox-missing"), bytes(arguments))?;
            fail(libc::ENOENT, || exec.execve())
        }
        "int80" | "int80-enoent" => {
            let found = kind == "int80";
            let program = if found { own_path()? } else { "/nowhere/probebox-missing".into() };
            let call = compat(&program, arguments)?;
            if found { start(call) } else { fail(libc::ENOENT, call) }
        }
        "eacces" => {
            let file = Temporary::new("not-executable", b"text", 0o644)?;
            let exec = Arguments::new(&file.0, bytes(arguments))?;
            fail(libc::EACCES, || exec.execve())
        }
        "unfaulted" => {
            let exec = unfaulted(&own_path()?, arguments)?;
            start(|| exec.execve())
        }
        "unfaulted-enoent" => {
            let exec = unfaulted(Path::new("/nowhere/probebox-missing"), arguments)?;
            fail(libc::ENOENT, || exec.execve())
        }
        "script" => {
            let line = format!("#!{} true\n", own_path()?.display());
            let file = Temporary::new("script", line.as_bytes(), 0o755)?;
            let head = [file.0.as_os_str().as_bytes().to_vec()];
            let exec = Arguments::new(&file.0, head.into_iter().chain(bytes(arguments)))?;
            println!("script={}", file.0.display());
            start(|| exec.execve())
        }
        _ => Err(format!("no way to exec is called {kind}").into()),
    }
}

/// The 32-bit system call. The first argument is `workload`, the second `true`.
fn compat(program: &Path, arguments: &[OsString]) -> Result<impl FnOnce() -> Raw> {
    const NR_EXECVE: i32 = 11;
    let low = |bytes: &[u8]| sys::copy_low(CString::new(bytes)?.as_bytes_with_nul());
    let program = low(program.as_os_str().as_bytes())?;
    let strings = [b"workload".to_vec(), b"true".to_vec()].into_iter().chain(bytes(arguments));
    let mut list = strings.map(|string| low(&string)).collect::<Result<Vec<u32>>>()?;
    list.push(0);
    let list = sys::copy_low(&list.iter().flat_map(|pointer| pointer.to_ne_bytes()).collect::<Vec<u8>>())?;
    let empty = sys::copy_low(&[0; 4])?;
    // SAFETY: strings end in NUL, both lists in a null pointer, and all stay.
    Ok(move || unsafe { sys::call_32(NR_EXECVE, [program, list, empty, 0, 0]) })
}

/// Text of that many bytes in which every place can be told from the others.
fn pattern(length: usize) -> Vec<u8> {
    (0..).flat_map(|number: u32| format!("{number:07},").into_bytes()).take(length).collect()
}

/// Arguments that lie in a file mapping which nobody has touched, far enough apart that one fault brings in one.
/// The first is `workload`, the second `true`.
fn unfaulted(program: &Path, arguments: &[OsString]) -> Result<Arguments> {
    const APART: usize = 256 * 1024;
    let strings: Vec<Vec<u8>> = [b"workload".to_vec(), b"true".to_vec()].into_iter().chain(bytes(arguments)).collect();
    let mut content = vec![0u8; strings.len() * APART];
    for (string, room) in strings.iter().zip(content.chunks_mut(APART)) {
        room.get_mut(..string.len()).ok_or("an argument is too long")?.copy_from_slice(string);
    }
    let file = Temporary::new("arguments", &content, 0o600)?;
    let opened = fs::File::open(&file.0)?;
    // SAFETY: a new private mapping of a file that nobody else changes; its removal does not end it.
    let at = unsafe {
        libc::mmap(std::ptr::null_mut(), content.len(), libc::PROT_READ, libc::MAP_PRIVATE, opened.as_raw_fd(), 0)
    };
    expect("the mapping failed", at == libc::MAP_FAILED, false)?;
    let pointers = (0..strings.len()).map(|number| at as usize + number * APART).chain([0]).collect();
    Ok(Arguments { program: c_string(program.as_os_str())?, _strings: Vec::new(), pointers })
}

/// A file in the temporary directory that goes with its owner.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, content: &[u8], mode: u32) -> Result<Self> {
        let path = std::env::temp_dir().join(format!("workload-{}-{name}", std::process::id()));
        fs::write(&path, content)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(mode))?;
        Ok(Self(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
