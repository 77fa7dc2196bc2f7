//! Signed notes: a text, a blank line, and signatures over the text.
//!
//! C2SP `signed-note`, Ed25519 only. Keys are read as `openssl genpkey` writes them (PKCS#8 PEM, public
//! keys as SPKI PEM) or as C2SP verifier keys. Used by [`super::checkpoint`] and [`super::anchor`].

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::base::hex::Hex;

/// The signature type of Ed25519 in key ids and verifier keys.
const ED25519: u8 = 1;
/// More signatures than this are not looked at.
const SIGNATURES: usize = 64;

/// Why a text is no note, or a key no key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum NoteError {
    /// Not even a text.
    #[error("it is not plain text in UTF-8 that ends with a line feed")]
    NotText,
    /// A line after the blank line that is no signature.
    #[error("it has a line after the blank line that is no signature")]
    NotASignature,
    /// A private key in another form.
    #[error("it is not an Ed25519 private key in PKCS#8 PEM, as `openssl genpkey -algorithm ed25519` writes it")]
    PrivateKey,
    /// A public key in another form.
    #[error("it is not an Ed25519 public key, in PEM or as a C2SP verifier key")]
    PublicKey,
    /// A name that cannot stand in a signature line.
    #[error("{0:?} cannot name a key: no spaces and no +")]
    KeyName(String),
}

/// A note, taken apart; nothing in it is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// What is signed, with its last line feed.
    pub text: String,
    /// The signatures; none on an unsigned text.
    pub signatures: Vec<NoteSignature>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoteSignature {
    name: String,
    key_id: [u8; 4],
    signature: Vec<u8>,
}

/// A public key to verify notes with.
#[derive(Debug, Clone)]
pub(crate) struct PublicKey {
    key: VerifyingKey,
    /// A verifier key names itself; a PEM key has whatever name the signature says.
    name: Option<String>,
}

/// A private key to sign notes with.
pub(crate) struct PrivateKey(SigningKey);

impl Note {
    /// Takes a file apart.
    ///
    /// # Errors
    /// If it is no text, or has anything but signatures after its last blank line.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        let whole = std::str::from_utf8(bytes).map_err(|_| NoteError::NotText)?;
        if !whole.ends_with('\n') || whole.chars().any(|c| c.is_control() && c != '\n') {
            return Err(NoteError::NotText);
        }
        let Some(blank) = whole.rfind("\n\n") else {
            return Ok(Self { text: whole.to_owned(), signatures: Vec::new() });
        };
        let (text, rest) = whole.split_at_checked(blank.saturating_add(1)).ok_or(NoteError::NotText)?;
        let lines = rest.trim_start_matches('\n').lines().take(SIGNATURES);
        let signatures: Option<Vec<NoteSignature>> = lines.map(NoteSignature::parse).collect();
        match signatures {
            Some(signatures) if !signatures.is_empty() => Ok(Self { text: text.to_owned(), signatures }),
            _ => Err(NoteError::NotASignature),
        }
    }

    /// Whether one of the signatures is by this key over this text, and none that claims to be is not.
    pub(crate) fn verifies(&self, key: &PublicKey) -> bool {
        let by_key: Vec<&NoteSignature> = self.signatures.iter().filter(|signature| key.made(signature)).collect();
        !by_key.is_empty() && by_key.iter().all(|signature| signature.verifies(&self.text, key))
    }
}

impl NoteSignature {
    /// `— <name> <base64 of key id and signature>`
    fn parse(line: &str) -> Option<Self> {
        let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = BASE64.decode(encoded).ok()?;
        let (key_id, signature) = bytes.split_first_chunk::<4>()?;
        is_key_name(name).then(|| Self { name: name.to_owned(), key_id: *key_id, signature: signature.to_vec() })
    }

    fn verifies(&self, text: &str, key: &PublicKey) -> bool {
        let Ok(signature) = Signature::from_slice(&self.signature) else { return false };
        key.key.verify_strict(text.as_bytes(), &signature).is_ok()
    }
}

impl PublicKey {
    /// Reads a PEM public key or a C2SP verifier key (`<name>+<key id>+<base64>`).
    ///
    /// # Errors
    /// For anything else, and for keys that would accept forged signatures.
    pub(crate) fn parse(text: &str) -> Result<Self, NoteError> {
        let text = text.trim();
        let key = if text.starts_with("-----BEGIN") {
            let key = VerifyingKey::from_public_key_pem(text).map_err(|_| NoteError::PublicKey)?;
            Self { key, name: None }
        } else {
            Self::verifier_key(text).ok_or(NoteError::PublicKey)?
        };
        if key.key.is_weak() { Err(NoteError::PublicKey) } else { Ok(key) }
    }

    fn verifier_key(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '+');
        let (name, id, encoded) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = BASE64.decode(encoded).ok()?;
        let (&kind, key) = bytes.split_first()?;
        let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
        let fits =
            kind == ED25519 && is_key_name(name) && Hex(&key_id(name, &key)).to_string() == id.to_ascii_lowercase();
        fits.then(|| Self { key, name: Some(name.to_owned()) })
    }

    /// Whether a signature line says that it is by this key.
    fn made(&self, signature: &NoteSignature) -> bool {
        self.name.as_ref().is_none_or(|name| *name == signature.name)
            && key_id(&signature.name, &self.key) == signature.key_id
    }
}

impl PrivateKey {
    /// Reads a PKCS#8 PEM private key.
    ///
    /// # Errors
    /// For anything else.
    pub(crate) fn parse(text: &str) -> Result<Self, NoteError> {
        SigningKey::from_pkcs8_pem(text.trim()).map(Self).map_err(|_| NoteError::PrivateKey)
    }

    /// The signed note over a text that ends with a line feed; `name` stands in the signature line.
    ///
    /// # Errors
    /// If the name cannot.
    pub(crate) fn sign(&self, text: &str, name: &str) -> Result<String, NoteError> {
        if !is_key_name(name) {
            return Err(NoteError::KeyName(name.to_owned()));
        }
        let mut bytes = key_id(name, &self.0.verifying_key()).to_vec();
        bytes.extend(self.0.sign(text.as_bytes()).to_bytes());
        Ok(format!("{text}\n— {name} {}\n", BASE64.encode(bytes)))
    }

    /// The C2SP verifier key of this key, for those who check.
    #[cfg(test)]
    pub(crate) fn verifier_key(&self, name: &str) -> String {
        let key = self.0.verifying_key();
        let mut bytes = vec![ED25519];
        bytes.extend(key.as_bytes());
        format!("{name}+{}+{}", Hex(&key_id(name, &key)), BASE64.encode(bytes))
    }
}

/// The first four bytes of SHA-256 over the name, a line feed, the signature type and the key.
fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let hash: [u8; 32] =
        Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize().into();
    hash.first_chunk().copied().unwrap_or_default()
}

fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    // written by `openssl genpkey -algorithm ed25519` and `openssl pkey -pubout`
    const PRIVATE: &str = include_str!("testdata/key.pem");
    const PUBLIC: &str = include_str!("testdata/key.pub.pem");
    const OTHER: &str = include_str!("testdata/other.pub.pem");
    const TEXT: &str = "kcpd/bwc\n2\nroot\n";

    fn key() -> PrivateKey {
        PrivateKey::parse(PRIVATE).unwrap()
    }

    #[test]
    fn what_is_signed_verifies_with_either_form_of_the_key() {
        let note = Note::parse(key().sign(TEXT, "kcpd/bwc").unwrap().as_bytes()).unwrap();
        assert_eq!(note.text, TEXT);
        assert!(note.verifies(&PublicKey::parse(PUBLIC).unwrap()));
        assert!(note.verifies(&PublicKey::parse(&key().verifier_key("kcpd/bwc")).unwrap()));
    }

    /// The example of the C2SP specification `signed-note`.
    #[test]
    fn the_example_of_the_specification_verifies() {
        let note = "If you think cryptography is the answer to your problem,\n\
                    then you don't know what your problem is.\n\n\
                    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let note = Note::parse(note.as_bytes()).unwrap();
        assert!(note.verifies(&PublicKey::parse(key).unwrap()));
    }

    #[rstest]
    #[case::another_text(|note: &str| note.replacen("\n2\n", "\n3\n", 1))]
    #[case::another_name(|note: &str| note.replacen("— kcpd/bwc", "— kcpd/cwb", 1))]
    #[case::a_signature_byte(|note: &str| { let at = note.len() - 8; let old = &note.as_bytes()[at..at + 1]; note.replace(&format!("{}{}", char::from(old[0]), note.split_at(at + 1).1), &format!("{}{}", if old == b"A" { 'B' } else { 'A' }, note.split_at(at + 1).1)) })]
    fn an_edited_note_does_not_verify(#[case] edit: fn(&str) -> String) {
        let signed = key().sign(TEXT, "kcpd/bwc").unwrap();
        let edited = edit(&signed);
        assert_ne!(edited, signed);
        assert!(!Note::parse(edited.as_bytes()).unwrap().verifies(&PublicKey::parse(PUBLIC).unwrap()));
    }

    #[test]
    fn another_key_does_not_verify() {
        let note = Note::parse(key().sign(TEXT, "kcpd/bwc").unwrap().as_bytes()).unwrap();
        assert!(!note.verifies(&PublicKey::parse(OTHER).unwrap()));
        let unsigned = Note::parse(TEXT.as_bytes()).unwrap();
        assert!(unsigned.signatures.is_empty() && !unsigned.verifies(&PublicKey::parse(PUBLIC).unwrap()));
    }

    #[test]
    fn signatures_of_others_are_passed_over() {
        let signed = key().sign(TEXT, "kcpd/bwc").unwrap();
        let witness = "— witness.example/w AAAAAAECAwQ=\n";
        let note = Note::parse(format!("{signed}{witness}").as_bytes()).unwrap();
        assert_eq!(note.signatures.len(), 2);
        assert!(note.verifies(&PublicKey::parse(PUBLIC).unwrap()));
    }

    #[rstest]
    #[case::no_line_feed("a", NoteError::NotText)]
    #[case::empty("", NoteError::NotText)]
    #[case::carriage_return("a\r\n", NoteError::NotText)]
    #[case::blank_line_and_nothing("a\n\n", NoteError::NotASignature)]
    #[case::no_signature("a\n\nb\n", NoteError::NotASignature)]
    #[case::no_base64("a\n\n— name !!\n", NoteError::NotASignature)]
    #[case::too_short("a\n\n— name AAAA\n", NoteError::NotASignature)]
    #[case::hyphen("a\n\n- name AAAAAAEC\n", NoteError::NotASignature)]
    fn refuses_what_is_no_note(#[case] text: &str, #[case] why: NoteError) {
        assert_eq!(Note::parse(text.as_bytes()), Err(why));
    }

    #[rstest]
    #[case("")]
    #[case("name+00000000+AAAA")]
    #[case("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    #[case("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    #[case(PRIVATE)]
    fn refuses_what_is_no_key(#[case] text: &str) {
        assert_eq!(PublicKey::parse(text).err(), Some(NoteError::PublicKey));
    }

    #[test]
    fn a_public_key_does_not_sign() {
        assert_eq!(PrivateKey::parse(PUBLIC).err(), Some(NoteError::PrivateKey));
        assert_eq!(key().sign(TEXT, "two words").err(), Some(NoteError::KeyName("two words".to_owned())));
    }
}
