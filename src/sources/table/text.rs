//! From the bytes of a file to text: hashed on the way, unpacked, and turned into UTF-8 (contract, "Other shapes of
//! tables").

use std::io::{self, BufReader, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use flate2::bufread::MultiGzDecoder;
use sha2::{Digest as _, Sha256};

use crate::base::digest::Digest;

/// How much is read at once.
pub(super) const CHUNK: usize = 1 << 18;

/// A file that is hashed as it is read, so that what was read is what is named in `run.json`.
pub(super) struct Hashed<R> {
    inner: R,
    hasher: Sha256,
    size: u64,
}

impl<R: Read> Hashed<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, hasher: Sha256::new(), size: 0 }
    }

    /// Reads what nobody has read yet; the size in bytes, and the digest.
    pub(super) fn finish(mut self) -> io::Result<(u64, Digest)> {
        let mut chunk = vec![0; CHUNK];
        while read_some(&mut self, &mut chunk)? > 0 {}
        Ok((self.size, Digest::from_bytes(self.hasher.finalize().into())))
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = read_some(&mut self.inner, into)?;
        self.hasher.update(into.get(..count).unwrap_or_default());
        self.size = self.size.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }
}

/// Reads once; an interrupted call is made again.
pub(super) fn read_some(source: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Reads until the buffer is full or there is no more.
fn read_full(source: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while let Some(rest) = into.get_mut(count..).filter(|rest| !rest.is_empty()) {
        match read_some(source, rest)? {
            0 => break,
            more => count = count.saturating_add(more),
        }
    }
    Ok(count)
}

/// The first bytes of a source, and the source as if nothing had been read of it.
pub(super) fn peek<'s>(mut source: impl Read + 's, count: usize) -> io::Result<(Vec<u8>, Box<dyn Read + 's>)> {
    let mut head = vec![0; count];
    let read = read_full(&mut source, &mut head)?;
    head.truncate(read);
    let again = io::Cursor::new(head.clone());
    Ok((head, Box::new(again.chain(source))))
}

/// What gzip begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Unpacks what is compressed with gzip; everything else stays as it is.
pub(super) fn unpacked<'s>(source: impl Read + 's) -> io::Result<Box<dyn Read + 's>> {
    let (head, source) = peek(source, GZIP.len())?;
    if head == GZIP {
        return Ok(Box::new(Unpacked(MultiGzDecoder::new(BufReader::with_capacity(CHUNK, source)))));
    }
    Ok(source)
}

struct Unpacked<R>(R);

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => io::Error::new(error.kind(), "its compressed data end too early"),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                io::Error::new(error.kind(), format!("its compressed data are damaged: {error}"))
            }
            _ => error,
        })
    }
}

/// Turns text into UTF-8: by its mark, else as `named`, else it is UTF-8 already. A character that cannot be read
/// becomes a byte that is no UTF-8, so that its cell cannot be used.
pub(super) fn in_utf_8<'s>(source: impl Read + 's, named: Option<&'static Encoding>) -> io::Result<Box<dyn Read + 's>> {
    let (head, source) = peek(source, 3)?;
    let encoding = Encoding::for_bom(&head).map(|(encoding, _)| encoding).or(named).unwrap_or(UTF_8);
    if encoding == UTF_8 {
        return Ok(source);
    }
    let decoder = encoding.new_decoder_with_bom_removal();
    Ok(Box::new(Decoded {
        source,
        decoder,
        raw: vec![0; CHUNK],
        from: 0,
        until: 0,
        text: Vec::new(),
        handed: 0,
        ended: false,
        done: false,
    }))
}

/// Passes over the mark of UTF-8.
pub(super) fn without_mark<'s>(source: impl Read + 's) -> io::Result<Box<dyn Read + 's>> {
    const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];
    let (head, mut source) = peek(source, MARK.len())?;
    if head == MARK {
        source.read_exact(&mut [0; MARK.len()])?;
    }
    Ok(source)
}

/// A source whose bytes are counted.
pub(super) struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R> Counted<R> {
    pub(super) const fn new(inner: R) -> Self {
        Self { inner, count: 0 }
    }

    /// How many bytes were read.
    pub(super) const fn count(&self) -> u64 {
        self.count
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.count = self.count.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }
}

/// Whether bytes look like UTF-16 without a mark: letters of plain English have a zero beside them.
pub(super) fn looks_like_utf_16(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    if half < 4 {
        return None;
    }
    let most = |zeros: usize| zeros.saturating_mul(10) > half.saturating_mul(8);
    match (most(zeros(0)), most(zeros(1))) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

struct Decoded<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    from: usize,
    until: usize,
    /// What was decoded, and how much of it was handed on.
    text: Vec<u8>,
    handed: usize,
    ended: bool,
    /// The decoder has given everything.
    done: bool,
}

impl<R: Read> Decoded<R> {
    /// Decodes some more, until there is text or no more of it.
    fn decode(&mut self) -> io::Result<()> {
        self.handed = 0;
        self.text.clear();
        while !self.done && self.text.is_empty() {
            if self.from == self.until && !self.ended {
                self.from = 0;
                self.until = read_some(&mut self.source, &mut self.raw)?;
                self.ended = self.until == 0;
            }
            let raw = self.raw.get(self.from..self.until).unwrap_or_default();
            self.text.resize(CHUNK, 0);
            let (result, used, written) =
                self.decoder.decode_to_utf8_without_replacement(raw, &mut self.text, self.ended);
            self.from = self.from.saturating_add(used);
            self.text.truncate(written);
            match result {
                DecoderResult::InputEmpty => self.done = self.ended,
                DecoderResult::Malformed(..) => self.text.push(0xff),
                DecoderResult::OutputFull => {}
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.handed == self.text.len() {
            self.decode()?;
        }
        let count = self.text.get(self.handed..).unwrap_or_default().read(into)?;
        self.handed = self.handed.saturating_add(count);
        Ok(count)
    }
}

/// Reads a text that fits into memory anyway.
#[cfg(test)]
pub(super) fn whole(source: &[u8], named: Option<&'static Encoding>) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    let mut source = in_utf_8(unpacked(source)?, named)?;
    let mut chunk = vec![0; 3];
    loop {
        match read_some(&mut source, &mut chunk)? {
            0 => return Ok(all),
            count => all.extend_from_slice(&chunk[..count]),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use rstest::rstest;

    use super::*;

    fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    const TEXT: &str = "Straße, 東京, 🚓\r\n";

    #[rstest]
    #[case::little(utf_16(&format!("\u{feff}{TEXT}"), u16::to_le_bytes), None)]
    #[case::big(utf_16(&format!("\u{feff}{TEXT}"), u16::to_be_bytes), None)]
    #[case::named(utf_16(TEXT, u16::to_le_bytes), Some(UTF_16LE))]
    #[case::utf_8(TEXT.as_bytes().to_vec(), None)]
    fn text_is_read_in_its_encoding(#[case] bytes: Vec<u8>, #[case] named: Option<&'static Encoding>) {
        assert_eq!(String::from_utf8(whole(&bytes, named).unwrap()).unwrap(), TEXT);
    }

    #[test]
    fn a_named_encoding_is_used_where_no_mark_says_otherwise() {
        let named = Encoding::for_label(b"windows-1252");
        assert_eq!(whole(b"Mu\xf1oz \x80", named).unwrap(), "Muñoz €".as_bytes());
        assert_eq!(whole("\u{feff}Muñoz".as_bytes(), named).unwrap(), "\u{feff}Muñoz".as_bytes());
    }

    #[test]
    fn half_a_character_is_no_text() {
        let mut bytes = utf_16("\u{feff}ab", u16::to_le_bytes);
        bytes.extend([0x00, 0xd8, b'c', 0x00]);
        assert_eq!(whole(&bytes, None).unwrap(), b"ab\xffc");
    }

    #[test]
    fn what_is_packed_is_unpacked_and_a_cut_is_an_error() {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(TEXT.as_bytes()).unwrap();
        let mut packed = packer.finish().unwrap();
        assert_eq!(whole(&packed, None).unwrap(), TEXT.as_bytes());
        let twice = [packed.clone(), packed.clone()].concat();
        assert_eq!(whole(&twice, None).unwrap(), TEXT.repeat(2).as_bytes());
        packed.truncate(packed.len() - 9);
        assert!(whole(&packed, None).unwrap_err().to_string().contains("end too early"));
    }

    #[test]
    fn utf_16_without_a_mark_is_noticed() {
        assert_eq!(looks_like_utf_16(&utf_16("event_id,on\n", u16::to_le_bytes)), Some(UTF_16LE));
        assert_eq!(looks_like_utf_16(&utf_16("event_id,on\n", u16::to_be_bytes)), Some(UTF_16BE));
        assert_eq!(looks_like_utf_16(b"event_id,on\n"), None);
    }
}
