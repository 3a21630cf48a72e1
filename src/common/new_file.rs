//! Files that the user has asked for by name.

use std::{fs::File, os::unix::fs::OpenOptionsExt, path::Path};

use anyhow::{Context as _, Result};

/// Creates a file, which must not exist: what stands there under another's link is not overwritten. To be called before
/// privileges are dropped.
///
/// # Errors
/// There is something of that name, or it cannot be created there.
pub fn create(path: &Path) -> Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true).mode(0o600).custom_flags(libc::O_NOFOLLOW);
    options.open(path).with_context(|| format!("creating {}", path.display()))
}
