/// **Purpose.** Proof that a scenario finds faults: faults are planted in the code under test, one
/// at a time, and a campaign must find each and name the right invariant.
///
/// **Entry type.** [PlantedCampaign].
///
/// **The way through.** A [Plant] says which method of which class is changed how ([Change]) and
/// who must notice; `Planter` rewrites the class file into a folder that comes first on the class
/// path of the campaign's workers; [PlantedReport] is the table.
///
/// **Threads.** The caller's.
///
/// **Invariants.** The code that ships holds no switch for a fault; a plant whose method is not
/// there, or not once, is refused.
package dev.moonpool.simulation.planted;
