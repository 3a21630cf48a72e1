//! Memory that is taken and held, or given back, a known number of times by functions of known names.

use std::ffi::c_void;
use std::hint::black_box;
use std::ptr;

use crate::sys::{Result, check, expect};

/// Fails for NULL.
fn there(address: *mut c_void) -> Result<*mut c_void> {
    expect("a block", black_box(address).is_null(), false)?;
    Ok(address)
}

/// Takes blocks and holds them.
#[unsafe(no_mangle)]
#[inline(never)]
fn probebox_holds(count: usize, bytes: usize) -> Result {
    for _ in 0..count {
        // SAFETY: takes a number; what it gives is never used.
        there(unsafe { libc::malloc(bytes) })?;
    }
    Ok(())
}

/// Takes blocks and gives each back.
#[unsafe(no_mangle)]
#[inline(never)]
fn probebox_gives_back(count: usize, bytes: usize) -> Result {
    for _ in 0..count {
        // SAFETY: takes a number, and what that gave.
        unsafe { libc::free(there(libc::malloc(bytes))?) };
    }
    Ok(())
}

/// Holds one block, which has grown from 107 to 5003 bytes, and could not grow further.
#[unsafe(no_mangle)]
#[inline(never)]
fn probebox_grows() -> Result {
    // SAFETY: numbers, and a block that is held.
    let failed = unsafe {
        let block = there(libc::realloc(there(libc::malloc(107))?, 5003))?;
        libc::realloc(block, black_box(usize::MAX / 2 - 4096))
    };
    expect("a block of half the memory that there can be", black_box(failed).is_null(), true)
}

/// Holds 6 blocks of 13899 bytes in all, each taken by another function.
#[unsafe(no_mangle)]
#[inline(never)]
fn probebox_others() -> Result {
    let (protection, flags) = (libc::PROT_READ, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    let mut block = ptr::null_mut();
    // SAFETY: numbers; a live pointer to write to; one mapping that is given back before anything points into it.
    unsafe {
        there(libc::calloc(3, 111))?;
        expect("posix_memalign", libc::posix_memalign(&raw mut block, 64, 222), 0)?;
        there(libc::aligned_alloc(64, 448))?;
        there(libc::memalign(64, 333))?;
        there(libc::reallocarray(ptr::null_mut(), 5, 55))?;
        there(libc::mmap(ptr::null_mut(), 3 * 4096, protection, flags, -1, 0))?;
        let mapped = there(libc::mmap(ptr::null_mut(), 3 * 4096, protection, flags, -1, 0))?;
        check("munmap", libc::munmap(mapped, 3 * 4096))?;
    }
    Ok(())
}

/// All of it.
pub fn blocks(count: usize, bytes: usize) -> Result {
    probebox_holds(count, bytes)?;
    probebox_gives_back(count, bytes)?;
    probebox_grows()?;
    probebox_others()?;
    println!("blocks={count}");
    Ok(())
}

/// Makes pipes and holds them.
pub fn pipes(count: usize) -> Result {
    for _ in 0..count {
        let mut ends = [0; 2];
        // SAFETY: writes two descriptors, which end with the process.
        check("pipe", unsafe { libc::pipe(ends.as_mut_ptr()) })?;
    }
    println!("pipes={count}");
    Ok(())
}
