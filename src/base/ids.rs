//! Identifiers as types, so that an officer cannot be passed where a camera is meant.
//!
//! Identifiers are text: leading zeros survive and nothing is ever parsed out of them. Every module
//! may use these.

use std::fmt;
use std::sync::Arc;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The identifier exactly as the source wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Arc::from(text))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    };
}

id!(/// A person who wears a camera (badge or serial number).
    OfficerId);
id!(/// A body-worn camera.
    CameraId);
id!(/// A patrol car.
    VehicleId);
id!(/// A light-bar activation or a contact, as its log names it.
    EventId);
id!(/// A recording, as the evidence system names it.
    RecordingId);
id!(/// A justification.
    JustificationId);
