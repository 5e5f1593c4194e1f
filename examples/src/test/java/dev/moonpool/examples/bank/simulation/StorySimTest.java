package dev.moonpool.examples.bank.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moonpool.simulation.Failure;
import dev.moonpool.simulation.Profile;
import dev.moonpool.simulation.SeedCheck;
import dev.moonpool.simulation.Simulation;
import dev.moonpool.simulation.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the failure of a seed tells about actors.
@Tag("field-O6")
class StorySimTest {
  @Test
  void failure_ofASeedWithActors_tellsTheLastMessagesByActorAndMethod() {
    Failure failure = failing(Profile.CALM);

    assertThat(failure.name()).isEqualTo("nothing is ever transferred");
    assertThat(failure.details())
        .contains("what happened last", "faults on in this seed: none")
        .containsPattern("process-\\d +account/\\S+ gets '\\w+' \\w+")
        .containsPattern("process-\\d +account/\\S+ answers '\\w+' with \\w+")
        .doesNotContain("received ");
  }

  @Test
  void failure_inChaos_tellsWhichFaultsWereOn() {
    assertThat(failing(Profile.AGGRESSIVE).details())
        .containsPattern("faults on in this seed: \\[[A-Z_]+");
  }

  private static Failure failing(Profile profile) {
    return new SeedCheck(seed -> world(seed, profile)).run(1).failure().orElseThrow();
  }

  private static Simulation world(long seed, Profile profile) {
    Simulation simulation = Simulation.of(seed, Topology.parse("1x2"), profile);
    new BankScenario().prepare(simulation);
    simulation.always("nothing is ever transferred", world -> world.steps() < 1_000);
    return simulation;
  }
}
