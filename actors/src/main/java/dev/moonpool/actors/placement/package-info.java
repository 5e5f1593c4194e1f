/// **Purpose.** On which node an actor that lives nowhere is activated.
///
/// **Entry type.** [Placer], which a node's runtime asks; [Placement] is what users may implement.
///
/// **The way through.** [Placement], then [TwoChoices], the default; [LoadTable] for where loads
/// come from and why each choice counts at once; then the other strategies: [RandomPlacement],
/// [PreferLocal], [LeastLoaded], [ByTag]; last [Placer], which ties them together.
///
/// **Threads.** Everything may be called from any task at once; nothing blocks or starts anything.
///
/// **Invariants.** A choice is one of the candidates. Equal loads, candidates and random numbers
/// give equal choices. A burst sees its own choices.
package dev.moonpool.actors.placement;
