//! `equipment-or-officer`: an officer's misses stand out, and so do those of equipment that nothing tells from the
//! officer.

use crate::findings::check::Check;
use crate::findings::patterns::each_undecided;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::EquipmentOrOfficer).in_cases(each_undecided);
