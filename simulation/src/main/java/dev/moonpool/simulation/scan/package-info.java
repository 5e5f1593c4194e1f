/// **Purpose.** Reads the class files of the program that is simulated: which calls in it ask what
/// no seed decides, and whether the code is the same as at another time.
///
/// **Entry type.** [CodeScan].
///
/// **The way through.** [UserCode] finds and parses the class files that belong to the program;
/// [Reach] follows its calls from where a world is prepared; [Ban] says what must not be called;
/// `CodeScan` puts them together. [CodeFingerprint] is a digest of the classes.
///
/// **Threads.** Any; each scan is confined to its caller.
///
/// **Invariants.** No class is initialised, and nothing of the program runs.
package dev.moonpool.simulation.scan;
