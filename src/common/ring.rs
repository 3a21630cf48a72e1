//! Reads the ring buffer. The programs wake the reader only when the ring fills (`lib/events.bpf.h`); between wake-ups
//! it looks by itself every [`LATENCY`].

use std::{
    cell::{Cell, RefCell},
    io,
    os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
    ptr,
    time::Duration,
};

use anyhow::{Result, bail};
use libbpf_rs::{AsRawLibbpf, MapCore, RingBuffer, RingBufferBuilder, libbpf_sys};

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

/// Reads `map` until the run ends, then calls `detach`, after which nothing comes any more, and reads what is left.
/// Returns why it ended and how many bytes the ring held at most.
///
/// # Errors
/// The consumer's, or the kernel's.
pub fn read(
    map: &dyn MapCore,
    stop: &Stop,
    consumer: &mut dyn Consumer,
    detach: impl FnOnce(),
) -> Result<(Reason, u64)> {
    let failed = RefCell::new(None);
    let consumer = RefCell::new(consumer);
    let mut builder = RingBufferBuilder::new();
    // An error is parked and the batch is ended by a negative value: nothing may unwind through libbpf.
    builder.add(map, |record| {
        let done = consumer.borrow_mut().record(record);
        done.map_or_else(
            |error| {
                failed.replace(Some(error));
                -libc::ECANCELED
            },
            |()| 0,
        )
    })?;
    let ring = builder.build()?;
    let bell = Bell::new(map.as_fd())?;
    let peak = Cell::new(0);
    let consume = || -> Result<()> {
        peak.set(peak.get().max(available(&ring)));
        let read = ring.consume_raw();
        if let Some(error) = failed.take() {
            return Err(error);
        }
        if read < 0 {
            bail!("reading the ring buffer: {}", io::Error::from_raw_os_error(-read));
        }
        consumer.borrow_mut().batch_end()
    };
    let reason = loop {
        match stop.wait(&[bell.0.as_raw_fd()], LATENCY) {
            Wake::Stop(reason) => break reason,
            Wake::Ready(_) => bell.silence(),
            Wake::Timeout => {}
        }
        consume()?;
    };
    detach();
    if reason != Reason::OutputClosed {
        consume()?;
    }
    Ok((reason, peak.get()))
}

/// Bytes in the ring that have not been read.
fn available(ring: &RingBuffer<'_>) -> u64 {
    // SAFETY: the ring buffer is live and has one ring, which lives as long.
    unsafe {
        libbpf_sys::ring__avail_data_size(libbpf_sys::ring_buffer__ring(ring.as_libbpf_object().as_ptr(), 0)) as u64
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
