//! The hashes that manifests of others use: their names, their values, and how they are computed.
//!
//! Contract, "Other manifests": SHA-256, SHA-512, SHA-1 and MD5; SHA-224 and SHA-384 come with BagIt. The program's
//! own [`crate::base::digest::Digest`] is always SHA-256. Used by [`crate::archive::disk`], which computes, and
//! [`crate::archive::manifest`], which reads and compares.

use std::fmt;

use sha2::digest::DynDigest;

use crate::base::digest::Digest;
use crate::base::hex::Hex;

/// A hash function, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// MD5 (RFC 1321); weak.
    Md5,
    /// SHA-1 (FIPS 180-4); weak.
    Sha1,
    /// SHA-224 (FIPS 180-4).
    Sha224,
    /// SHA-256 (FIPS 180-4).
    Sha256,
    /// SHA-384 (FIPS 180-4).
    Sha384,
    /// SHA-512 (FIPS 180-4).
    Sha512,
}

impl Algorithm {
    /// All of them, the weakest first.
    pub const ALL: [Self; 6] = [Self::Md5, Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512];

    /// As people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// The length of its values in bytes.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// Whether two files with the same value can be made on purpose.
    pub const fn is_weak(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }

    /// Reads a name in any spelling: `sha256`, `SHA-256`, `SHA2-256`; `None` for a function not known here.
    pub fn from_name(name: &[u8]) -> Option<Self> {
        let plain: Vec<u8> =
            name.iter().filter(|byte| !matches!(byte, b'-' | b'_')).map(u8::to_ascii_lowercase).collect();
        Some(match plain.as_slice() {
            b"md5" => Self::Md5,
            b"sha1" => Self::Sha1,
            b"sha224" | b"sha2224" => Self::Sha224,
            b"sha256" | b"sha2256" => Self::Sha256,
            b"sha384" | b"sha2384" => Self::Sha384,
            b"sha512" | b"sha2512" => Self::Sha512,
            _ => return None,
        })
    }

    /// The one whose values have so many hex digits.
    pub fn from_digits(digits: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.bytes() * 2 == digits)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One value of one of them; printed as lower-case hex digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Checksum {
    algorithm: Algorithm,
    bytes: Box<[u8]>,
}

impl Checksum {
    /// Reads exactly as many hex digits of either case as the algorithm has; `None` for anything else.
    pub fn from_hex(algorithm: Algorithm, digits: &[u8]) -> Option<Self> {
        if digits.len() != algorithm.bytes() * 2 {
            return None;
        }
        let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
        let bytes = digits.chunks(2).map(|pair| match pair {
            [high, low] => Some(value(*high)? * 16 + value(*low)?),
            _ => None,
        });
        Some(Self { algorithm, bytes: bytes.collect::<Option<_>>()? })
    }

    /// The value for some bytes.
    pub fn of(algorithm: Algorithm, bytes: &[u8]) -> Self {
        let mut hasher = hasher(algorithm);
        hasher.update(bytes);
        Self { algorithm, bytes: hasher.finalize() }
    }

    /// Which function it is of.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The same as the program's own digest, if it is SHA-256.
    pub fn to_digest(&self) -> Option<Digest> {
        let bytes: [u8; 32] = self.bytes.as_ref().try_into().ok()?;
        (self.algorithm == Algorithm::Sha256).then(|| Digest::from_bytes(bytes))
    }
}

impl From<Digest> for Checksum {
    fn from(digest: Digest) -> Self {
        Self { algorithm: Algorithm::Sha256, bytes: digest.as_bytes().as_slice().into() }
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hex(&self.bytes).fmt(f)
    }
}

impl fmt::Debug for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {self}", self.algorithm)
    }
}

/// Several functions over the same bytes.
pub(crate) struct Hashers(Vec<(Algorithm, Box<dyn DynDigest>)>);

impl Hashers {
    /// One for each.
    pub(crate) fn new(algorithms: &[Algorithm]) -> Self {
        Self(algorithms.iter().map(|algorithm| (*algorithm, hasher(*algorithm))).collect())
    }

    /// The next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        for (_, hasher) in &mut self.0 {
            hasher.update(bytes);
        }
    }

    /// The values, in the order they were asked for.
    pub(crate) fn finish(self) -> Vec<Checksum> {
        self.0.into_iter().map(|(algorithm, hasher)| Checksum { algorithm, bytes: hasher.finalize() }).collect()
    }
}

fn hasher(algorithm: Algorithm) -> Box<dyn DynDigest> {
    match algorithm {
        Algorithm::Md5 => Box::new(md5::Md5::default()),
        Algorithm::Sha1 => Box::new(sha1::Sha1::default()),
        Algorithm::Sha224 => Box::new(sha2::Sha224::default()),
        Algorithm::Sha256 => Box::new(sha2::Sha256::default()),
        Algorithm::Sha384 => Box::new(sha2::Sha384::default()),
        Algorithm::Sha512 => Box::new(sha2::Sha512::default()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    // RFC 1321 A.5, FIPS 180-4 examples
    #[case(Algorithm::Md5, "900150983cd24fb0d6963f7d28e17f72")]
    #[case(Algorithm::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d")]
    #[case(Algorithm::Sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7")]
    #[case(Algorithm::Sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    #[case(
        Algorithm::Sha384,
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    )]
    #[case(
        Algorithm::Sha512,
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    )]
    fn known_answers(#[case] algorithm: Algorithm, #[case] hex: &str) {
        let checksum = Checksum::of(algorithm, b"abc");
        assert_eq!(checksum.to_string(), hex);
        assert_eq!(Checksum::from_hex(algorithm, hex.to_uppercase().as_bytes()), Some(checksum.clone()));
        assert_eq!(Algorithm::from_digits(hex.len()), Some(algorithm));
        let mut hashers = Hashers::new(&[algorithm]);
        hashers.update(b"a");
        hashers.update(b"bc");
        assert_eq!(hashers.finish(), [checksum]);
    }

    #[rstest]
    #[case(b"SHA256", Some(Algorithm::Sha256))]
    #[case(b"SHA2-256", Some(Algorithm::Sha256))]
    #[case(b"sha-1", Some(Algorithm::Sha1))]
    #[case(b"md5", Some(Algorithm::Md5))]
    #[case(b"BLAKE2b", None)]
    #[case(b"", None)]
    fn names(#[case] name: &[u8], #[case] algorithm: Option<Algorithm>) {
        assert_eq!(Algorithm::from_name(name), algorithm);
    }

    #[rstest]
    #[case(b"")]
    #[case(b"900150983cd24fb0d6963f7d28e17f7")]
    #[case(b"900150983cd24fb0d6963f7d28e17f7g")]
    #[case(b"+00150983cd24fb0d6963f7d28e17f72")]
    #[case("9001é0983cd24fb0d6963f7d28e17f72".as_bytes())]
    fn refuses_what_is_no_value(#[case] digits: &[u8]) {
        assert_eq!(Checksum::from_hex(Algorithm::Md5, digits), None);
    }
}
