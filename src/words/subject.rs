//! Whom or what a pattern or a rate is about.

use super::vocabulary::printed;

printed! {
    /// What a pattern or a rate is about.
    SubjectKind {
        /// A body-worn camera.
        Camera = "camera",
        /// A patrol car.
        Vehicle = "vehicle",
        /// An officer.
        Officer = "officer",
        /// A unit.
        Unit = "unit",
        /// Everybody that a supervisor answers for.
        Supervisor = "supervisor",
        /// The whole.
        Department = "department",
    }
}
