//! The BPF objects lie in the binary packed, at a sixth of their size; one is unpacked when it is opened.

use std::{io::Read, sync::OnceLock};

/// Bytes that `build.rs` has packed.
#[derive(Debug)]
pub struct Packed {
    packed: &'static [u8],
    bytes: OnceLock<Vec<u8>>,
}

impl Packed {
    /// Nothing is unpacked yet.
    #[must_use]
    pub const fn new(packed: &'static [u8]) -> Self {
        Self { packed, bytes: OnceLock::new() }
    }

    /// What was packed; it stays unpacked. Bytes that are none of a packer's give what could be made of them: libbpf says
    /// then that it is no object.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get_or_init(|| {
            let mut bytes = Vec::new();
            let _ = flate2::read::ZlibDecoder::new(self.packed).read_to_end(&mut bytes);
            bytes
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Packed;

    #[test]
    fn what_is_no_packed_object_is_empty() {
        assert!(Packed::new(b"nonsense").bytes().is_empty());
    }
}
