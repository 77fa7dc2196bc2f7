//! The Merkle tree of RFC 6962 (section 2.1) over the lines of a chain: one root says everything.
//!
//! Each leaf is a raw line with its line feed (contract, "Checkpoints and anchors"). Used by
//! [`super::read()`] and by checkpoints.

use sha2::{Digest as _, Sha256};

use crate::base::digest::Digest;

/// MTH of one entry: SHA-256 over `0x00` and the entry.
pub(crate) fn leaf(entry: &[u8]) -> Digest {
    Digest::from_bytes(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
}

/// SHA-256 over `0x01` and two subtrees.
fn node(left: &Digest, right: &Digest) -> Digest {
    Digest::from_bytes(
        Sha256::new().chain_update([1]).chain_update(left.as_bytes()).chain_update(right.as_bytes()).finalize().into(),
    )
}

/// MTH over leaves; SHA-256 of nothing for no leaves.
pub(crate) fn root(leaves: &[Digest]) -> Digest {
    // complete subtrees from left to right, each larger than the next: (leaves in it, its root)
    let mut subtrees: Vec<(u64, Digest)> = Vec::new();
    for leaf in leaves {
        let mut subtree = (1, *leaf);
        while let Some((size, left)) = subtrees.pop_if(|(size, _)| *size == subtree.0) {
            subtree = (size.saturating_add(subtree.0), node(&left, &subtree.1));
        }
        subtrees.push(subtree);
    }
    let joined = subtrees.into_iter().map(|(_, root)| root).rev().reduce(|right, left| node(&left, &right));
    joined.unwrap_or_else(|| Digest::of(b""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// The definition of RFC 6962 section 2.1, word for word.
    fn by_definition(entries: &[Vec<u8>]) -> Digest {
        match entries {
            [] => Digest::of(b""),
            [entry] => leaf(entry),
            _ => {
                let k = 1 << (entries.len() - 1).ilog2();
                node(&by_definition(&entries[..k]), &by_definition(&entries[k..]))
            }
        }
    }

    // the known answers of the reference implementation (google/certificate-transparency,
    // merkletree/merkle_tree_test.cc): roots over the first n of these eight entries
    const ENTRIES: [&str; 8] =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    #[rstest]
    #[case(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    #[case(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    #[case(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    #[case(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    #[case(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    #[case(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    #[case(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    #[case(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    #[case(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    fn known_answers(#[case] size: usize, #[case] expected: &str) {
        let entries: Vec<Vec<u8>> = ENTRIES
            .iter()
            .map(|hex| {
                hex.as_bytes()
                    .chunks(2)
                    .map(|d| u8::from_str_radix(std::str::from_utf8(d).unwrap(), 16).unwrap())
                    .collect()
            })
            .collect();
        let leaves: Vec<Digest> = entries.iter().map(|entry| leaf(entry)).collect();
        assert_eq!(root(&leaves[..size]).to_string(), expected);
        assert_eq!(by_definition(&entries[..size]).to_string(), expected);
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(entries in proptest::collection::vec(any::<Vec<u8>>(), 0..70)) {
            let leaves: Vec<Digest> = entries.iter().map(|entry| leaf(entry)).collect();
            prop_assert_eq!(root(&leaves), by_definition(&entries));
        }
    }
}
