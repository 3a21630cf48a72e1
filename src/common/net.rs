//! Addresses as `src/bpf/kernel/net.h` hands them over.

use std::net::{IpAddr, Ipv6Addr};

/// The address in a `struct address`, whose words are in network byte order; one of IPv4 stands there as `::ffff:a.b.c.d`.
#[must_use]
pub fn address(words: [u32; 4]) -> IpAddr {
    let bits = words.iter().fold(0, |bits, word| bits << 32 | u128::from(u32::from_be(*word)));
    Ipv6Addr::from_bits(bits).to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_network_order() {
        let words = |text: &str| {
            let bytes = text.parse::<Ipv6Addr>().expect("an address").octets();
            [0, 4, 8, 12].map(|i| u32::from_ne_bytes(bytes[i..i + 4].try_into().expect("four bytes")))
        };
        for (given, shown) in
            [("::ffff:10.1.2.3", "10.1.2.3"), ("2001:db8::1", "2001:db8::1"), ("::1", "::1"), ("::", "::")]
        {
            assert_eq!(address(words(given)).to_string(), shown);
        }
    }
}
