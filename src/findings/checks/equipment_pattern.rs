//! `equipment-pattern`: the misses with a camera or a car stand out from those of its peers.

use crate::findings::check::Check;
use crate::findings::patterns::each_flagged;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::EquipmentPattern).in_cases(|cases, found| each_flagged(cases, found, |cause| cause.is_equipment()));
