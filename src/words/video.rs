//! The state of a video.

use super::vocabulary::words;

words! {
    /// The state of a video (contract, "The state of a video").
    VideoState: "state of a video" {
        Readable = "readable" {
            means: "The video is all there, as far as its container tells.",
            how: "The container's promises and the bytes agree, and the last picture is where it should be. `holes` in `files.csv` says whether there are pictures all the way between. They were not decoded: they may be black.",
            next: "Nothing to do. Play the stretch that matters.",
        }
        Truncated = "truncated" {
            means: "The video's container promises more than there is.",
            how: "A box, segment or chunk is longer than the file, the last packet ends well before the promised duration, or the media are zeros from some time on.",
            next: "Compare with the original on the camera or in the evidence system. An interrupted copy or a full disk is the usual cause.",
        }
        LengthUnverified = "length-unverified" {
            means: "Nothing in the video says how long it should be.",
            how: "Transport streams, live and fragmented files promise no length, so a cut-off end would not show.",
            next: "Hold it against the index's duration where a verdict hangs on its end.",
        }
        Damaged = "damaged" {
            means: "The video's container cannot be read.",
            how: "FFmpeg could not open it, its parts do not follow each other, or pictures in the middle of it are zeros. What can still be placed in time counts.",
            next: "Compare with the original. A recording cut off by a lost battery has no index and looks like this; it can often be repaired in a copy.",
        }
        NotVideo = "not-video" {
            means: "The file has a video's name, but no video inside.",
            how: "Its content is of another kind or has no video stream.",
            next: "Look at it. Audio-only clips and placeholder files exist.",
        }
        Encrypted = "encrypted" {
            means: "The video is encrypted and could not be looked into.",
            how: "Its container says so. Start and length are known from elsewhere or not at all.",
            next: "Export it decrypted, or supply an index.",
        }
        Hollow = "hollow" {
            means: "Most of the video's media are zeros.",
            how: "The file has its size and its table of contents, and three quarters or more of its media bytes are zeros, as a lost battery or a failed copy leaves them. What is left of it counts.",
            next: "Compare with the original on the camera. Ask for the camera's card if the original is as empty.",
        }
        Growing = "growing" {
            means: "The video looks as if it were still being written.",
            how: "It has no table of contents yet, or its end is set aside and not written. Nothing is held against anybody because of what is still missing.",
            next: "Run again when the upload is finished. If the file stays as it is, the upload was broken off.",
        }
    }
}
