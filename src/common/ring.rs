//! Reads the ring buffer. The programs wake the reader only when the ring fills (`lib/events.bpf.h`); between wake-ups
//! it looks by itself every [`LATENCY`].

use std::{
    io,
    os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd},
    ptr,
    sync::atomic::{AtomicU32, AtomicU64, Ordering},
    time::Duration,
};

use anyhow::{Context as _, Result};
use libbpf_rs::MapCore;

use super::stop::{Reason, Stop, Wake};

/// How long a record may wait to be read.
pub const LATENCY: Duration = Duration::from_millis(100);

/// What a reader does with what it finds.
pub trait Consumer {
    /// Takes one record.
    ///
    /// # Errors
    /// Ends the reading; whatever comes later is not read.
    fn record(&mut self, record: &[u8]) -> Result<()>;

    /// Called after each batch, and at least every [`LATENCY`].
    ///
    /// # Errors
    /// Ends the reading.
    fn batch_end(&mut self) -> Result<()>;
}

/// Reads `map` until the run ends, and then what was sent by then. Returns why it ended and how many bytes the ring held
/// at most. Where `detach` is given, it is called at the end, and nothing comes any more after it: for those who read
/// other maps next. To be taken out of the kernel costs a tenth of a second for each hooked function, so that others
/// rather tell first.
///
/// # Errors
/// The consumer's, or the kernel's.
pub fn read(
    map: &dyn MapCore,
    stop: &Stop,
    consumer: &mut dyn Consumer,
    detach: Option<impl FnOnce()>,
) -> Result<(Reason, u64)> {
    let mut reader = Reader::new(map)?;
    let reason = loop {
        if let Some(reason) = reader.wait(stop) {
            break reason;
        }
        reader.read(|record| consumer.record(record))?;
        consumer.batch_end()?;
    };
    if let Some(detach) = detach {
        detach();
    }
    if reason != Reason::OutputClosed {
        reader.read_all(|record| consumer.record(record))?;
        consumer.batch_end()?;
    }
    Ok((reason, reader.peak))
}

/// Reads a ring buffer piece by piece, for those who have something else to do in between.
pub struct Reader {
    ring: Ring,
    bell: Bell,
    /// How many bytes the ring held at most when it was read.
    pub peak: u64,
}

impl Reader {
    /// A reader of this map.
    ///
    /// # Errors
    /// The kernel's.
    pub fn new(map: &dyn MapCore) -> Result<Self> {
        Ok(Self { ring: Ring::map(map)?, bell: Bell::new(map.as_fd())?, peak: 0 })
    }

    /// The descriptor that is readable when the programs ask to be read; [`Reader::quiet`] makes it so no more.
    #[must_use]
    pub fn bell(&self) -> RawFd {
        self.bell.0.as_raw_fd()
    }

    /// Takes notice of the bell.
    pub fn quiet(&self) {
        self.bell.silence();
    }

    /// Waits until it is time to read. Returns the reason if the run ends.
    #[must_use]
    pub fn wait(&self, stop: &Stop) -> Option<Reason> {
        match stop.wait(&[self.bell.0.as_raw_fd()], LATENCY) {
            Wake::Stop(reason) => return Some(reason),
            Wake::Ready(_) => self.bell.silence(),
            Wake::Timeout => {}
        }
        None
    }

    /// Hands over every record that is there and whole, oldest first.
    ///
    /// # Errors
    /// Those of `take`; the record counts as read.
    pub fn read(&mut self, take: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        self.peak = self.peak.max(self.ring.written() - self.ring.read());
        self.ring.consume(take)
    }

    /// Hands over every record that has been begun by now; waits for those that are being written.
    ///
    /// # Errors
    /// As [`Reader::read`]'s.
    pub fn read_all(&mut self, mut take: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let end = self.ring.written();
        self.read(&mut take)?;
        while self.ring.read() < end {
            std::thread::yield_now(); // a program is in the middle of a record
            self.read(&mut take)?;
        }
        Ok(())
    }
}

/// The ring as the kernel lays it out (kernel/bpf/ringbuf.c): a page with the reader's position, one with the writers',
/// then the data. libbpf maps the data twice, one behind the other, and both count as this process's memory; here a
/// record that goes over the end is put together in a buffer.
struct Ring {
    /// The reader's page.
    read: Mapping,
    /// The writers' page, then the data.
    written: Mapping,
    /// Of the data, in bytes: a power of two.
    size: u64,
    /// A record that lay in two pieces. Words, as records are aligned to eight bytes.
    joined: Vec<u64>,
}

/// Bits of a record's length (`include/uapi/linux/bpf.h`): still being written, and given up by its writer.
const BUSY: u32 = 1 << 31;
const DISCARDED: u32 = 1 << 30;
/// Before each record: its length and bits, and the number of its page.
const HEADER: u64 = 8;

impl Ring {
    fn map(map: &dyn MapCore) -> Result<Self> {
        // SAFETY: takes a number.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) } as usize;
        let size = map.max_entries() as usize;
        let open = |length, at, protection| {
            Mapping::new(map.as_fd(), length, at, protection).context("mapping the ring buffer")
        };
        let read = open(page, 0, libc::PROT_READ | libc::PROT_WRITE)?;
        let written = open(page + size, page, libc::PROT_READ)?;
        Ok(Self { read, written, size: size as u64, joined: Vec::new() })
    }

    /// The first word of a page.
    fn position(mapping: &Mapping) -> &AtomicU64 {
        // SAFETY: both pages begin with an aligned word that only atomic operations touch, here and in the kernel.
        unsafe { AtomicU64::from_ptr(mapping.at.cast()) }
    }

    /// How far the reader is: bytes since the beginning.
    fn read(&self) -> u64 {
        Self::position(&self.read).load(Ordering::Relaxed)
    }

    /// How far the writers are.
    fn written(&self) -> u64 {
        Self::position(&self.written).load(Ordering::Acquire)
    }

    /// Hands over every record that is there and whole, oldest first.
    fn consume(&mut self, mut take: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let page = self.written.length - self.size as usize;
        // SAFETY: the data lies behind the writers' page, in the same mapping.
        let data = unsafe { self.written.at.byte_add(page).cast::<u8>() };
        let mut joined = std::mem::take(&mut self.joined);
        // What is written meanwhile has to wait: an end is looked for in between.
        let (mut at, end) = (self.read(), self.written());
        while at < end {
            let offset = at & (self.size - 1);
            // SAFETY: a header is eight bytes, aligned to eight, so it is whole and inside the data.
            let header = unsafe { AtomicU32::from_ptr(data.add(offset as usize).cast()) }.load(Ordering::Acquire);
            if header & BUSY != 0 {
                break;
            }
            let length = u64::from(header & !DISCARDED);
            if header & DISCARDED == 0 {
                let begin = (offset + HEADER) & (self.size - 1);
                let first = length.min(self.size - begin) as usize;
                // SAFETY: the kernel has finished the record, and does not touch it before the position is moved on
                // below. Its first piece ends where the data does, at the latest.
                let piece = unsafe { std::slice::from_raw_parts(data.add(begin as usize), first) };
                if first as u64 == length {
                    take(piece)?;
                } else {
                    // SAFETY: as above; the rest of it lies at the beginning of the data.
                    let rest = unsafe { std::slice::from_raw_parts(data, length as usize - first) };
                    joined.resize((length as usize).div_ceil(8), 0);
                    // SAFETY: as many bytes as the words have.
                    let bytes = unsafe { std::slice::from_raw_parts_mut(joined.as_mut_ptr().cast(), joined.len() * 8) };
                    let bytes: &mut [u8] = bytes;
                    bytes[..first].copy_from_slice(piece);
                    bytes[first..length as usize].copy_from_slice(rest);
                    take(&bytes[..length as usize])?;
                }
            }
            at += (length + HEADER).next_multiple_of(8);
            Self::position(&self.read).store(at, Ordering::Release);
        }
        self.joined = joined;
        Ok(())
    }
}

/// Shared memory of a map.
struct Mapping {
    at: *mut libc::c_void,
    length: usize,
}

impl Mapping {
    fn new(map: BorrowedFd<'_>, length: usize, at: usize, protection: libc::c_int) -> io::Result<Self> {
        // SAFETY: a new mapping, wherever there is room.
        let at = unsafe {
            libc::mmap(ptr::null_mut(), length, protection, libc::MAP_SHARED, map.as_raw_fd(), at as libc::off_t)
        };
        if at == libc::MAP_FAILED { Err(io::Error::last_os_error()) } else { Ok(Self { at, length }) }
    }
}

// SAFETY: memory is mapped for all threads of the process, and this is its only owner.
unsafe impl Send for Mapping {}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: mapped by `new`, and nothing that points there outlives the ring.
        unsafe { libc::munmap(self.at, self.length) };
    }
}

/// An epoll descriptor that is readable once for each wake-up: the ring itself is as long as it holds anything, and
/// would have the reader run for every record.
struct Bell(OwnedFd);

impl Bell {
    fn new(ring: BorrowedFd<'_>) -> io::Result<Self> {
        // SAFETY: takes no pointers.
        let fd = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor is new and nobody else's.
        let this = Self(unsafe { OwnedFd::from_raw_fd(fd) });
        let mut event = libc::epoll_event { events: (libc::EPOLLIN | libc::EPOLLET) as u32, u64: 0 };
        // SAFETY: both descriptors are open and the event is live.
        match unsafe { libc::epoll_ctl(fd, libc::EPOLL_CTL_ADD, ring.as_raw_fd(), &raw mut event) } {
            0 => Ok(this),
            _ => Err(io::Error::last_os_error()),
        }
    }

    fn silence(&self) {
        let mut event = libc::epoll_event { events: 0, u64: 0 };
        // SAFETY: there is room for one event. Failure leaves the bell ringing, which costs time but no record.
        unsafe { libc::epoll_wait(self.0.as_raw_fd(), ptr::from_mut(&mut event), 1, 0) };
    }
}
